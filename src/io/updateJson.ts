/** One JSON file that several processes change, each adding to what the others wrote. */

import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { LeitmotionError } from "../core/error.js";
import { STATE_FOLDER } from "./folders.js";
import { type LockFile, type LockPlace, tryLock } from "./lockFile.js";
import type { LockHolder } from "./lockText.js";
import { isFile, readInputFile } from "./readInputFile.js";
import { toOutputFault, writeFileAtomic } from "./writeFileAtomic.js";

const PATIENCE_MS = 30_000;
const PAUSE_MS = 15;

/**
 * Read, change, write, while nobody else does: under a lock in `.leitmotion/` beside the file, for which it waits up to
 * 30 s. The file is written whole or not at all.
 *
 * @param initial  the value if there is no such file
 * @param change   gives the new value; called once, while the lock is held. What it throws leaves the file as it is
 * @returns        the value written
 * @throws LeitmotionError OUTPUT_LOCKED if others hold the file for too long; SCHEMA_INVALID if the file is no JSON;
 *   FILE_UNREADABLE, OUTPUT_FULL, OUTPUT_UNWRITABLE
 */
export async function updateJsonFile<T>(
  file: string,
  initial: T,
  change: (value: T) => T,
  { patienceMs = PATIENCE_MS } = {},
): Promise<T> {
  const lock = await waitForLock(file, patienceMs);
  try {
    const value = change(isFile(file) ? (parseJson(file) as T) : initial);
    guarded(file, () => lock.beat());
    if (!lock.isThere()) throw lockedFault(null, file); // we slept for minutes and were taken for dead
    writeFileAtomic(file, `${JSON.stringify(value, null, 2)}\n`);
    return value;
  } finally {
    guarded(file, () => lock.remove());
  }
}

async function waitForLock(file: string, patienceMs: number): Promise<LockFile> {
  const place: LockPlace = {
    folder: path.join(path.dirname(file), STATE_FOLDER),
    prefix: `${path.basename(file)}.lock-`,
  };
  const endMs = performance.now() + patienceMs;
  for (;;) {
    const found = guarded(file, () => tryLock(place, { command: "update" }));
    if (found !== "again" && "remove" in found) return found;
    if (performance.now() > endMs) throw lockedFault(found === "again" ? null : found, file);
    await pause(1 + Math.random() * PAUSE_MS);
  }
}

function lockedFault(holder: LockHolder | null, file: string): LeitmotionError {
  const who = holder?.pid == null ? "Another process" : `Process ${holder.pid} on ${holder.host}`;
  return new LeitmotionError("OUTPUT_LOCKED", `${who} is changing this file`, { path: file });
}

function parseJson(file: string): unknown {
  const text = Buffer.from(readInputFile(file)).toString("utf8");
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new LeitmotionError("SCHEMA_INVALID", "The file is not JSON", { file }, { cause: thrown });
  }
}

function guarded<Result>(file: string, action: () => Result): Result {
  try {
    return action();
  } catch (thrown) {
    throw toOutputFault(thrown, file);
  }
}
