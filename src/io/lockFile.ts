/**
 * Numbered lock files: at most one process, on whatever machine, holds a lock.
 *
 * A lock is a file `<prefix><n>`. Whoever finds no living lock makes one of the next number, complete from the first
 * moment (written under another name, then linked), and looks again: it holds the lock if no other living one is there,
 * else it steps back. Of two that come at once each makes its file before it looks, so they cannot both see nobody.
 *
 * A lock of this machine lives as long as its process. What another machine or container left behind is judged by its
 * heartbeat: the file is touched every 10 s and dead after 120 s without. Ages are differences between times that the
 * disk's own machine gave; no clock of ours takes part.
 */
import { closeSync, fstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { disk } from "./disk.js";
import { removeFolderIfEmpty } from "./folders.js";
import { describeLock, type LockHolder, type LockText, readLock, toHolder } from "./lockText.js";
import { isRunning, ownIdentity, type ProcessIdentity } from "./processIdentity.js";
import { codeOf, discardTemp, openNew, tempPathFor, writeFully } from "./writeFileAtomic.js";

export const HEARTBEAT_MS = 10_000;
export const SILENCE_MS = 120_000;

/** Which locks, and who asks. */
export interface LockPlace {
  readonly folder: string;
  /** What the names begin with, before the number. */
  readonly prefix: string;
}

export interface LockOptions {
  readonly command: string;
  /** For tests: another process or machine. */
  readonly self?: ProcessIdentity;
  /** For tests: in place of `fs.linkSync`. */
  readonly link?: (from: string, to: string) => void;
}

export interface LockFile {
  readonly holder: LockHolder;
  /** Did it take the place of a dead one? */
  readonly tookOver: boolean;
  /** Touch the file. @throws what the system throws */
  beat(): void;
  /** When it was last touched, by the disk's clock, since 1970. */
  modifiedMs(): number;
  /** Is it still there, and ours? */
  isThere(): boolean;
  /** Remove it, and the folder if that is empty then. */
  remove(): void;
}

/** What one look at the folder found. */
interface Look {
  readonly living: readonly LockHolder[];
  /** Files of locks that nobody holds any more. */
  readonly dead: readonly string[];
  readonly highest: number;
}

/**
 * Try once.
 *
 * @returns the lock; or who holds it; or "again" if others came at the same moment: wait a random moment
 * @throws what the system throws
 */
export function tryLock(place: LockPlace, options: LockOptions): LockFile | LockHolder | "again" {
  const { self = ownIdentity() } = options;
  const text = describeLock(self, options.command);
  const temp = tempPathFor(path.join(place.folder, "lock"));
  let open: { fd: number; lock?: LockFile } | null = null;
  try {
    open = { fd: openNew(temp) };
    writeFully(open.fd, Buffer.from(JSON.stringify(text)));
    const { mtimeMs } = fstatSync(open.fd);
    const before = lookAround(place, self, mtimeMs);
    if (before.living.length > 0) return before.living[0];
    const file = path.join(place.folder, `${place.prefix}${before.highest + 1}`);
    open.fd = makeLock(open.fd, temp, file, options.link ?? disk.link);
    open.lock = openLock(open.fd, file, text, place.folder, before.dead.length > 0);
    const after = lookAround(place, self, mtimeMs);
    if (after.living.some(({ token }) => token !== text.token)) return "again";
    for (const dead of after.dead) disk.rm(dead);
    const held = open.lock;
    open = null;
    return held;
  } catch (thrown) {
    // EEXIST: somebody was faster; ENOENT: the folder or the unfinished file was tidied away
    if (!["EEXIST", "ENOENT"].includes(codeOf(thrown))) throw thrown;
    return "again";
  } finally {
    discardTemp(temp);
    if (open !== null) giveUp(open.fd, open.lock, place.folder);
  }
}

/** While a fault may be on its way up: that one is the one to report. */
function giveUp(fd: number, lock: LockFile | undefined, folder: string): void {
  try {
    if (lock !== undefined) lock.remove();
    else closeSync(fd);
    removeFolderIfEmpty(folder);
  } catch {
    // a lock left behind is dead when this process ends
  }
}

/** Who holds the lock, without touching anything; null if nobody. @param nowMs the disk's time, since 1970 */
export function lookWhoHolds(
  place: LockPlace,
  nowMs: number,
  self: ProcessIdentity = ownIdentity(),
): LockHolder | null {
  return lookAround(place, self, nowMs).living[0] ?? null;
}

/** Do living locks other than this one exist? */
export function hasRival(place: LockPlace, lock: LockFile, self: ProcessIdentity = ownIdentity()): boolean {
  return lookAround(place, self, lock.modifiedMs()).living.some(({ token }) => token !== lock.holder.token);
}

/** @returns the open file: the same one, or another where links are not possible */
function makeLock(fd: number, temp: string, file: string, link: (from: string, to: string) => void): number {
  try {
    link(temp, file);
    return fd;
  } catch (thrown) {
    if (codeOf(thrown) === "EEXIST" && fstatSync(fd).nlink === 2) return fd; // a network disk lost its own answer
    if (["EEXIST", "ENOENT", "ENOSPC", "EDQUOT", "EROFS", "EIO"].includes(codeOf(thrown))) throw thrown;
  }
  const text = readFileSync(temp);
  const own = disk.open(file, "wx");
  try {
    writeFully(own, text);
  } catch (thrown) {
    closeSync(own);
    discardTemp(file);
    throw thrown;
  }
  closeSync(fd);
  return own;
}

/** The handle stays open: a beat touches this very file, never one that took its name. */
function openLock(fd: number, file: string, text: LockText, folder: string, tookOver: boolean): LockFile {
  let open: number | null = fd;
  const isThere = () => readLock(file)?.token === text.token;
  return {
    holder: toHolder(file, text),
    tookOver,
    isThere,
    modifiedMs: () => fstatSync(fd).mtimeMs,
    beat() {
      if (open === null) return;
      disk.writeAt(open, Buffer.from("{"), 0);
      disk.fsync(open);
    },
    remove() {
      if (open === null) return;
      closeSync(open);
      open = null;
      if (isThere()) disk.rm(file);
      removeFolderIfEmpty(folder);
    },
  };
}

function lookAround(place: LockPlace, self: ProcessIdentity, nowMs: number): Look {
  const living: LockHolder[] = [];
  const dead: string[] = [];
  let highest = 0;
  for (const name of readNames(place.folder)) {
    const number = numberOf(name, place.prefix);
    if (number === null) continue;
    highest = Math.max(highest, number);
    const file = path.join(place.folder, name);
    const text = readLock(file);
    const modifiedMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (modifiedMs === undefined) continue; // released in this moment
    if (isLiving(text, self, nowMs - modifiedMs)) living.push(toHolder(file, text));
    else dead.push(file);
  }
  return { living, dead, highest };
}

function isLiving(text: LockText | null, self: ProcessIdentity, silentMs: number): boolean {
  const sameMachine = text !== null && self.machine !== null && text.machine === self.machine;
  if (!sameMachine) return silentMs < SILENCE_MS;
  return isRunning({ pid: text.pid, started: text.process_started });
}

function readNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (thrown) {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(thrown))) return [];
    throw thrown;
  }
}

function numberOf(name: string, prefix: string): number | null {
  if (!name.startsWith(prefix)) return null;
  const digits = name.slice(prefix.length);
  return /^[1-9]\d{0,14}$/.test(digits) ? Number(digits) : null;
}
