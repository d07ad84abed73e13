/** Versions of an output folder. */
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  findVersion,
  KEPT_VERSIONS,
  listVersions,
  removeUnfinishedVersions,
  saveVersion,
} from "../../../src/pipeline/earlier/history.js";
import { RUN_FILE } from "../../../src/pipeline/report/runFile.js";
import { temporaryFolder } from "../../io/temporaryFolder.js";

const bytes = (text: string) => Buffer.from(text, "utf8");
const save = (dir: string, text: string) =>
  saveVersion(dir, [{ path: "manifests/registry.json", bytes: bytes(text) }], {
    path: RUN_FILE,
    bytes: bytes(`run of ${text}`),
  });

describe("the history", () => {
  const folder = temporaryFolder();
  it("gives back what was kept, newest last", () => {
    const { dir } = folder;
    expect(findVersion(dir, null)).toBeNull();
    save(dir, "first");
    save(dir, "second");
    expect(listVersions(dir).map((version) => version.number)).toEqual([1, 2]);
    expect(findVersion(dir, null)?.text("manifests/registry.json")).toBe("second");
    expect(findVersion(dir, 1)?.text(RUN_FILE)).toBe("run of first");
    expect(findVersion(dir, 1)?.text("manifests/audio.json")).toBeNull();
  });

  it("names the versions there are when asked for another", () => {
    const { dir } = folder;
    save(dir, "first");
    expect(() => findVersion(dir, 7)).toThrow(/No version 7 here; there are: 1/);
  });

  it("keeps the newest ones and goes on counting", () => {
    const { dir } = folder;
    for (let n = 1; n <= KEPT_VERSIONS + 3; n++) save(dir, String(n));
    const numbers = listVersions(dir).map((version) => version.number);
    expect(numbers).toHaveLength(KEPT_VERSIONS);
    expect(numbers.at(-1)).toBe(KEPT_VERSIONS + 3);
  });

  it("does not count a version whose run.json was never written, and removes it", () => {
    const { dir } = folder;
    save(dir, "first");
    save(dir, "second");
    const second = findVersion(dir, 2)!;
    rmSync(path.join(second.dir, RUN_FILE));
    expect(findVersion(dir, null)?.number).toBe(1);
    removeUnfinishedVersions(dir);
    expect(readdirSync(path.join(dir, ".leitmotion/history"))).toEqual(["0001"]);
  });

  it("is not led astray by other folders", () => {
    const { dir } = folder;
    save(dir, "first");
    writeFileSync(path.join(dir, ".leitmotion/history/9999"), "a file");
    expect(listVersions(dir).map((version) => version.number)).toEqual([1]);
  });
});
