/** What a lock file says. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ProcessIdentity } from "./processIdentity.js";
import { codeOf } from "./writeFileAtomic.js";

/** Who holds a lock. Of a lock that is just being written on a disk without links nothing is known but its file. */
export interface LockHolder {
  readonly file: string;
  readonly token: string | null;
  readonly pid: number | null;
  readonly host: string | null;
  readonly command: string | null;
  /** ISO text, by the clock of the holder. */
  readonly startedAt: string | null;
}

/** The content of a lock file. */
export interface LockText {
  readonly token: string;
  readonly pid: number;
  readonly process_started: string | null;
  readonly host: string;
  readonly machine: string | null;
  readonly command: string;
  readonly started_at: string;
}

export function describeLock(self: ProcessIdentity, command: string): LockText {
  return {
    token: randomBytes(16).toString("hex"),
    pid: self.pid,
    process_started: self.started,
    host: self.host,
    machine: self.machine,
    command,
    started_at: new Date().toISOString(),
  };
}

/** Null if it is not there, or not (yet) a lock's text. @throws what the system throws if it cannot be read */
export function readLock(file: string): LockText | null {
  let content: string;
  try {
    content = readFileSync(file, "utf8");
  } catch (thrown) {
    if (codeOf(thrown) === "ENOENT") return null;
    throw thrown;
  }
  try {
    const text = JSON.parse(content) as LockText | null;
    return typeof text?.token === "string" && Number.isInteger(text.pid) && text.pid > 0 ? text : null;
  } catch {
    return null;
  }
}

export function toHolder(file: string, text: LockText | null): LockHolder {
  const plain = (value: unknown) => (typeof value === "string" ? printable(value) : null);
  return {
    file,
    token: text?.token ?? null,
    pid: text?.pid ?? null,
    host: plain(text?.host),
    command: plain(text?.command),
    startedAt: plain(text?.started_at),
  };
}

/** The file may have been written by anybody: one short line, nothing that a terminal obeys. */
function printable(text: string): string {
  const isPlain = /^[ -~]*$/.test(text); // nearly always, and classes of all letters take a millisecond to set up
  const line = isPlain ? text : text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]+/gu, " ");
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
