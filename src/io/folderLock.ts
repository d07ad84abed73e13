/** One run at a time in an output folder. */
import path from "node:path";
import { LeitmotionError } from "../core/error.js";
import { sleepMs } from "./disk.js";
import { failpoint } from "./failpoint.js";
import { STATE_FOLDER } from "./folders.js";
import {
  HEARTBEAT_MS,
  hasRival,
  type LockFile,
  type LockOptions,
  type LockPlace,
  lookWhoHolds,
  tryLock,
} from "./lockFile.js";
import type { LockHolder } from "./lockText.js";
import { toOutputFault } from "./writeFileAtomic.js";

export type { LockHolder } from "./lockText.js";

export interface FolderLock {
  readonly holder: LockHolder;
  /** Did a run before this one die and leave its lock behind? */
  readonly tookOver: boolean;
  /**
   * To be called before each publication. A process that slept for minutes may have been taken for dead by another
   * machine. Renews the heartbeat; costs one small synced write.
   *
   * @param freshMs  a look that is not older will do, taking the lock included; 0 (the default) looks in any case. While a
   *   lock is dead only after minutes of silence, a second more or less changes nothing
   * @throws LeitmotionError OUTPUT_LOCKED if somebody took over; OUTPUT_UNWRITABLE, OUTPUT_FULL
   */
  assertHeld(freshMs?: number): void;
  /** Remove the lock; a second time it does nothing. */
  release(): void;
}

/** How long to try when several come at the same moment, and how long a rival may need to step back. */
const PATIENCE_MS = 1500;
const PAUSE_MS = 20;

/**
 * Take the lock `<dir>/.leitmotion/lock-<n>`. Does not wait for another holder. A timer that does not keep the process
 * alive renews the heartbeat.
 *
 * @param options  `command` is what others are told
 * @throws LeitmotionError OUTPUT_LOCKED saying who holds it; OUTPUT_UNWRITABLE, OUTPUT_FULL
 */
export function acquireFolderLock(dir: string, options: LockOptions): FolderLock {
  const place = placeOf(dir);
  let lookedMs = Date.now();
  const lock = takeLock(place, dir, options);
  failpoint("LOCK_AFTER_TAKE");
  const timer = setInterval(() => beatQuietly(lock), HEARTBEAT_MS);
  timer.unref();
  return {
    holder: lock.holder,
    tookOver: lock.tookOver,
    assertHeld(freshMs = 0) {
      const nowMs = Date.now();
      if (nowMs >= lookedMs && nowMs - lookedMs < freshMs) return;
      assertStillOurs(lock, place, dir, options);
      lookedMs = nowMs;
    },
    release() {
      clearInterval(timer);
      guarded(dir, () => lock.remove());
    },
  };
}

/**
 * Who works in the folder; null if nobody does. Touches nothing. A lock of another machine is judged by our clock here.
 *
 * @throws LeitmotionError OUTPUT_UNWRITABLE if the state folder cannot be read
 */
export function whoHolds(dir: string): LockHolder | null {
  return guarded(dir, () => lookWhoHolds(placeOf(dir), Date.now()));
}

/** @throws LeitmotionError OUTPUT_LOCKED saying who works in the folder, if anybody does */
export function assertNotHeld(dir: string): void {
  const holder = whoHolds(dir);
  if (holder !== null) throw lockedBy(holder, dir);
}

function takeLock(place: LockPlace, dir: string, options: LockOptions): LockFile {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; ) {
    const found = guarded(dir, () => tryLock(place, options));
    if (found !== "again") {
      if ("remove" in found) return found;
      throw lockedBy(found, dir);
    }
    const pauseMs = 1 + Math.random() * PAUSE_MS;
    sleepMs(pauseMs);
    waitedMs += pauseMs;
  }
  throw new LeitmotionError("OUTPUT_LOCKED", "Several runs start in this folder at once", { path: dir });
}

/** The order matters: whoever makes a rival lock after this beat sees that we live. */
function assertStillOurs(lock: LockFile, place: LockPlace, dir: string, { self }: LockOptions): void {
  guarded(dir, () => lock.beat());
  for (let waitedMs = 0; ; waitedMs += PAUSE_MS) {
    const lost = guarded(dir, () => !lock.isThere());
    const rival = !lost && guarded(dir, () => hasRival(place, lock, self));
    if (!lost && !rival) return;
    if (lost || waitedMs >= PATIENCE_MS) {
      const holder = whoHolds(dir);
      if (holder !== null && holder.token !== lock.holder.token) throw lockedBy(holder, dir);
      if (rival)
        throw new LeitmotionError("OUTPUT_LOCKED", "Another run took this folder over", { path: dir });
      const what = "The output folder vanished during the run, or the lock in it";
      throw new LeitmotionError("OUTPUT_UNWRITABLE", what, { path: dir });
    }
    sleepMs(PAUSE_MS);
  }
}

/** What goes wrong in the background is found by the next `assertHeld`. */
function beatQuietly(lock: LockFile): void {
  try {
    lock.beat();
  } catch {
    // see above
  }
}

function lockedBy(holder: LockHolder, dir: string): LeitmotionError {
  const { pid, host, command, startedAt } = holder;
  const who = pid === null ? "Another run" : `Process ${pid} on ${host}`;
  const what = command === null ? "" : ` (${command})`;
  const since = startedAt === null ? "" : ` since ${startedAt}`;
  return new LeitmotionError("OUTPUT_LOCKED", `${who}${what} works in this folder${since}`, { path: dir });
}

function placeOf(dir: string): LockPlace {
  return { folder: path.join(dir, STATE_FOLDER), prefix: "lock-" };
}

function guarded<Result>(dir: string, action: () => Result): Result {
  try {
    return action();
  } catch (thrown) {
    throw toOutputFault(thrown, dir);
  }
}
