/** The queue: jobs of a batch, some at a time, each in a process of its own, and a book that knows how far they are. */
import pLimit from "p-limit";
import type { BatchJob } from "../schema/batch.js";
import type { BatchBook, QueuedJob } from "./batchBook.js";
import { type JobOutcome, type RunChild, runJob } from "./runJob.js";

export type BatchEvent =
  | { readonly kind: "job-started"; readonly name: string }
  | { readonly kind: "job-ended"; readonly name: string; readonly outcome: JobOutcome; readonly sec: number };

export interface BatchOptions {
  /** Jobs at a time, >= 1. */
  readonly atOnce: number;
  /** Begin no further job once one has failed (not: once single notes have). */
  readonly stopOnFailure: boolean;
  /** The command line of a job. */
  readonly argsOf: (job: QueuedJob) => readonly string[];
  readonly runChild: RunChild;
  /** Absolute paths that messages are to be relative to, longest first. */
  readonly folders: readonly string[];
  readonly onEvent?: (event: BatchEvent) => void;
  /** Begins no further job and asks those that run to stop. */
  readonly signal: AbortSignal;
}

/**
 * Run every job once. Those that are not done go first; those that are, are offered again, since their score may have
 * been edited: a build that has nothing to do is quick.
 *
 * @returns  the entries of these jobs as they stand at the end, in the order of `jobs`
 * @throws   LeitmotionError if batch.json cannot be written; the jobs that run are stopped then
 */
export async function runBatch(
  book: BatchBook,
  jobs: readonly QueuedJob[],
  options: BatchOptions,
): Promise<BatchJob[]> {
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const order = [...jobs].sort((a, b) => Number(a.isDone) - Number(b.isDone));
  let failed = false;
  await pLimit(options.atOnce).map(order, async (job) => {
    if (book.fault !== null) stop.abort();
    if (signal.aborted || (failed && options.stopOnFailure)) return;
    const { status } = await runQueued(book, job, { ...options, signal });
    failed ||= status === "failed";
  });
  const entries = new Map((await book.close()).map((entry) => [entry.input, entry]));
  return jobs.map(({ input }) => entries.get(input)!);
}

async function runQueued(book: BatchBook, job: QueuedJob, options: BatchOptions): Promise<JobOutcome> {
  const { argsOf, runChild, folders, signal, onEvent = () => {} } = options;
  const begunMs = performance.now();
  const startedAt = new Date().toISOString();
  book.record(job.input, ({ measuredAt }) => ({
    status: "running",
    exitCode: null,
    fault: null,
    startedAt,
    finishedAt: null,
    measuredAt: { attempts: (measuredAt?.attempts ?? 0) + 1, durationSec: null, upToDate: false },
  }));
  onEvent({ kind: "job-started", name: job.name });
  const outcome = await runJob(argsOf(job), runChild, folders, signal);
  const sec = Math.round(performance.now() - begunMs) / 1000;
  book.record(job.input, ({ measuredAt }) => entryOf(outcome, startedAt, sec, measuredAt));
  onEvent({ kind: "job-ended", name: job.name, outcome, sec });
  return outcome;
}

function entryOf(
  { attempts, upToDate, ...known }: JobOutcome,
  startedAt: string,
  durationSec: number,
  before: BatchJob["measuredAt"],
): Partial<BatchJob> {
  const all = (before?.attempts ?? 1) + attempts - 1; // the first was counted when it started
  return {
    ...known,
    startedAt,
    finishedAt: new Date().toISOString(),
    measuredAt: { attempts: all, durationSec, upToDate },
  };
}
