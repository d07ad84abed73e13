/**
 * Every call of the program that changes the disk passes here, so that tests can make each of them fail in turn.
 *
 * `LEITMOTION_FAULT=<fault>@<call>[:n]` makes the n-th such call of a thread fail (n = 1 if left out), where `fault` is
 * one of `FAULT_CODES` and `call` one of `DISK_CALLS`. `SHORT` lets a write take half of its bytes, once. Without
 * `LEITMOTION_FAILPOINTS=1` it does nothing. Each thread counts its own calls.
 */
import {
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { LeitmotionError } from "../core/error.js";

/** `any` also counts what has no name of its own: removing, and setting a time. */
export const DISK_CALLS = ["open", "write", "fsync", "rename", "link", "mkdir", "any"] as const;
type DiskCall = (typeof DISK_CALLS)[number];

const SYSTEM_TEXT = {
  ENOSPC: "no space left on device",
  EIO: "i/o error",
  EACCES: "permission denied",
  EMFILE: "too many open files",
  EROFS: "read-only file system",
} as const;
export const FAULT_CODES = ["ENOSPC", "EIO", "EACCES", "EMFILE", "EROFS", "SHORT"] as const;

interface FaultPlan {
  readonly fault: (typeof FAULT_CODES)[number];
  readonly call: DiskCall;
  /** Which call fails, from 1. */
  readonly passage: number;
}

/** What the environment orders; null if nothing. @throws LeitmotionError OPTION_INVALID */
export function readFaultPlan(env: NodeJS.ProcessEnv): FaultPlan | null {
  const text = env.LEITMOTION_FAULT;
  return env.LEITMOTION_FAILPOINTS === "1" && text ? parseFaultPlan(text) : null;
}

let plan = planAtStart();
let passages = 0;

/** For tests inside one process: what the environment would order; null orders nothing. Counts from 0 again. */
export function armFault(text: string | null): void {
  plan = text === null ? null : parseFaultPlan(text);
  passages = 0;
}

/** The calls of `node:fs` that write; each throws what the system throws. */
export const disk = {
  /** @param flags  "wx" new file, "a" append, "r+" change */
  open(file: string, flags: "wx" | "a" | "r+"): number {
    meet("open", file);
    return openSync(file, flags);
  },
  /** Append `count` bytes from index `from`. @returns how many the system took: it may be fewer */
  write(fd: number, bytes: Uint8Array, from: number, count: number): number {
    const short = meet("write");
    return writeSync(fd, bytes, from, short && count > 1 ? count >> 1 : count);
  },
  /** Write at a place of the file, in bytes from its start. */
  writeAt(fd: number, bytes: Uint8Array, positionByte: number): number {
    meet("write");
    return writeSync(fd, bytes, 0, bytes.length, positionByte);
  },
  fsync(fd: number): void {
    meet("fsync");
    fsyncSync(fd);
  },
  rename(from: string, to: string): void {
    meet("rename", from);
    renamePatiently(from, to);
  },
  link(from: string, to: string): void {
    meet("link", from);
    linkSync(from, to);
  },
  /** Folders on the way are made; one that is there is fine. */
  mkdir(dir: string): void {
    meet("mkdir", dir);
    mkdirSync(dir, { recursive: true });
  },
  /** Remove a file; one that is not there is fine. */
  rm(file: string): void {
    meet("any", file);
    rmSync(file, { force: true });
  },
  /** Remove a folder with all that is in it; one that is not there is fine. */
  rmTree(dir: string): void {
    meet("any", dir);
    rmSync(dir, { force: true, recursive: true });
  },
  /** Remove an empty folder. */
  rmdir(dir: string): void {
    meet("any", dir);
    rmdirSync(dir);
  },
  /** Set both times of a file, seconds since 1970. */
  utimes(file: string, sec: number): void {
    meet("any", file);
    utimesSync(file, sec, sec);
  },
};

const PATIENCE_MS = 1000;
const OPEN_ELSEWHERE = ["EPERM", "EACCES", "EBUSY"];

/**
 * Rename. On Windows a virus scanner or an indexer may hold a fresh file for a moment: there it is tried again for
 * about a second.
 *
 * @param options  for tests: in place of the platform, of `fs.renameSync` and of waiting
 */
export function renamePatiently(
  from: string,
  to: string,
  {
    platform = process.platform as string,
    rename = renameSync as (from: string, to: string) => void,
    sleep = sleepMs,
  } = {},
): void {
  let waitedMs = 0;
  for (let pauseMs = 5; ; pauseMs *= 2) {
    try {
      rename(from, to);
      return;
    } catch (thrown) {
      const code = (thrown as NodeJS.ErrnoException | null)?.code ?? "";
      if (platform !== "win32" || !OPEN_ELSEWHERE.includes(code) || waitedMs >= PATIENCE_MS) throw thrown;
      sleep(pauseMs);
      waitedMs += pauseMs;
    }
  }
}

/** Block this thread, for milliseconds. */
export function sleepMs(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** @returns true if this call shall be a short one */
function meet(call: DiskCall, name?: string): boolean {
  if (plan === null || (plan.call !== call && plan.call !== "any")) return false;
  passages++;
  if (passages !== plan.passage) return false;
  if (plan.fault === "SHORT") return true;
  const message = `${plan.fault}: ${SYSTEM_TEXT[plan.fault]}, ${call}${name === undefined ? "" : ` '${name}'`}`;
  throw Object.assign(new Error(message), { code: plan.fault });
}

function parseFaultPlan(text: string): FaultPlan {
  const [, fault, call, passage = "1"] = /^([A-Z]+)@([a-z]+)(?::([1-9]\d{0,8}))?$/.exec(text) ?? [];
  const found = { fault: FAULT_CODES.find((f) => f === fault), call: DISK_CALLS.find((c) => c === call) };
  if (found.fault === undefined || found.call === undefined) {
    const form = `<${FAULT_CODES.join("|")}>@<${DISK_CALLS.join("|")}>[:n]`;
    throw new LeitmotionError("OPTION_INVALID", `LEITMOTION_FAULT is "${text}", not ${form}`);
  }
  return { fault: found.fault, call: found.call, passage: Number(passage) };
}

/** Importing never throws: `assertFailpoint` names a bad order at the start of the program. */
function planAtStart(): FaultPlan | null {
  try {
    return readFaultPlan(process.env);
  } catch {
    return null;
  }
}
