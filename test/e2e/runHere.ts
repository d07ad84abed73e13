/**
 * The built command line inside this process: no start of Node, and its modules are loaded once. For all tests in
 * which the process itself (signals, locks, crashes) is not the subject.
 */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { DIST, MAIN } from "./cli.js";
import type { Ended } from "./processes.js";

interface Program {
  runProgram(): Promise<number>;
}

export interface HereOptions {
  /** Working folder. */
  readonly cwd?: string;
  /** Extra environment variables. Failpoints and faults are read once per process: they need a process of their own. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The run before: a test that gives up leaves its run going. */
let last: Promise<unknown> = Promise.resolve();

/** What a command says and how it ends, as `run` of processes.ts gives it. One after the other. */
export function runHere(args: readonly string[], options: HereOptions = {}): Promise<Ended> {
  const ended = last.then(() => runNow(args, options));
  last = ended.catch(() => {});
  return ended;
}

async function runNow(
  args: readonly string[],
  { cwd = process.cwd(), env = {} }: HereOptions,
): Promise<Ended> {
  const { runProgram } = (await import(pathToFileURL(path.join(DIST, "cli/program.js")).href)) as Program;
  const before = { argv: process.argv, cwd: process.cwd(), env: { ...process.env } };
  const said = { stdout: "", stderr: "" };
  const giveBack = [listenTo("stdout", said), listenTo("stderr", said)];
  const begunMs = performance.now();
  try {
    process.chdir(cwd);
    process.argv = [process.execPath, MAIN, ...args];
    Object.assign(process.env, env);
    const status = await runProgram();
    return { ...said, status, signal: null, durationMs: performance.now() - begunMs };
  } finally {
    process.argv = before.argv;
    for (const name of Object.keys(env)) delete process.env[name];
    Object.assign(process.env, before.env);
    process.chdir(before.cwd);
    for (const restore of giveBack) restore();
  }
}

/** @returns what ends the listening */
function listenTo(name: "stdout" | "stderr", said: { stdout: string; stderr: string }): () => void {
  const stream = process[name];
  const { write } = stream;
  stream.write = ((text: string | Uint8Array) => {
    said[name] += typeof text === "string" ? text : Buffer.from(text).toString();
    return true;
  }) as typeof write;
  return () => {
    stream.write = write;
    stream.removeAllListeners("error");
  };
}
