/** Run the jobs of a batch with a view of them, and say what came of each. */
import { availableParallelism } from "node:os";
import path from "node:path";
import type { Option } from "commander";
import { EXIT, LeitmotionError } from "../core/error.js";
import type { Limits } from "../core/limits.js";
import { BUILD_FOLDER } from "../core/ownFiles.js";
import { runNode } from "../io/childProcess.js";
import { openBatchBook, type QueuedJob, toBatchDocument } from "../jobs/batchBook.js";
import { findJobs } from "../jobs/findJobs.js";
import { runBatch } from "../jobs/runBatch.js";
import type { RunChild } from "../jobs/runJob.js";
import { hasRegistry } from "../pipeline/earlier/readRegistry.js";
import { pipelineDocument } from "../pipeline/graph/ownPipelines.js";
import { selectStages } from "../pipeline/graph/selectStages.js";
import type { BatchJob } from "../schema/batch.js";
import { batchFault, batchTable } from "./batchTable.js";
import { openBatchView } from "./batchView.js";
import { buildOptionsOf } from "./buildCommand.js";
import { onInterrupt } from "./interrupts.js";
import type { BuildFlags } from "./resolveOptions.js";

/** The command line itself, as each job's process runs it. */
const MAIN = path.join(BUILD_FOLDER, "cli/main.js");

const MOST_AT_ONCE = 256;
/** A job that was asked to stop has this long for its checkpoint. */
const GRACE_MS = 30_000;
/** A report lists what an edit did to each note. */
const REPORT_BYTE = 2 ** 28;

export interface BatchFlags extends BuildFlags {
  out: string;
  jobs?: string;
  stopOnFailure?: boolean;
}

/**
 * @param passedOn  options of `build` that every job gets as they were said
 * @returns 0; faults of jobs are thrown, after the table
 * @throws LeitmotionError BATCH_FAILED, INTERRUPTED
 */
export async function batchAndTell(
  inputs: string[],
  flags: BatchFlags,
  passedOn: readonly Option[],
): Promise<number> {
  const outDir = path.resolve(flags.out);
  const limits = await assertOptions(flags);
  const found = findJobs(inputs, { except: outDir, limits });
  assertNoResult(outDir);
  const atOnce = parseJobs(flags.jobs, found.jobs.length);
  const abort = new AbortController();
  const stopListening = onInterrupt(() => abort.abort());
  const view = openBatchView(process.stderr, found.jobs.length);
  try {
    view.passedOver(found.passedOver);
    const { book, jobs } = await openBatchBook(outDir, found.jobs);
    const shared = [...sharedArgs(passedOn, flags), ...workersArgs(flags, atOnce)];
    const entries = await runBatch(book, jobs, {
      atOnce,
      stopOnFailure: flags.stopOnFailure === true,
      argsOf: (job) => ["build", ...shared, ...ownArgs(job)],
      runChild,
      folders: [outDir, process.cwd()].sort((a, b) => b.length - a.length),
      onEvent: view.onEvent,
      signal: abort.signal,
    });
    view.close();
    tell(entries, flags.json === true, path.relative(process.cwd(), outDir) || ".");
    const fault = batchFault(entries, abort.signal.aborted);
    if (fault) throw fault;
    return EXIT.done;
  } finally {
    view.close();
    stopListening();
  }
}

/** Wrong options are refused once, not by every job. @returns the limits on foreign input */
async function assertOptions(flags: BatchFlags): Promise<Limits> {
  const { pipeline, only, limits } = await buildOptionsOf("any.musicxml", flags);
  selectStages(await pipelineDocument(pipeline), only);
  return limits;
}

const runChild: RunChild = (args, signal) =>
  runNode([MAIN, ...args], { signal, graceMs: GRACE_MS, stdoutLimitByte: REPORT_BYTE });

/** A job called `audio` or `manifests` would write into another score's files. */
function assertNoResult(outDir: string): void {
  if (!hasRegistry(outDir)) return;
  throw new LeitmotionError("OUTPUT_FOREIGN", "This is the output of a single score", { path: outDir });
}

function parseJobs(text: string | undefined, jobCount: number): number {
  if (text === undefined) return Math.max(1, Math.min(jobCount, Math.floor(availableParallelism() / 2)));
  const jobs = Number(text);
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= MOST_AT_ONCE) return Math.min(jobs, jobCount);
  throw new LeitmotionError("OPTION_INVALID", `--jobs ${text}: use a whole number from 1 to ${MOST_AT_ONCE}`);
}

/** Cores are shared out, unless somebody said how many threads a job may have. */
function workersArgs(flags: BatchFlags, atOnce: number): string[] {
  if (flags.workers !== undefined) return [`--workers=${flags.workers}`];
  if (process.env.LEITMOTION_WORKERS) return [];
  return [`--workers=${Math.max(1, Math.floor(availableParallelism() / atOnce))}`];
}

/** What the user said, to be said again to each job. */
function sharedArgs(passedOn: readonly Option[], flags: BatchFlags): string[] {
  const values = flags as unknown as Record<string, unknown>;
  return passedOn.flatMap((option) => {
    const value = values[option.attributeName()];
    if (value === undefined || value === false) return option.negate && value === false ? [option.long!] : [];
    if (value === true) return option.negate ? [] : [option.long!];
    return [value].flat().map((one) => `${option.long}=${one}`);
  });
}

function ownArgs({ file, midiFile, outDir }: QueuedJob): string[] {
  const midi = midiFile === null ? [] : [`--midi=${midiFile}`];
  return ["--json", `--out=${outDir}`, ...midi, "--", file];
}

function tell(entries: readonly BatchJob[], json: boolean, shownDir: string): void {
  const text = json
    ? `${JSON.stringify(toBatchDocument(entries), null, 2)}\n`
    : `${batchTable(entries)}Batch: ${shownDir}\n`;
  process.stdout.write(text);
}
