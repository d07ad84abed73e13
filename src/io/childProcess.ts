/** Node programs as child processes. */
import { type ChildProcess, spawn } from "node:child_process";
import os from "node:os";
import { LeitmotionError } from "../core/error.js";

export interface RunNodeOptions {
  readonly cwd?: string;
  /** In place of our own environment, not added to it. */
  readonly env?: NodeJS.ProcessEnv;
  /** Each line as it comes, without its line break. */
  readonly onStderrLine?: (line: string) => void;
  /** Ends the child: SIGTERM, and SIGKILL if it is still there after `graceMs`. */
  readonly signal?: AbortSignal;
  readonly graceMs?: number;
  /** What the child writes beyond is dropped. */
  readonly stdoutLimitByte?: number;
}

export interface NodeRun {
  /** As a shell says it: 128 + its number if a signal ended the child. */
  readonly exitCode: number;
  /** UTF-8, up to the limit. */
  readonly stdout: string;
  /** The last 1000 lines. */
  readonly stderrLines: readonly string[];
}

const GRACE_MS = 10_000;
const STDOUT_LIMIT_BYTE = 16 * 2 ** 20;
const STDERR_LINES = 1000;
/** A longer line is cut: a child that never ends a line must not fill the memory. */
const LINE_LIMIT = 100_000;

/**
 * Run this same Node with arguments, e.g. a script and its own, and wait for its end. Standard input is empty.
 *
 * @returns how it ended, whatever the exit code, also after an abort
 * @throws LeitmotionError WORKER_DIED if it cannot be started
 */
export function runNode(args: readonly string[], options: RunNodeOptions = {}): Promise<NodeRun> {
  const { cwd, env = process.env, onStderrLine, signal } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    const stdout = collectBytes(child.stdout, options.stdoutLimitByte ?? STDOUT_LIMIT_BYTE);
    const stderr = collectLines(child.stderr, onStderrLine);
    const stopListening = endOnAbort(child, signal, options.graceMs ?? GRACE_MS);
    child.on("error", (thrown) => {
      if (child.pid !== undefined) return; // a signal that could not be sent: the end is still to come
      stopListening();
      const what = `Cannot start Node: ${thrown.message}`;
      reject(new LeitmotionError("WORKER_DIED", what, { path: cwd }, { cause: thrown }));
    });
    child.on("close", (code, killedBy) => {
      stopListening();
      const exitCode = code ?? 128 + (killedBy === null ? 0 : os.constants.signals[killedBy]);
      resolve({ exitCode, stdout: stdout(), stderrLines: stderr() });
    });
  });
}

/** @returns what to call when the child has ended */
function endOnAbort(child: ChildProcess, signal: AbortSignal | undefined, graceMs: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    child.kill("SIGTERM");
    timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  };
  if (signal?.aborted) end();
  else signal?.addEventListener("abort", end, { once: true });
  return () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", end);
  };
}

function collectBytes(stream: NodeJS.ReadableStream, limitByte: number): () => string {
  const chunks: Buffer[] = [];
  let room = limitByte;
  stream.on("data", (chunk: Buffer) => {
    if (room > 0) chunks.push(chunk.subarray(0, room));
    room -= chunk.length;
  });
  return () => Buffer.concat(chunks).toString("utf8");
}

/** The stream itself decodes UTF-8, so that a letter may come in two pieces. */
function collectLines(stream: NodeJS.ReadableStream, onLine?: (line: string) => void): () => string[] {
  const lines: string[] = [];
  let rest = "";
  const take = (line: string) => {
    lines.push(line);
    if (lines.length > STDERR_LINES) lines.shift();
    onLine?.(line);
  };
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const parts = (rest + text).split(/\r?\n/);
    rest = (parts.pop() ?? "").slice(0, LINE_LIMIT);
    parts.forEach(take);
  });
  stream.on("end", () => {
    if (rest !== "") take(rest);
  });
  return () => lines;
}
