/** Files that move house. */
import { lstatSync } from "node:fs";
import path from "node:path";
import { copyFileDurable } from "./copyFile.js";
import { disk } from "./disk.js";
import { failpoint } from "./failpoint.js";
import { codeOf, toOutputFault } from "./writeFileAtomic.js";

/**
 * Move a file, keeping its time. Folders on the way are made. Nothing is replaced: if the name is taken, the file gets
 * " (2)", " (3)" … before its extension. Only for folders nobody else is writing to. What shall survive a power cut
 * needs a `syncFolder` of both folders afterwards.
 *
 * @returns the path it has now
 * @throws LeitmotionError OUTPUT_UNWRITABLE, OUTPUT_FULL
 */
export function moveFile(from: string, to: string): string {
  try {
    lstatSync(from);
    const target = freeName(to);
    disk.mkdir(path.dirname(target));
    renameOrCopy(from, target);
    failpoint("MOVE_AFTER_RENAME");
    return target;
  } catch (thrown) {
    throw toOutputFault(thrown, from);
  }
}

function freeName(to: string): string {
  const { dir, name, ext } = path.parse(to);
  let candidate = to;
  for (let k = 2; lstatSync(candidate, { throwIfNoEntry: false }) !== undefined; k++) {
    candidate = path.join(dir, `${name} (${k})${ext}`);
  }
  return candidate;
}

/** A folder of the output may be a link to another disk. */
function renameOrCopy(from: string, to: string): void {
  try {
    disk.rename(from, to);
  } catch (thrown) {
    if (codeOf(thrown) !== "EXDEV") throw thrown;
    copyFileDurable(from, to);
    disk.rm(from);
  }
}
