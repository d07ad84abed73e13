/** leitmotion batch INPUTS: many scores, one run each. */
import { availableParallelism } from "node:os";
import path from "node:path";
import { Command, type Option } from "commander";
import { EXIT, LeitmotionError } from "../core/error.js";
import type { Limits } from "../core/limits.js";
import { runNode } from "../io/childProcess.js";
import { openBatchBook, type QueuedJob, toBatchDocument } from "../jobs/batchBook.js";
import { findJobs } from "../jobs/findJobs.js";
import { runBatch } from "../jobs/runBatch.js";
import type { RunChild } from "../jobs/runJob.js";
import { hasRegistry } from "../pipeline/earlier/readRegistry.js";
import { readPipelineDocument } from "../pipeline/graph/pipelineFile.js";
import { selectStages } from "../pipeline/graph/selectStages.js";
import type { BatchJob } from "../schema/batch.js";
import { batchFault, batchTable } from "./batchTable.js";
import { openBatchView } from "./batchView.js";
import { addBuildOptions, buildOptionsOf } from "./buildCommand.js";
import { onInterrupt } from "./interrupts.js";
import type { BuildFlags } from "./resolveOptions.js";

/** The command line itself, as each job's process runs it. */
const MAIN = path.resolve(import.meta.dirname, "main.js");

/** Options of `build` that are not for all jobs alike, or that the batch gives itself. */
const NOT_PASSED_ON = ["--out", "--piece", "--workers", "--json", "--log-file", "--quiet"];
const MOST_AT_ONCE = 256;
/** A job that was asked to stop has this long for its checkpoint. */
const GRACE_MS = 30_000;
/** A report lists what an edit did to each note. */
const REPORT_BYTE = 2 ** 28;

interface BatchFlags extends BuildFlags {
  out: string;
  jobs?: string;
  stopOnFailure?: boolean;
}

const EXAMPLES = `
Inputs: a folder (job.json and *.job.json first; every other MusicXML file with the MIDI file of its name beside it),
a pattern in quotes, job manifests, scores. The same command again runs what is not done, and what was edited.

Examples:
  $ leitmotion batch scores --out built
  $ leitmotion batch "catalogue/**/*.mxl" --out built --jobs 4 --fps 25
  $ leitmotion batch jobs/trio.job.json waltz.musicxml --out built --only symbolic`;

export function batchCommand(program: Command, setExit: (code: number) => void): void {
  const passedOn = addBuildOptions(new Command()).options.filter(
    ({ long }) => long && !NOT_PASSED_ON.includes(long),
  );
  const command = program
    .command("batch")
    .description("build many scores: folders, patterns in quotes, job manifests, scores")
    .argument("<inputs...>", "folders, patterns, job manifests, MusicXML files")
    .requiredOption("--out <dir>", "folder of the batch: one output folder per job, and batch.json")
    .option("--jobs <n>", "jobs at a time (default: half of the cores)")
    .option("--workers <n>", "worker threads of each job (default: the cores divided by --jobs)")
    .option("--stop-on-failure", "begin no further job once one has failed")
    .option("--json", "print the jobs as JSON (as in batch.json) on stdout");
  for (const option of passedOn) command.addOption(option);
  command.addHelpText("after", EXAMPLES).action(async (inputs: string[], flags: BatchFlags) => {
    setExit(await runAndTell(inputs, flags, passedOn));
  });
}

/** @returns 0; faults of jobs are thrown, after the table @throws LeitmotionError BATCH_FAILED, INTERRUPTED */
async function runAndTell(inputs: string[], flags: BatchFlags, passedOn: readonly Option[]): Promise<number> {
  const outDir = path.resolve(flags.out);
  const limits = assertOptions(flags);
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
function assertOptions(flags: BatchFlags): Limits {
  const { pipeline, only, limits } = buildOptionsOf("any.musicxml", flags);
  selectStages(readPipelineDocument(pipeline), only);
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
