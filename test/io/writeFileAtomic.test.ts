import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { describe, expect, it } from "vitest";
import { LeitmotionError } from "../../src/core/error.js";
import { removeFile, syncFolder, type WriteSome, writeFileAtomic } from "../../src/io/writeFileAtomic.js";
import { temporaryFolder } from "./temporaryFolder.js";

const folder = temporaryFolder();
const content = Uint8Array.from({ length: 10_000 }, (_, k) => k % 251);

function fault(action: () => unknown): LeitmotionError {
  try {
    action();
  } catch (thrown) {
    if (thrown instanceof LeitmotionError) return thrown;
    throw thrown;
  }
  throw new Error("nothing was thrown");
}

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: made for the test, write`), { code });
}

describe("writeFileAtomic", () => {
  it.each([true, false])(
    "writes bytes and text, makes folders, leaves nothing else (durable %s)",
    (durable) => {
      writeFileAtomic(folder.at("a/b/bytes"), content, { durable });
      writeFileAtomic(folder.at("a/b/text"), "Flûte", { durable });
      writeFileAtomic(folder.at("a/b/empty"), "", { durable });
      expect(readFileSync(folder.at("a/b/bytes"))).toEqual(Buffer.from(content));
      expect(readFileSync(folder.at("a/b/text"), "utf8")).toBe("Flûte");
      expect(readdirSync(folder.at("a/b")).sort()).toEqual(["bytes", "empty", "text"]);
    },
  );

  it("replaces a file, not what other names of it or a link point to", () => {
    writeFileSync(folder.at("other"), "old");
    symlinkSync("other", folder.at("file"));
    writeFileAtomic(folder.at("file"), "new");
    expect(readFileSync(folder.at("file"), "utf8")).toBe("new");
    expect(readFileSync(folder.at("other"), "utf8")).toBe("old");
  });

  it("goes on when the system takes fewer bytes than it was given", () => {
    const sip: WriteSome = (fd, bytes, from, count) => writeSync(fd, bytes, from, Math.min(count, 777));
    writeFileAtomic(folder.at("file"), content, { write: sip });
    expect(readFileSync(folder.at("file"))).toEqual(Buffer.from(content));
  });

  const disasters: { why: string; code: string; write: WriteSome }[] = [
    {
      why: "the disk fills up half way",
      code: "OUTPUT_FULL",
      write: (fd, bytes, from, count) => {
        if (from > 0) throw systemError("ENOSPC");
        return writeSync(fd, bytes, from, count >> 1);
      },
    },
    {
      why: "the quota is used up",
      code: "OUTPUT_FULL",
      write: () => {
        throw systemError("EDQUOT");
      },
    },
    { why: "the system takes no byte", code: "OUTPUT_FULL", write: () => 0 },
    {
      why: "the disk fails",
      code: "OUTPUT_UNWRITABLE",
      write: () => {
        throw systemError("EIO");
      },
    },
    {
      why: "a write claims more than it did",
      code: "OUTPUT_UNWRITABLE",
      write: (fd, bytes, from, count) => writeSync(fd, bytes, from, count >> 1) + (count - (count >> 1)),
    },
  ];
  it.each(disasters)(
    "$why: $code with the path, the old file untouched, no temporary file left",
    ({ code, write }) => {
      writeFileSync(folder.at("manifest.json"), "good");
      const { code: found, place } = fault(() =>
        writeFileAtomic(folder.at("manifest.json"), content, { write }),
      );
      expect([found, place]).toEqual([code, { path: folder.at("manifest.json") }]);
      expect(readFileSync(folder.at("manifest.json"), "utf8")).toBe("good");
      expect(readdirSync(folder.dir)).toEqual(["manifest.json"]);
    },
  );

  it.each([
    { why: "a file stands where a folder should be", target: "file/note.wav", left: ["file"] },
    { why: "a folder stands where the file should be", target: "folder", left: ["file", "folder"] },
  ])("$why: refused with the path", ({ target }) => {
    writeFileSync(folder.at("file"), "x");
    mkdirSync(folder.at("folder"));
    const { code, place } = fault(() => writeFileAtomic(folder.at(target), content));
    expect([code, place]).toEqual(["OUTPUT_UNWRITABLE", { path: folder.at(target) }]);
    expect(readdirSync(folder.dir).sort()).toEqual(["file", "folder"]);
  });

  it.skipIf(process.getuid?.() === 0)(
    "a folder without permission is refused (skipped for root, who may)",
    () => {
      mkdirSync(folder.at("locked"));
      chmodSync(folder.at("locked"), 0o500);
      expect(fault(() => writeFileAtomic(folder.at("locked/a"), "x")).code).toBe("OUTPUT_UNWRITABLE");
    },
  );
});

describe("beside it", () => {
  it("syncFolder refuses a folder that is not there", () => {
    syncFolder(folder.dir);
    expect(fault(() => syncFolder(folder.at("nowhere"))).code).toBe("OUTPUT_UNWRITABLE");
  });

  it("removeFile removes a file and minds no missing one, but not a folder", () => {
    writeFileSync(folder.at("file"), "x");
    removeFile(folder.at("file"));
    removeFile(folder.at("file"));
    expect(readdirSync(folder.dir)).toEqual([]);
    mkdirSync(folder.at("folder"));
    expect(fault(() => removeFile(folder.at("folder"))).code).toBe("OUTPUT_UNWRITABLE");
    expect(statSync(folder.at("folder")).isDirectory()).toBe(true);
  });
});
