/** The built command line as processes that can be watched, killed and made to fail. */
import { type ChildProcess, spawn } from "node:child_process";
import { MAIN } from "./cli.js";

export interface Ended {
  /** Exit code; null if a signal ended the process. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From start to end. */
  readonly durationMs: number;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** @param env  extra environment variables */
export function start(args: readonly string[], env: Record<string, string> = {}): Started {
  return startNode([MAIN, ...args], env);
}

export function startNode(args: readonly string[], env: Record<string, string> = {}): Started {
  const begunMs = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, signal) => {
      resolve({ ...said, status, signal, durationMs: performance.now() - begunMs });
    });
  });
  return { child, ended };
}

export function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  return start(args, env).ended;
}

/** Lines that are faults: they end with their code in brackets. */
export function faultLines({ stderr }: Pick<Ended, "stderr">): string[] {
  return stderr.split("\n").filter((line) => /\[[A-Z_]+\]$/.test(line));
}

/** What to say of a process that should have ended well. */
export function complaintOf(ended: Ended): string[] {
  if (ended.status === 0) return [];
  const how = ended.signal ?? `exit ${ended.status}`;
  return [`${how}: ${faultLines(ended).join(" | ") || ended.stderr.trim().slice(-300)}`];
}
