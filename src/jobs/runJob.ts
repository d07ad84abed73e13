/** One job of a batch: `build` in a process of its own, so that its crash or its memory takes nobody with it. */
import { z } from "zod";
import { EXIT, formatFault, toLeitmotionError } from "../core/error.js";
import type { BatchJob } from "../schema/batch.js";
import { lastFault } from "./childFault.js";

/** What a child process ended with. */
export interface ChildResult {
  /** As a shell says it: over 128 if a signal ended it. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderrLines: readonly string[];
}

/** Starts `leitmotion` with arguments and waits for its end. An aborted signal asks it to stop. */
export type RunChild = (args: readonly string[], signal: AbortSignal) => Promise<ChildResult>;

type Figures = Pick<BatchJob, "noteheads" | "soundingNotes" | "matched" | "failedNotes">;

export interface JobOutcome extends Figures {
  readonly status: "done" | "partial" | "failed" | "interrupted";
  readonly exitCode: number;
  readonly fault: BatchJob["fault"];
  /** Processes that were started. */
  readonly attempts: number;
  readonly upToDate: boolean;
}

/** A job whose process was killed is tried again, until it has cost this many. */
const MOST_ATTEMPTS = 3;
/** Killed by nobody's wish: what SIGINT and SIGTERM leave is an interruption. */
const SIGTERM_EXIT = 143;
const isInterrupted = (exitCode: number) => exitCode === EXIT.interrupted || exitCode === SIGTERM_EXIT;
const isKilled = (exitCode: number) => exitCode > 128 && !isInterrupted(exitCode);

const reportSchema = z.object({
  finished_at: z.string().nullable(),
  inputs: z.array(z.object({ role: z.string() })),
  totals: z.object({
    noteheads: z.number(),
    sounding_notes: z.number(),
    matched: z.number(),
    failed_notes: z.number(),
  }),
});

const NO_FIGURES: Figures = { noteheads: null, soundingNotes: null, matched: null, failedNotes: null };

/**
 * Run a job.
 *
 * @param args     of the command line, `--json` among them
 * @param folders  absolute paths that messages are to be relative to, longest first
 */
export async function runJob(
  args: readonly string[],
  runChild: RunChild,
  folders: readonly string[],
  signal: AbortSignal,
): Promise<JobOutcome> {
  for (let attempts = 1; ; attempts++) {
    const startedAt = new Date().toISOString();
    const result = await runChild(args, signal).catch(notStarted);
    if (isKilled(result.exitCode) && !signal.aborted && attempts < MOST_ATTEMPTS) continue;
    return { ...outcomeOf(result, { startedAt, folders, aborted: signal.aborted }), attempts };
  }
}

/** A process that could not be had fails its job, not the batch. */
function notStarted(thrown: unknown): ChildResult {
  const error = toLeitmotionError(thrown);
  return { exitCode: error.exitCode, stdout: "", stderrLines: [formatFault(error)] };
}

interface Circumstances {
  /** ISO, before the process started. */
  readonly startedAt: string;
  readonly folders: readonly string[];
  readonly aborted: boolean;
}

function outcomeOf(
  { exitCode, stdout, stderrLines }: ChildResult,
  { startedAt, folders, aborted }: Circumstances,
): Omit<JobOutcome, "attempts"> {
  const finished = exitCode === EXIT.done || exitCode === EXIT.someNotesFailed;
  const report = finished ? parseReport(stdout) : null;
  const fault = lastFault(stderrLines, folders);
  if (report === null) {
    const common = { exitCode, upToDate: false, ...NO_FIGURES };
    if (isInterrupted(exitCode) || (aborted && isKilled(exitCode)))
      return { ...common, status: "interrupted", fault };
    return { ...common, status: "failed", fault: fault ?? silentFault(exitCode) };
  }
  const done = exitCode === EXIT.done;
  // a build with nothing to do gives the report of the run that did it
  const upToDate = report.finished_at !== null && report.finished_at < startedAt;
  const status = done ? "done" : "partial";
  return { status, exitCode, fault: done ? null : fault, upToDate, ...figuresOf(report) };
}

function parseReport(stdout: string): z.infer<typeof reportSchema> | null {
  try {
    return reportSchema.safeParse(JSON.parse(stdout)).data ?? null;
  } catch {
    return null; // a process that does not say what it did has failed
  }
}

function figuresOf({ totals, inputs }: z.infer<typeof reportSchema>): Figures {
  const { noteheads, sounding_notes: soundingNotes, matched, failed_notes: failedNotes } = totals;
  const hasTake = inputs.some(({ role }) => role === "midi");
  return { noteheads, soundingNotes, matched: hasTake ? matched : null, failedNotes };
}

function silentFault(exitCode: number): NonNullable<BatchJob["fault"]> {
  const message = `The process of this job ended with exit code ${exitCode} and no word`;
  return { code: isKilled(exitCode) ? "WORKER_DIED" : "INTERNAL", message };
}
