/** Versions of an output folder: the documents and inputs of its last finished runs, in `.leitmotion/history/NNNN/`. */

import path from "node:path";
import { LeitmotionError } from "../../core/error.js";
import { diskPath } from "../../io/diskPath.js";
import { listFolders, removeFolder, STATE_FOLDER } from "../../io/folders.js";
import { isFile, readInputFile } from "../../io/readInputFile.js";
import { writeFileAtomic } from "../../io/writeFileAtomic.js";
import { RUN_FILE } from "../report/runFile.js";
import { readDocument } from "./readDocument.js";

const HISTORY = `${STATE_FOLDER}/history`;
/** Older versions are removed. */
export const KEPT_VERSIONS = 10;

/** A file of a version: a document by its path in the output folder, or an input as `inputs/{role}/{name}`. */
export interface VersionFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** One finished run, as it was. */
export class Version {
  constructor(
    /** From 1, growing. */
    readonly number: number,
    /** Where its files lie. */
    readonly dir: string,
  ) {}

  has(relative: string): boolean {
    return isFile(this.#file(relative));
  }

  /** @throws LeitmotionError FILE_NOT_FOUND, FILE_UNREADABLE */
  read(relative: string): Uint8Array {
    return readInputFile(this.#file(relative));
  }

  /** Text of one of its files, or null if it has none of that name. */
  text(relative: string): string | null {
    return this.has(relative) ? Buffer.from(this.read(relative)).toString("utf8") : null;
  }

  #file(relative: string): string {
    return diskPath(this.dir, relative);
  }
}

/** Versions of a folder, oldest first. One without run.json was never finished: run.json is written last. */
export function listVersions(outDir: string): Version[] {
  return allVersions(outDir).filter((version) => version.has(RUN_FILE));
}

/**
 * One version, or the newest.
 *
 * @throws LeitmotionError RESULT_NOT_FOUND if there is none of that number
 */
export function findVersion(outDir: string, number: number | null): Version | null {
  const versions = listVersions(outDir);
  if (number === null) return versions.at(-1) ?? null;
  const found = versions.find((version) => version.number === number);
  if (found) return found;
  const known = versions.map((version) => version.number).join(", ") || "none";
  throw new LeitmotionError("RESULT_NOT_FOUND", `No version ${number} here; there are: ${known}`, {
    path: outDir,
  });
}

/**
 * Keep a finished run: all files, run.json last, so that a version is whole or does not count.
 *
 * @throws LeitmotionError OUTPUT_FULL, OUTPUT_UNWRITABLE
 */
export function saveVersion(outDir: string, files: readonly VersionFile[], run: VersionFile): void {
  const number = (allVersions(outDir).at(-1)?.number ?? 0) + 1;
  const dir = path.join(diskPath(outDir, HISTORY), String(number).padStart(4, "0"));
  for (const file of [...files, run]) writeFileAtomic(diskPath(dir, file.path), file.bytes);
  for (const old of listVersions(outDir).slice(0, -KEPT_VERSIONS)) removeFolder(old.dir);
}

/** Remove what a killed run left of a version. Only while holding the folder's lock. */
export function removeUnfinishedVersions(outDir: string): void {
  for (const version of allVersions(outDir)) if (!version.has(RUN_FILE)) removeFolder(version.dir);
}

function allVersions(outDir: string): Version[] {
  const dir = diskPath(outDir, HISTORY);
  return listFolders(dir)
    .filter((name) => /^\d{4,}$/.test(name))
    .sort((a, b) => Number(a) - Number(b))
    .map((name) => new Version(Number(name), path.join(dir, name)));
}

/** run.json of a version, or null if it is damaged or of another program version. */
export function runOf(version: Version) {
  return readDocument("run.v1", version.text(RUN_FILE));
}
