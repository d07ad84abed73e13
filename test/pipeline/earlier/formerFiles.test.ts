/** Files of earlier runs: trusted by size and date, or read. */
import { utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { stampOf } from "../../../src/io/fileStamp.js";
import { sha256Hex } from "../../../src/io/hash.js";
import { setModifiedAt } from "../../../src/io/modifiedAt.js";
import { type FormerFile, FormerFiles } from "../../../src/pipeline/earlier/formerFiles.js";
import { temporaryFolder } from "../../io/temporaryFolder.js";

const KEY = "0".repeat(32);

const folder = temporaryFolder();

function folderWith(text: string) {
  const { dir } = folder;
  const file = folder.at("a.wav");
  writeFileSync(file, text);
  const { sizeByte, modifiedAt } = stampOf(file)!;
  const fact: FormerFile = {
    path: "a.wav",
    universalId: null,
    sizeByte,
    sha256: sha256Hex(text),
    createdAt: modifiedAt,
    artifactKey: KEY,
  };
  const files = (trust: "stamp" | "hash" = "stamp") =>
    new FormerFiles((p) => path.join(dir, p), [fact], trust);
  return { file, fact, files };
}

/** Change a file and leave its size and date as they were. */
function forge(file: string, text: string): void {
  const { modifiedAt } = stampOf(file)!;
  writeFileSync(file, text);
  setModifiedAt(file, modifiedAt);
}

describe("a file of an earlier run", () => {
  it("is found at its path under its key, and under no other", () => {
    const { files, fact } = folderWith("sound");
    expect(files().find("a.wav", KEY)).toEqual(fact);
    expect(files().find("b.wav", KEY)).toBeNull();
    expect(files().find("a.wav", "1".repeat(32))).toBeNull();
  });

  it("is found by its key alone, for a twin of another name", () => {
    const { files } = folderWith("sound");
    expect(files().findTwin(KEY)?.path).toBe("a.wav");
    expect(files().findTwin("1".repeat(32))).toBeNull();
  });

  it("does not count once it was changed, whatever its size", () => {
    const { files, file } = folderWith("sound");
    writeFileSync(file, "noise");
    utimesSync(file, new Date(), new Date(Date.now() + 5000));
    expect(files().find("a.wav", KEY)).toBeNull();
  });

  it("with a forged date is found out by reading only", () => {
    const { files, file } = folderWith("sound");
    forge(file, "noise");
    expect(files("stamp").find("a.wav", KEY)).not.toBeNull();
    expect(files("hash").find("a.wav", KEY)).toBeNull();
  });

  it("that was copied counts by its bytes, and gets its date back", () => {
    const { files, file, fact } = folderWith("sound");
    utimesSync(file, new Date(), new Date(Date.now() + 5000));
    expect(files().find("a.wav", KEY)).not.toBeNull();
    expect(stampOf(file)?.modifiedAt).toBe(fact.createdAt);
  });

  it("that was written again with the same bytes keeps its date", () => {
    const { files, file, fact } = folderWith("sound");
    const later = new Date(Date.now() + 5000);
    utimesSync(file, later, later);
    const kept = files().keepDate({ ...fact, createdAt: stampOf(file)!.modifiedAt });
    expect(kept.createdAt).toBe(fact.createdAt);
    expect(stampOf(file)?.modifiedAt).toBe(fact.createdAt);
    const other = { ...fact, sha256: sha256Hex("noise"), createdAt: later.toISOString() };
    expect(files().keepDate(other)).toEqual(other);
  });
});
