/** Looking through folders. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { disk } from "./disk.js";
import { isFolder, toInputFault } from "./readInputFile.js";
import { codeOf, isTempName, removeFile, toOutputFault } from "./writeFileAtomic.js";

/** The program's own state inside a folder it works in: locks, journal, copies. */
export const STATE_FOLDER = ".leitmotion";
/** A lock of one file (`updateJson.ts`) that a killed run left behind. */
const FILE_LOCK = /^.+\.lock-\d+$/;

/**
 * Every file below a folder, relative to it, with `/` between the parts, in the order of the character codes.
 * Unfinished files of ours are left out; links are not followed. A folder that is not there holds none.
 */
export function listFiles(dir: string): string[] {
  return [...walkFiles(dir)].filter((file) => !isTempName(path.posix.basename(file))).sort();
}

/**
 * Remove what a killed run left behind: unfinished files, and locks of single files. Only for a folder nobody else is
 * writing to. The lock of the folder itself stays.
 *
 * @returns what was removed, relative to `dir`
 */
export function removeLitter(dir: string): string[] {
  const litter = [...walkFiles(dir)].filter(isLitter).sort();
  for (const file of litter) removeFile(path.join(dir, file));
  for (const folder of new Set(litter.map((file) => path.posix.dirname(file)))) {
    if (path.posix.basename(folder) === STATE_FOLDER) removeFolderIfEmpty(path.join(dir, folder));
  }
  return litter;
}

function isLitter(file: string): boolean {
  const name = path.posix.basename(file);
  const inState = path.posix.basename(path.posix.dirname(file)) === STATE_FOLDER;
  return isTempName(name) || (inState && FILE_LOCK.test(name));
}

/**
 * Remove `dir` and the folders below it as far as they hold no file. Links are files here. A missing folder is fine.
 *
 * @returns is `dir` gone?
 * @throws LeitmotionError OUTPUT_UNWRITABLE
 */
export function removeEmptyFolders(dir: string): boolean {
  for (const entry of readFolder(dir))
    if (entry.isDirectory()) removeEmptyFolders(path.join(dir, entry.name));
  return removeFolderIfEmpty(dir);
}

/** @returns is it gone? @throws LeitmotionError OUTPUT_UNWRITABLE */
export function removeFolderIfEmpty(dir: string): boolean {
  try {
    disk.rmdir(dir);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === "ENOENT") return true;
    // some systems say EEXIST for a folder that is not empty, and EBUSY for one that somebody stands in
    if (["ENOTEMPTY", "EEXIST", "EBUSY"].includes(codeOf(thrown))) return false;
    throw toOutputFault(thrown, dir);
  }
}

/** Names of the folders directly below a folder; one that is not there, or is none, holds none. */
export function listFolders(dir: string): string[] {
  if (!isFolder(dir)) return [];
  return readFolder(dir)
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** Names of everything directly below a folder, links too; one that is not there holds nothing. */
export function listNames(dir: string): string[] {
  return readFolder(dir)
    .map((entry) => entry.name)
    .sort();
}

/** Remove a folder with all that is in it; one that is not there is fine. @throws LeitmotionError OUTPUT_UNWRITABLE */
export function removeFolder(dir: string): void {
  try {
    disk.rmTree(dir);
  } catch (thrown) {
    throw toOutputFault(thrown, dir);
  }
}

/** Files below `dir`, one after the other, so that a look into a large folder may stop early. */
export function* walkFiles(dir: string, below = ""): Generator<string> {
  for (const entry of readFolder(path.join(dir, below))) {
    const relative = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* walkFiles(dir, relative);
    else yield relative;
  }
}

function readFolder(dir: string) {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw toInputFault(thrown, dir);
  }
}
