import { mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../src/core/limits.js";
import { hashFile, sha256Hex } from "../../src/io/hash.js";
import { isFile, isFolder, readInputFile } from "../../src/io/readInputFile.js";
import { temporaryFolder } from "./temporaryFolder.js";

const folder = temporaryFolder();
const withCode = (code: string) => expect.objectContaining({ code });

describe("readInputFile", () => {
  it("reads at the limit and below, refuses above it", () => {
    writeFileSync(folder.at("five"), "12345");
    const read = (fileByte: number) => readInputFile(folder.at("five"), { ...DEFAULT_LIMITS, fileByte });
    expect(Buffer.from(read(6)).toString()).toBe("12345");
    expect(Buffer.from(read(5)).toString()).toBe("12345");
    expect(() => read(4)).toThrow(withCode("FILE_TOO_LARGE"));
  });

  it("names the file that is not there, is below a file, or is a folder", () => {
    writeFileSync(folder.at("file"), "x");
    mkdirSync(folder.at("folder"));
    expect(() => readInputFile(folder.at("none"))).toThrow(withCode("FILE_NOT_FOUND"));
    expect(() => readInputFile(folder.at("file/inside"))).toThrow(withCode("FILE_NOT_FOUND"));
    expect(() => readInputFile(folder.at("folder"))).toThrow(withCode("FILE_UNREADABLE"));
    expect(() => readInputFile(folder.at("none"))).toThrow(folder.at("none"));
  });

  it.skipIf(process.platform === "win32")("refuses a device, which would never end", () => {
    expect(() => readInputFile("/dev/zero")).toThrow(withCode("FILE_UNREADABLE"));
  });

  it("tells files from folders from nothing", () => {
    writeFileSync(folder.at("file"), "x");
    const seen = [folder.at("file"), folder.dir, folder.at("none"), folder.at("file/none")];
    expect(seen.map(isFile)).toEqual([true, false, false, false]);
    expect(seen.map(isFolder)).toEqual([false, true, false, false]);
  });
});

describe("hash", () => {
  it("is SHA-256: FIPS 180-4's example and the empty text", () => {
    expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(sha256Hex(new Uint8Array())).toBe(
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    );
  });

  it("of a file longer than a block equals that of its bytes", () => {
    const bytes = Uint8Array.from({ length: 2 ** 20 + 4321 }, (_, k) => (k * 7) % 256);
    writeFileSync(folder.at("big"), bytes);
    expect(hashFile(folder.at("big"))).toEqual({ sha256: sha256Hex(bytes), sizeByte: bytes.length });
    expect(() => hashFile(folder.at("none"))).toThrow(withCode("FILE_NOT_FOUND"));
  });
});
