/** Room on the disk. */
import { existsSync, statfsSync } from "node:fs";
import path from "node:path";
import { toOutputFault } from "./writeFileAtomic.js";

/**
 * Bytes that an ordinary user may still write on the disk of a folder. A folder that does not exist yet lies on the
 * disk of the nearest one above it that does.
 *
 * @throws LeitmotionError OUTPUT_UNWRITABLE if the system does not say
 */
export function freeSpaceByte(dir: string): number {
  let existing = path.resolve(dir);
  while (!existsSync(existing) && path.dirname(existing) !== existing) existing = path.dirname(existing);
  try {
    const { bavail, bsize } = statfsSync(existing);
    return bavail * bsize;
  } catch (thrown) {
    throw toOutputFault(thrown, dir);
  }
}
