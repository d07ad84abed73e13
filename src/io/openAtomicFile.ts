/** A long file written in pieces: it appears under its name when all of it is there. */
import { createHash } from "node:crypto";
import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { syncFolder, tempPathFor, toOutputFault, type WriteSome } from "./writeFileAtomic.js";

export interface AtomicFile {
  /** Append bytes. @throws LeitmotionError OUTPUT_FULL, OUTPUT_UNWRITABLE; then only `discard` is left to do */
  write(bytes: Uint8Array): void;
  /** Check the size, sync, rename. @throws like `write` */
  finish(): { readonly sizeByte: number; readonly sha256: string };
  /** Give up and remove what was written; after `finish` it does nothing. */
  discard(): void;
}

/**
 * Start a file that replaces `target` in one step when it is finished. Folders on the way are made.
 *
 * @param write  for tests: in place of `fs.writeSync`
 * @throws LeitmotionError OUTPUT_FULL, OUTPUT_UNWRITABLE
 */
export function openAtomicFile(target: string, { write = writeSync as WriteSome } = {}): AtomicFile {
  const temp = tempPathFor(target);
  const hash = createHash("sha256");
  let sizeByte = 0;
  let fd: number | null = null;
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
        for (let done = 0; done < bytes.length; ) {
          const count = write(open, bytes, done, bytes.length - done);
          if (count <= 0) throw Object.assign(new Error("no byte was written"), { code: "ENOSPC" });
          done += count;
        }
        hash.update(bytes);
        sizeByte += bytes.length;
      }),
    finish: () =>
      guarded((open) => {
        const { size } = fstatSync(open);
        if (size !== sizeByte) throw new Error(`${size} of ${sizeByte} bytes arrived`);
        fsyncSync(open);
        close();
        renameSync(temp, target);
        syncFolder(path.dirname(target));
        return { sizeByte, sha256: hash.digest("hex") };
      }),
    discard() {
      close();
      rmSync(temp, { force: true });
    },
  };
  try {
    mkdirSync(path.dirname(target), { recursive: true });
    fd = openSync(temp, "wx");
  } catch (thrown) {
    throw toOutputFault(thrown, target);
  }
  return file;
}
