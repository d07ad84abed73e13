/** What is kept, moved and copied with its time. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { copyFileDurable } from "../../src/io/copyFile.js";
import { removeEmptyFolders, removeLitter } from "../../src/io/folders.js";
import { sha256Hex } from "../../src/io/hash.js";
import { linkOrCopy } from "../../src/io/linkOrCopy.js";
import { modifiedAtOf, setModifiedAt } from "../../src/io/modifiedAt.js";
import { moveFile } from "../../src/io/moveFile.js";
import { openAtomicFile } from "../../src/io/openAtomicFile.js";
import { writeFileAtomic } from "../../src/io/writeFileAtomic.js";
import { writeIfChanged } from "../../src/io/writeIfChanged.js";
import { temporaryFolder } from "./temporaryFolder.js";

const folder = temporaryFolder();
const withCode = (code: string) => expect.objectContaining({ code });
const LONG_AGO = "2001-02-03T04:05:06.789Z";

function put(name: string, text = "x"): string {
  mkdirSync(path.dirname(folder.at(name)), { recursive: true });
  writeFileSync(folder.at(name), text);
  return folder.at(name);
}

describe("modification times", () => {
  it("are rounded down to the millisecond: half a millisecond before 1970 began lies in the one before", () => {
    expect(modifiedAtOf({ mtimeMs: 981173106789.9 })).toBe(LONG_AGO);
    expect(modifiedAtOf({ mtimeMs: -0.5 })).toBe("1969-12-31T23:59:59.999Z");
  });

  it("come back as they were set, for each millisecond of two seconds", () => {
    const file = put("a");
    const startMs = Date.parse("2026-11-21T12:00:00.000Z");
    for (let ms = startMs; ms < startMs + 2000; ms++) {
      const iso = new Date(ms).toISOString();
      expect([setModifiedAt(file, iso), modifiedAtOf(file)]).toEqual([iso, iso]);
    }
  });

  it("of a file that is not there are a fault", () => {
    expect(() => modifiedAtOf(folder.at("none"))).toThrow(withCode("FILE_NOT_FOUND"));
    expect(() => setModifiedAt(folder.at("none"), LONG_AGO)).toThrow(withCode("OUTPUT_UNWRITABLE"));
  });
});

describe("writeFileAtomic and openAtomicFile", () => {
  it("give back the size and the time that the file then has", () => {
    const written = writeFileAtomic(folder.at("a"), "Flûte");
    expect(written).toEqual({ sizeByte: 6, modifiedAt: modifiedAtOf(folder.at("a")) });
    const long = openAtomicFile(folder.at("b"));
    long.write(Buffer.from("Flûte"));
    const { modifiedAt } = long.finish();
    expect(modifiedAt).toBe(modifiedAtOf(folder.at("b")));
  });

  it.each([
    { why: "keeps the file with the same bytes", before: "sound", keepEqual: true, written: false },
    { why: "replaces one of the same size", before: "SOUND", keepEqual: true, written: true },
    { why: "replaces one of another size", before: "sounds", keepEqual: true, written: true },
    {
      why: "replaces the same bytes when not told to keep",
      before: "sound",
      keepEqual: false,
      written: true,
    },
  ])("openAtomicFile $why", ({ before, keepEqual, written }) => {
    setModifiedAt(put("a", before), LONG_AGO);
    const file = openAtomicFile(folder.at("a"), { keepEqual });
    for (const letter of "sound") file.write(Buffer.from(letter));
    const finished = file.finish();
    expect(finished).toEqual({
      sizeByte: 5,
      sha256: sha256Hex("sound"),
      modifiedAt: modifiedAtOf(folder.at("a")),
      written,
    });
    expect(finished.modifiedAt === LONG_AGO).toBe(!written);
    expect(readFileSync(folder.at("a"), "utf8")).toBe("sound");
    expect(readdirSync(folder.dir)).toEqual(["a"]);
  });
});

describe("writeIfChanged", () => {
  it.each([
    { why: "the same bytes: left alone", before: "Flûte", written: false },
    { why: "same size, other bytes: written", before: "Flöte", written: true },
    { why: "longer before: written", before: "Flûtes", written: true },
    { why: "nothing before: written", before: null, written: true },
  ])("$why", ({ before, written }) => {
    if (before !== null) setModifiedAt(put("a", before), LONG_AGO);
    const done = writeIfChanged(folder.at("a"), "Flûte");
    const modifiedAt = modifiedAtOf(folder.at("a"));
    expect(done).toEqual({ sizeByte: 6, sha256: sha256Hex("Flûte"), modifiedAt, written });
    expect(modifiedAt === LONG_AGO).toBe(!written);
    expect(readFileSync(folder.at("a"), "utf8")).toBe("Flûte");
  });

  it("does not take a link for the file, even to the same bytes", () => {
    put("other", "same");
    symlinkSync("other", folder.at("a"));
    expect(writeIfChanged(folder.at("a"), "same").written).toBe(true);
    expect(readdirSync(folder.dir, { withFileTypes: true }).map((entry) => entry.isSymbolicLink())).toEqual([
      false,
      false,
    ]);
  });

  it("refuses a folder in the place of the file", () => {
    mkdirSync(folder.at("a"));
    expect(() => writeIfChanged(folder.at("a"), "x")).toThrow(withCode("OUTPUT_UNWRITABLE"));
  });
});

describe("copies", () => {
  it("have the bytes and the time of the source, over several blocks", () => {
    const bytes = Uint8Array.from({ length: 2 ** 21 + 5 }, (_, k) => (k * 7) % 253);
    writeFileSync(folder.at("a"), bytes);
    setModifiedAt(folder.at("a"), LONG_AGO);
    expect(copyFileDurable(folder.at("a"), folder.at("deep/b"))).toEqual({
      sizeByte: bytes.length,
      sha256: sha256Hex(bytes),
      modifiedAt: LONG_AGO,
      written: true,
    });
    expect(readFileSync(folder.at("deep/b")).equals(bytes)).toBe(true);
    expect(modifiedAtOf(folder.at("deep/b"))).toBe(LONG_AGO);
    expect(() => copyFileDurable(folder.at("none"), folder.at("c"))).toThrow(withCode("FILE_NOT_FOUND"));
    expect(() => copyFileDurable(folder.dir, folder.at("c"))).toThrow(withCode("FILE_UNREADABLE"));
    expect(readdirSync(folder.dir).sort()).toEqual(["a", "deep"]);
  });

  it("made in place of a link have the time of the source, nanoseconds aside", () => {
    utimesSync(put("a"), 1_000_000_000.1239, 1_000_000_000.1239);
    const cannot = () => {
      throw Object.assign(new Error("EXDEV"), { code: "EXDEV" });
    };
    expect(linkOrCopy(folder.at("a"), folder.at("b"), cannot)).toBe("copied");
    expect(modifiedAtOf(folder.at("b"))).toBe("2001-09-09T01:46:40.123Z");
  });
});

describe("moveFile", () => {
  it("moves with its time, makes folders, and replaces nothing", () => {
    for (const text of ["one", "two", "three"]) {
      setModifiedAt(put("a.wav", text), LONG_AGO);
      moveFile(folder.at("a.wav"), folder.at("orphans/deep/a.wav"));
    }
    const names = ["a (2).wav", "a (3).wav", "a.wav"];
    const dir = folder.at("orphans/deep");
    expect(readdirSync(dir).sort()).toEqual(names);
    expect(names.map((name) => readFileSync(path.join(dir, name), "utf8"))).toEqual(["two", "three", "one"]);
    expect(names.map((name) => modifiedAtOf(path.join(dir, name)))).toEqual([LONG_AGO, LONG_AGO, LONG_AGO]);
    expect(existsSync(folder.at("a.wav"))).toBe(false);
  });

  it("says the path it has now, and names the file that is not there", () => {
    put("b");
    expect(moveFile(put("a"), folder.at("b"))).toBe(folder.at("b (2)"));
    expect(() => moveFile(folder.at("none"), folder.at("c"))).toThrow(folder.at("none"));
  });
});

describe("empty folders and litter", () => {
  it("removes folders without files, and only those", () => {
    for (const dir of ["x/a/b/c", "x/a/d", "x/e"]) mkdirSync(folder.at(dir), { recursive: true });
    put("x/e/file");
    expect(removeEmptyFolders(folder.at("x"))).toBe(false);
    expect(readdirSync(folder.dir, { recursive: true }).sort()).toEqual(["x", "x/e", "x/e/file"]);
    expect(removeEmptyFolders(folder.at("none"))).toBe(true);
  });

  it("counts locks of single files and unfinished state as litter, the lock of the folder not", () => {
    const litter = ["m/.leitmotion/run.json.lock-3", ".leitmotion/.leitmotion-0123456789abcdef.tmp"];
    const kept = [".leitmotion/lock-2", "m/run.json.lock-3"];
    for (const name of [...litter, ...kept]) put(name);
    expect(removeLitter(folder.dir)).toEqual([...litter].sort());
    expect(readdirSync(folder.dir, { recursive: true }).sort()).toEqual([".leitmotion", "m", ...kept].sort());
  });
});
