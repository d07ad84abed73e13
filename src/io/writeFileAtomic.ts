/** Files that are either the old ones or the new ones, whatever happens in between. */
import { randomBytes } from "node:crypto";
import { closeSync, fstatSync, openSync, statSync } from "node:fs";
import path from "node:path";
import { LeitmotionError } from "../core/error.js";
import { disk } from "./disk.js";
import { failpoint } from "./failpoint.js";
import { modifiedAtOf } from "./modifiedAt.js";

/** Writes some bytes to an open file and says how many; the system may take fewer than it was given. */
export type WriteSome = (fd: number, bytes: Uint8Array, from: number, count: number) => number;

export interface AtomicOptions {
  /**
   * True (the default): on the disk when the call returns, rename included. False: safe against a crash of the
   * program but not against a power cut; for thousands of small files, followed by one `syncFolder`.
   */
  readonly durable?: boolean;
  /** For tests: in place of `fs.writeSync`. */
  readonly write?: WriteSome;
}

export interface WrittenFile {
  readonly sizeByte: number;
  /** Modification time, as `modifiedAtOf` rounds it. */
  readonly modifiedAt: string;
}

/** Names of unfinished files: random, so two hosts on one disk never share one; short, whatever the target is called. */
const TEMP_NAME = /^\.leitmotion-[0-9a-f]{16}\.tmp$/;

/** Is this the name of a file that was left unfinished? */
export function isTempName(name: string): boolean {
  return TEMP_NAME.test(name);
}

/** A new name beside `target` for its unfinished form. */
export function tempPathFor(target: string): string {
  return path.join(path.dirname(target), `.leitmotion-${randomBytes(8).toString("hex")}.tmp`);
}

/**
 * Write a whole file: temporary file in the same folder, all bytes, size check, fsync, rename, fsync of the folder.
 * Folders on the way are made. On failure the old file is untouched and the temporary one removed; if it is the folder
 * that cannot be synced, the new file is there, whole.
 *
 * @param target  path of the file; an existing file is replaced
 * @param content bytes, or text that is written as UTF-8
 * @throws LeitmotionError OUTPUT_FULL if the disk or the quota is full, OUTPUT_UNWRITABLE otherwise, with the path
 */
export function writeFileAtomic(
  target: string,
  content: Uint8Array | string,
  options: AtomicOptions = {},
): WrittenFile {
  const { durable = true, write = disk.write } = options;
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  const temp = tempPathFor(target);
  try {
    const fd = openNew(temp);
    try {
      writeAll(fd, bytes, write);
      failpoint("ATOMIC_WRITE_AFTER_TMP_WRITE");
      if (durable) disk.fsync(fd);
    } finally {
      closeSync(fd);
    }
    return { sizeByte: bytes.length, modifiedAt: publishTemp(temp, target, durable) };
  } catch (thrown) {
    discardTemp(temp);
    throw toOutputFault(thrown, target);
  }
}

/**
 * Give a finished, closed temporary file its real name.
 *
 * @returns when it was last written (`modifiedAtOf`)
 */
export function publishTemp(temp: string, target: string, durable: boolean): string {
  const modifiedAt = modifiedAtOf(statSync(temp)); // after closing: some systems set it only then
  failpoint("ATOMIC_WRITE_AFTER_FSYNC_BEFORE_RENAME");
  disk.rename(temp, target);
  failpoint("ATOMIC_WRITE_AFTER_RENAME");
  if (durable) syncFolder(path.dirname(target));
  return modifiedAt;
}

/** Make what was renamed into a folder survive a power cut. Systems that cannot sync a folder (Windows) are left be. */
export function syncFolder(dir: string): void {
  let fd: number | null = null;
  try {
    fd = openSync(dir, "r");
    disk.fsync(fd);
  } catch (thrown) {
    if (!["EINVAL", "EISDIR", "EPERM", "ENOTSUP"].includes(codeOf(thrown))) throw toOutputFault(thrown, dir);
  } finally {
    if (fd !== null) closeSync(fd);
  }
}

/** Remove a file; one that is not there is fine. @throws LeitmotionError OUTPUT_UNWRITABLE */
export function removeFile(target: string): void {
  try {
    disk.rm(target);
  } catch (thrown) {
    throw toOutputFault(thrown, target);
  }
}

/** What the system said about a file we write, as one of our faults. */
export function toOutputFault(thrown: unknown, target: string): LeitmotionError {
  if (thrown instanceof LeitmotionError) return thrown.at({ path: target });
  const full = ["ENOSPC", "EDQUOT"].includes(codeOf(thrown));
  const reason = thrown instanceof Error ? thrown.message.split(",")[0] : String(thrown);
  const what = full ? "The disk is full" : `Cannot write: ${reason}`;
  return new LeitmotionError(
    full ? "OUTPUT_FULL" : "OUTPUT_UNWRITABLE",
    what,
    { path: target },
    { cause: thrown },
  );
}

/** `ENOENT` and its like, or "" for anything that is no system error. */
export function codeOf(thrown: unknown): string {
  return (thrown as NodeJS.ErrnoException | null)?.code ?? "";
}

/** Remove an unfinished file while another fault is on its way up: that one is the one to report. */
export function discardTemp(temp: string): void {
  try {
    disk.rm(temp);
  } catch {
    // it could not be made in the first place, or `removeLitter` finds it in the next run
  }
}

/** A new file, never one that is there already; its folder is made if need be. */
export function openNew(temp: string): number {
  try {
    return disk.open(temp, "wx");
  } catch (thrown) {
    if (codeOf(thrown) !== "ENOENT") throw thrown;
    disk.mkdir(path.dirname(temp));
    return disk.open(temp, "wx");
  }
}

/** Write every byte, however few the system takes at a time. */
export function writeFully(fd: number, bytes: Uint8Array, write: WriteSome = disk.write): void {
  let done = 0;
  while (done < bytes.length) {
    const count = write(fd, bytes, done, bytes.length - done);
    if (count <= 0) throw Object.assign(new Error("no byte was written"), { code: "ENOSPC" });
    done += count;
  }
}

function writeAll(fd: number, bytes: Uint8Array, write: WriteSome): void {
  writeFully(fd, bytes, write);
  const { size } = fstatSync(fd);
  if (size !== bytes.length) throw new Error(`${size} of ${bytes.length} bytes arrived`);
}
