/**
 * Places where a test may end the program as a power cut would: at once, nothing tidied up.
 *
 * `LEITMOTION_FAILPOINTS=1 LEITMOTION_FAILPOINT=<name>[:n]` ends the process when a thread passes `name` for the n-th
 * time (n = 1 if left out; each thread counts its own passages), with exit 42. `SSIS_ENABLE_FAILPOINTS=1
 * SSIS_FAILPOINT=<name>` is the same. The name may begin with `FAILPOINT_`, in any case.
 * `SSIS_FAILPOINT_EXIT_CODE` gives another exit code. A process ends once, so `SSIS_FAILPOINT_ONCE` asks for what
 * happens anyway. Without the switch all of this does nothing.
 */
import { BroadcastChannel, isMainThread } from "node:worker_threads";
import { EXIT, LeitmotionError } from "../core/error.js";
import { readFaultPlan, sleepMs } from "./disk.js";

/** Every place there is. */
export const FAILPOINTS = [
  "ATOMIC_WRITE_AFTER_TMP_WRITE",
  "ATOMIC_WRITE_AFTER_FSYNC_BEFORE_RENAME",
  "ATOMIC_WRITE_AFTER_RENAME",
  "JOURNAL_AFTER_APPEND",
  "LINK_AFTER_RENAME",
  "LOCK_AFTER_TAKE",
  "MOVE_AFTER_RENAME",
  "RUN_AFTER_OPEN",
  "RUN_AFTER_ORPHANS",
  "RUN_AFTER_HISTORY",
  "RUN_BEFORE_JOURNAL_REMOVAL",
] as const;
export type FailpointName = (typeof FAILPOINTS)[number];

interface FailpointPlan {
  readonly name: FailpointName;
  /** Which passage ends the process, from 1. */
  readonly passage: number;
  readonly exitCode: number;
}

const CHANNEL = "leitmotion-failpoint";
/** How long a worker waits for a main thread that is busy. */
const MAIN_BUSY_MS = 60_000;

const plan = planAtStart();
let passages = 0;
if (plan !== null && isMainThread) listenToWorkers();

/** Pass a place; see above. */
export function failpoint(name: FailpointName): void {
  if (plan === null || plan.name !== name) return;
  passages++;
  if (passages >= plan.passage) endProcess(plan.exitCode);
}

/**
 * To be called once, at the start of the program.
 *
 * @throws LeitmotionError OPTION_INVALID if the switch is on and the environment orders a failpoint or a fault
 *   (`disk.ts`) that does not exist
 */
export function assertFailpoint(env: NodeJS.ProcessEnv = process.env): void {
  readFailpointPlan(env);
  readFaultPlan(env);
}

/** What the environment orders; null if nothing. @throws LeitmotionError OPTION_INVALID */
export function readFailpointPlan(env: NodeJS.ProcessEnv): FailpointPlan | null {
  const own = env.LEITMOTION_FAILPOINTS === "1" ? env.LEITMOTION_FAILPOINT : undefined;
  const ordered = own || (env.SSIS_ENABLE_FAILPOINTS === "1" ? env.SSIS_FAILPOINT : undefined);
  if (!ordered) return null;
  const [, text, passage = "1"] =
    /^(?:FAILPOINT_)?([A-Z_]+)(?::([1-9]\d{0,8}))?$/.exec(ordered.trim().toUpperCase()) ?? [];
  const name = FAILPOINTS.find((known) => known === text);
  if (name === undefined) {
    const what = `There is no failpoint "${ordered}"; known are ${FAILPOINTS.join(", ")}`;
    throw new LeitmotionError("OPTION_INVALID", what);
  }
  return { name, passage: Number(passage), exitCode: readExitCode(env.SSIS_FAILPOINT_EXIT_CODE) };
}

function readExitCode(text: string | undefined): number {
  if (text === undefined || text === "") return EXIT.failpoint;
  if (/^\d{1,3}$/.test(text) && Number(text) <= 255) return Number(text);
  throw new LeitmotionError("OPTION_INVALID", `SSIS_FAILPOINT_EXIT_CODE is "${text}", not 0 to 255`);
}

/** In a worker thread `process.exit` ends only the thread, so the main thread is told, and the worker stands still. */
function endProcess(exitCode: number): void {
  if (!isMainThread) {
    new BroadcastChannel(CHANNEL).postMessage(exitCode);
    sleepMs(MAIN_BUSY_MS);
    process.kill(process.pid, "SIGKILL");
  }
  exitWithoutCleanUp(exitCode);
}

function listenToWorkers(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = (event) => exitWithoutCleanUp((event as { data: number }).data);
  channel.unref();
}

/** `process.exit` would run the listeners of "exit"; this, which it ends with itself, does not. */
function exitWithoutCleanUp(exitCode: number): void {
  (process as unknown as { reallyExit(code: number): never }).reallyExit(exitCode);
}

/** Importing never throws: `assertFailpoint` names a bad order. */
function planAtStart(): FailpointPlan | null {
  try {
    return readFailpointPlan(process.env);
  } catch {
    return null;
  }
}
