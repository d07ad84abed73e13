/** When a file was last written, rounded in one way by everybody. */
import { statSync } from "node:fs";
import { disk } from "./disk.js";
import { toInputFault } from "./readInputFile.js";
import { toOutputFault } from "./writeFileAtomic.js";

/**
 * Modification time of a file as ISO text, UTC, whole milliseconds, rounded down.
 *
 * @param file  a path, or what `fs.stat` says of it
 * @throws LeitmotionError FILE_NOT_FOUND, FILE_UNREADABLE
 */
export function modifiedAtOf(file: string | { readonly mtimeMs: number }): string {
  const { mtimeMs } = typeof file === "string" ? look(file) : file;
  return new Date(Math.floor(mtimeMs)).toISOString();
}

/**
 * Give a file a modification time.
 *
 * @param iso  as `modifiedAtOf` gives it
 * @returns    what `modifiedAtOf` says afterwards: `iso`, but for disks that keep coarser times (FAT: 2 s)
 * @throws LeitmotionError OUTPUT_UNWRITABLE
 */
export function setModifiedAt(file: string, iso: string): string {
  try {
    // The system gets seconds as a binary fraction, which may lie just below a millisecond: a quarter above is safe.
    disk.utimes(file, (Date.parse(iso) + 0.25) / 1000);
  } catch (thrown) {
    throw toOutputFault(thrown, file);
  }
  return modifiedAtOf(file);
}

function look(file: string): { readonly mtimeMs: number } {
  try {
    return statSync(file);
  } catch (thrown) {
    throw toInputFault(thrown, file);
  }
}
