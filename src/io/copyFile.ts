/** A copy that is whole or not there. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { modifiedAtOf, setModifiedAt } from "./modifiedAt.js";
import { type FinishedFile, openAtomicFile } from "./openAtomicFile.js";
import { toInputFault } from "./readInputFile.js";

const BLOCK_BYTE = 2 ** 20;

/**
 * Copy a file, with its modification time, in blocks; `to` is replaced in one step, folders on the way are made.
 *
 * @throws LeitmotionError FILE_NOT_FOUND or FILE_UNREADABLE for `from`; OUTPUT_FULL or OUTPUT_UNWRITABLE for `to`
 */
export function copyFileDurable(from: string, to: string): FinishedFile {
  const fd = reading(from, () => openSync(from, "r"));
  try {
    const { mtimeMs } = reading(from, () => fstatSync(fd));
    const finished = copyBlocks(fd, from, to);
    return { ...finished, modifiedAt: setModifiedAt(to, modifiedAtOf({ mtimeMs })) };
  } finally {
    closeSync(fd);
  }
}

function copyBlocks(fd: number, from: string, to: string): FinishedFile {
  const copy = openAtomicFile(to);
  try {
    const block = new Uint8Array(BLOCK_BYTE);
    for (;;) {
      const count = reading(from, () => readSync(fd, block, 0, BLOCK_BYTE, null));
      if (count === 0) return copy.finish();
      copy.write(block.subarray(0, count));
    }
  } catch (thrown) {
    copy.discard();
    throw thrown;
  }
}

function reading<Result>(from: string, action: () => Result): Result {
  try {
    return action();
  } catch (thrown) {
    throw toInputFault(thrown, from);
  }
}
