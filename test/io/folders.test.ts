import {
  existsSync,
  type linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { listFiles, removeLitter } from "../../src/io/folders.js";
import { freeSpaceByte } from "../../src/io/freeSpace.js";
import { linkOrCopy } from "../../src/io/linkOrCopy.js";
import { assertWritableFolder } from "../../src/io/outputFolder.js";
import { programVersion } from "../../src/io/programVersion.js";
import { writeFileAtomic } from "../../src/io/writeFileAtomic.js";
import { temporaryFolder } from "./temporaryFolder.js";

const folder = temporaryFolder();
const withCode = (code: string) => expect.objectContaining({ code });
const LITTER = ".leitmotion-0123456789abcdef.tmp";

function put(name: string, text = "x"): void {
  mkdirSync(path.dirname(folder.at(name)), { recursive: true });
  writeFileSync(folder.at(name), text);
}

describe("linkOrCopy", () => {
  it("links: two names, one file; writing one anew leaves the other", () => {
    put("a.wav", "sound");
    expect(linkOrCopy(folder.at("a.wav"), folder.at("deep/b.wav"))).toBe("linked");
    expect(statSync(folder.at("a.wav")).ino).toBe(statSync(folder.at("deep/b.wav")).ino);
    writeFileAtomic(folder.at("a.wav"), "new");
    expect(readFileSync(folder.at("deep/b.wav"), "utf8")).toBe("sound");
  });

  it("replaces what was there, also when it already is the same file, and leaves nothing behind", () => {
    put("a.wav", "sound");
    put("b.wav", "old");
    for (let k = 0; k < 2; k++) expect(linkOrCopy(folder.at("a.wav"), folder.at("b.wav"))).toBe("linked");
    expect(readFileSync(folder.at("b.wav"), "utf8")).toBe("sound");
    expect(readdirSync(folder.dir).sort()).toEqual(["a.wav", "b.wav"]);
  });

  it.each(["EXDEV", "EPERM", "EMLINK"])("copies where the disk says %s", (code) => {
    const cannot: typeof linkSync = () => {
      throw Object.assign(new Error(code), { code });
    };
    put("a.wav", "sound");
    put("b.wav", "old");
    expect(linkOrCopy(folder.at("a.wav"), folder.at("b.wav"), cannot)).toBe("copied");
    expect(readFileSync(folder.at("b.wav"), "utf8")).toBe("sound");
    expect(statSync(folder.at("a.wav")).ino).not.toBe(statSync(folder.at("b.wav")).ino);
    expect(readdirSync(folder.dir).sort()).toEqual(["a.wav", "b.wav"]);
  });

  it("does not hide a full disk behind a copy", () => {
    const full: typeof linkSync = () => {
      throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
    };
    put("a.wav");
    expect(() => linkOrCopy(folder.at("a.wav"), folder.at("b.wav"), full)).toThrow(withCode("OUTPUT_FULL"));
    expect(readdirSync(folder.dir)).toEqual(["a.wav"]);
  });

  it("names the missing source and the impossible target", () => {
    put("a.wav");
    expect(() => linkOrCopy(folder.at("none"), folder.at("b"))).toThrow(withCode("FILE_NOT_FOUND"));
    expect(() => linkOrCopy(folder.at("a.wav"), folder.at("a.wav/b"))).toThrow(withCode("OUTPUT_UNWRITABLE"));
  });
});

describe("folders", () => {
  it("lists files below a folder by name, without unfinished ones", () => {
    for (const name of ["b.txt", "a/2", "a/10", "B.txt", `a/${LITTER}`]) put(name);
    mkdirSync(folder.at("empty"));
    expect(listFiles(folder.dir)).toEqual(["B.txt", "a/10", "a/2", "b.txt"]);
    expect(listFiles(folder.at("none"))).toEqual([]);
    expect(() => listFiles(folder.at("b.txt"))).toThrow();
  });

  it("removes unfinished files of ours and no others", () => {
    const others = ["a/x.tmp", "a/.leitmotion-short.tmp", "keep"];
    for (const name of [LITTER, `a/b/${LITTER}`, ...others]) put(name);
    expect(removeLitter(folder.dir)).toEqual([LITTER, `a/b/${LITTER}`]);
    expect(listFiles(folder.dir)).toEqual([...others].sort());
  });

  it("knows the free space, also of a folder that is not there yet", () => {
    const here = freeSpaceByte(folder.dir);
    expect(here).toBeGreaterThan(0);
    const below = freeSpaceByte(folder.at("not/there/yet"));
    expect(Math.abs(below - here)).toBeLessThan(0.1 * here + 1e9); // others write to this disk too
    expect(existsSync(folder.at("not"))).toBe(false);
  });
});

describe("assertWritableFolder", () => {
  it.each([
    { why: "a folder that is not there is made", files: [], dir: "new/out" },
    { why: "an empty folder", files: [], dir: "." },
    {
      why: "unfinished and system files only",
      files: [LITTER, `manifests/${LITTER}`, ".DS_Store"],
      dir: ".",
    },
    { why: "ours, by its registry", files: ["manifests/registry.json", "anything"], dir: "." },
    { why: "ours, by its state", files: [".leitmotion/journal.jsonl", "audio/anything"], dir: "." },
    { why: "ours, by its run", files: ["manifests/run.json", "anything"], dir: "." },
  ])("accepts: $why, and leaves no trial file", ({ files, dir }) => {
    for (const file of files) put(file);
    assertWritableFolder(folder.at(dir));
    expect(statSync(folder.at(dir)).isDirectory()).toBe(true);
    expect(listFiles(folder.dir)).toEqual(files.filter((file) => !file.endsWith(LITTER)).sort());
  });

  it("accepts a folder whose other files are not in the way", () => {
    put("holiday/photo.jpg");
    assertWritableFolder(folder.dir);
    expect(listFiles(folder.dir)).toEqual(["holiday/photo.jpg"]);
  });

  it("refuses a folder with a foreign file where ours would stand, naming it", () => {
    for (const name of ["audio/deep/waves.wav", "orphans/x"]) {
      put(name);
      expect(() => assertWritableFolder(folder.dir)).toThrow(withCode("OUTPUT_FOREIGN"));
      expect(() => assertWritableFolder(folder.dir)).toThrow(name);
      rmSync(folder.at(name));
    }
  });

  it("refuses a file, and a folder below a file", () => {
    put("file");
    expect(() => assertWritableFolder(folder.at("file"))).toThrow(withCode("OUTPUT_UNWRITABLE"));
    expect(() => assertWritableFolder(folder.at("file/out"))).toThrow(withCode("OUTPUT_UNWRITABLE"));
  });
});

describe("programVersion", () => {
  it("is the first line a program prints, null for a program that is missing or fails", async () => {
    expect(await programVersion(process.execPath, ["--version"])).toBe(process.version);
    expect(await programVersion("no-such-program-of-ours", [])).toBeNull();
    expect(await programVersion(process.execPath, ["-e", "process.exit(3)"])).toBeNull();
  });
});
