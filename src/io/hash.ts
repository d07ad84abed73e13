/** SHA-256 of bytes and of files, as 64 lower-case hex digits. */
import { createHash, hash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { toInputFault } from "./readInputFile.js";

const BLOCK_BYTE = 2 ** 20;

/** @param content  bytes, or text that is hashed as UTF-8 */
export function sha256Hex(content: Uint8Array | string): string {
  return hash("sha256", content, "hex");
}

/**
 * Hash and size of a file, read in blocks.
 *
 * @throws LeitmotionError FILE_NOT_FOUND, FILE_UNREADABLE
 */
export function hashFile(file: string): { readonly sha256: string; readonly sizeByte: number } {
  const digest = createHash("sha256");
  const block = new Uint8Array(BLOCK_BYTE);
  let sizeByte = 0;
  try {
    const fd = openSync(file, "r");
    try {
      for (;;) {
        const count = readSync(fd, block, 0, BLOCK_BYTE, null);
        if (count === 0) break;
        digest.update(block.subarray(0, count));
        sizeByte += count;
      }
    } finally {
      closeSync(fd);
    }
  } catch (thrown) {
    throw toInputFault(thrown, file);
  }
  return { sha256: digest.digest("hex"), sizeByte };
}
