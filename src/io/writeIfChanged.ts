/** Files that are written only if they would differ. */
import { lstatSync, readFileSync } from "node:fs";
import { sha256Hex } from "./hash.js";
import { modifiedAtOf } from "./modifiedAt.js";
import type { FinishedFile } from "./openAtomicFile.js";
import { type AtomicOptions, writeFileAtomic } from "./writeFileAtomic.js";

/**
 * Write a whole file as `writeFileAtomic` does, but leave a regular file with the same bytes as it is, with its time.
 *
 * @param content  bytes, or text that is written as UTF-8
 * @throws LeitmotionError OUTPUT_FULL, OUTPUT_UNWRITABLE
 */
export function writeIfChanged(
  target: string,
  content: Uint8Array | string,
  options: AtomicOptions = {},
): FinishedFile {
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  const sha256 = sha256Hex(bytes);
  const keptAt = equalFileAt(target, bytes);
  if (keptAt !== null) return { sizeByte: bytes.length, sha256, modifiedAt: keptAt, written: false };
  return { ...writeFileAtomic(target, bytes, options), sha256, written: true };
}

/** Time of the regular file at `target` if it has these bytes, else null; also if it cannot be read. */
function equalFileAt(target: string, bytes: Uint8Array): string | null {
  try {
    const there = lstatSync(target, { throwIfNoEntry: false });
    if (!there?.isFile() || there.size !== bytes.length) return null;
    return readFileSync(target).equals(bytes) ? modifiedAtOf(there) : null;
  } catch {
    return null; // then it is replaced, and if that cannot be, the rename says so
  }
}
