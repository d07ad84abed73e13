/** Looking through folders. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { toInputFault } from "./readInputFile.js";
import { isTempName, removeFile } from "./writeFileAtomic.js";

/**
 * Every file below a folder, relative to it, with `/` between the parts, in the order of the character codes.
 * Unfinished files of ours are left out; links are not followed. A folder that is not there holds none.
 */
export function listFiles(dir: string): string[] {
  return [...walkFiles(dir)].filter((file) => !isTempName(path.posix.basename(file))).sort();
}

/**
 * Remove the unfinished files that a killed run left behind. Only for a folder nobody else is writing to.
 *
 * @returns what was removed, relative to `dir`
 */
export function removeLitter(dir: string): string[] {
  const litter = [...walkFiles(dir)].filter((file) => isTempName(path.posix.basename(file))).sort();
  for (const file of litter) removeFile(path.join(dir, file));
  return litter;
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
