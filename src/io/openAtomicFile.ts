/** A long file written in pieces: it appears under its name when all of it is there. */
import { createHash } from "node:crypto";
import { closeSync, fstatSync, lstatSync } from "node:fs";
import { disk } from "./disk.js";
import { failpoint } from "./failpoint.js";
import { hashFile } from "./hash.js";
import { modifiedAtOf } from "./modifiedAt.js";
import {
  discardTemp,
  openNew,
  publishTemp,
  tempPathFor,
  toOutputFault,
  type WriteSome,
  type WrittenFile,
  writeFully,
} from "./writeFileAtomic.js";

export interface FinishedFile extends WrittenFile {
  readonly sha256: string;
  /** False if the file that was there is the same and was kept. */
  readonly written: boolean;
}

export interface AtomicFile {
  /** Append bytes. @throws LeitmotionError OUTPUT_FULL, OUTPUT_UNWRITABLE; then only `discard` is left to do */
  write(bytes: Uint8Array): void;
  /** Check the size, sync, rename. @throws like `write` */
  finish(): FinishedFile;
  /** Give up and remove what was written; after `finish` it does nothing. */
  discard(): void;
}

interface OpenOptions {
  /** If the file that is there has the same bytes, keep it, with its time, and drop the new one. */
  readonly keepEqual?: boolean;
  /** For tests: in place of `fs.writeSync`. */
  readonly write?: WriteSome;
}

/**
 * Start a file that replaces `target` in one step when it is finished. Folders on the way are made.
 *
 * @throws LeitmotionError OUTPUT_FULL, OUTPUT_UNWRITABLE
 */
export function openAtomicFile(target: string, options: OpenOptions = {}): AtomicFile {
  const { keepEqual = false, write = disk.write } = options;
  const temp = tempPathFor(target);
  const hash = createHash("sha256");
  let sizeByte = 0;
  let fd: number | null = null;
  let ended = false;
  const close = () => {
    if (fd !== null) closeSync(fd);
    fd = null;
  };
  const guarded = <Result>(action: (fd: number) => Result): Result => {
    try {
      if (fd === null) throw new Error("the file is closed");
      return action(fd);
    } catch (thrown) {
      throw toOutputFault(thrown, target);
    }
  };
  const file: AtomicFile = {
    write: (bytes) =>
      guarded((open) => {
        writeFully(open, bytes, write);
        hash.update(bytes);
        sizeByte += bytes.length;
      }),
    finish: () =>
      guarded((open) => {
        const { size } = fstatSync(open);
        if (size !== sizeByte) throw new Error(`${size} of ${sizeByte} bytes arrived`);
        failpoint("ATOMIC_WRITE_AFTER_TMP_WRITE");
        const sha256 = hash.digest("hex");
        const keptAt = keepEqual ? equalFileAt(target, sizeByte, sha256) : null;
        if (keptAt === null) disk.fsync(open);
        close();
        const modifiedAt = keptAt ?? publishTemp(temp, target, true);
        if (keptAt !== null) discardTemp(temp);
        ended = true;
        return { sizeByte, sha256, modifiedAt, written: keptAt === null };
      }),
    discard() {
      if (ended) return;
      ended = true;
      close();
      discardTemp(temp);
    },
  };
  try {
    fd = openNew(temp);
  } catch (thrown) {
    throw toOutputFault(thrown, target);
  }
  return file;
}

/** Time of the regular file at `target` if it has these bytes, else null; also if it cannot be read. */
function equalFileAt(target: string, sizeByte: number, sha256: string): string | null {
  try {
    const there = lstatSync(target, { throwIfNoEntry: false });
    if (!there?.isFile() || there.size !== sizeByte || hashFile(target).sha256 !== sha256) return null;
    return modifiedAtOf(there);
  } catch {
    return null; // then it is replaced, and if that cannot be, the rename says so
  }
}
