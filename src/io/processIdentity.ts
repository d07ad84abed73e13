/** Which process is that? On this machine, or on one that only shares a disk with it. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import os from "node:os";

export interface ProcessIdentity {
  readonly pid: number;
  /** When it began, as the system says it: only good for comparing. Null where the system does not say. */
  readonly started: string | null;
  readonly host: string;
  /**
   * The space in which `pid` means one process: host, boot and pid namespace. Two containers have two, a machine has a
   * new one after each boot. Null where the system does not say: then nothing is known about pids of others.
   */
  readonly machine: string | null;
}

let own: ProcessIdentity | null = null;

export function ownIdentity(): ProcessIdentity {
  own ??= {
    pid: process.pid,
    started: processStarted(process.pid),
    host: os.hostname(),
    machine: machineIdentity(),
  };
  return own;
}

/** Does a process of this machine (of `ownIdentity().machine`) still run, and is it the same one? */
export function isRunning({
  pid,
  started,
}: {
  readonly pid: number;
  readonly started: string | null;
}): boolean {
  if (!existsNow(pid) || isDying(pid)) return false;
  const now = started === null ? null : processStarted(pid);
  return now === null || now === started;
}

function existsNow(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === "EPERM"; // it belongs to somebody else
  }
}

/** A killed process whose parent has not looked yet; its threads may still be in a last call to the system. */
function isDying(pid: number): boolean {
  const fields = linuxStat(pid);
  if (fields === null || !["Z", "X"].includes(fields[0])) return false;
  try {
    return readdirSync(`/proc/${pid}/task`).length <= 1;
  } catch {
    return true;
  }
}

function processStarted(pid: number): string | null {
  const fields = linuxStat(pid);
  if (fields !== null) return fields[19];
  return process.platform === "darwin" ? ask("ps", ["-o", "lstart=", "-p", String(pid)]) : null;
}

/** Fields of `/proc/<pid>/stat` from the third, the state; the twentieth of these is the start in clock ticks. */
function linuxStat(pid: number): string[] | null {
  const text = readText(`/proc/${pid}/stat`);
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return fields.length >= 20 ? fields : null;
}

function machineIdentity(): string | null {
  if (process.platform === "darwin") {
    const boot = ask("sysctl", ["-n", "kern.bootsessionuuid"]);
    return boot === null ? null : [os.hostname(), boot].join(" ");
  }
  const boot = readText("/proc/sys/kernel/random/boot_id");
  const namespace = pidNamespace();
  return boot === null || namespace === null ? null : [os.hostname(), boot.trim(), namespace].join(" ");
}

function pidNamespace(): string | null {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return null;
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

function ask(program: string, args: string[]): string | null {
  try {
    const env = { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };
    return execFileSync(program, args, { encoding: "utf8", timeout: 5000, env }).trim() || null;
  } catch {
    return null;
  }
}
