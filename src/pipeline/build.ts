/** One run from inputs to output folder: take the folder, plan, see what is up to date, run the stages, close the books. */

import path from "node:path";
import { LeitmotionError, toLeitmotionError } from "../core/error.js";
import { diskPath } from "../io/diskPath.js";
import type { FolderLock } from "../io/folderLock.js";
import { removeLitter, STATE_FOLDER } from "../io/folders.js";
import { openJournal } from "../io/journal.js";
import { fromDocument } from "../schema/codec.js";
import type { RunReport } from "../schema/run.js";
import type { BuildOptions } from "./buildOptions.js";
import { type BaseChoice, type EarlierRuns, JOURNAL_FILE, readEarlierRuns } from "./earlier/earlierRuns.js";
import type { Trust } from "./earlier/formerFiles.js";
import { removeUnfinishedVersions } from "./earlier/history.js";
import { finishedRun } from "./earlier/upToDate.js";
import { runPipeline } from "./engine/runPipeline.js";
import { Workbench } from "./engine/workbench.js";
import { finishRun } from "./finishRun.js";
import { withFolder } from "./heldFolder.js";
import { OutputFolder } from "./output/outputFolder.js";
import { emptyReport, planRun, type RunPlan } from "./planRun.js";
import { formatBroken } from "./plugins/brokenPlugin.js";
import { type RunEvent, RunLedger } from "./report/runLedger.js";

export interface BuildResult {
  readonly outDir: string;
  readonly report: RunReport;
  /** Nothing had to be done: the folder holds the result of this very run. */
  readonly upToDate: boolean;
}

export interface RunControl {
  /** Told of stages, progress and failed notes as they come. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Aborts the run between items. */
  readonly signal?: AbortSignal;
  /** Which finished run IDs and names are kept from. Default: the newest. */
  readonly base?: BaseChoice;
  /** How files of earlier runs are looked at. Default: by size and date. */
  readonly trust?: Trust;
  /** What others are told that hold on to the folder. */
  readonly command?: string;
}

/**
 * Run a pipeline.
 *
 * A refused input leaves no trace. A run that was killed is taken up where it stopped; one that would change nothing
 * does nothing.
 *
 * @returns  the final report; `report.status` is `partial` when single notes failed
 * @throws   LeitmotionError of the first stage that failed (run.json, if begun, says so too); OUTPUT_LOCKED
 */
export async function runBuild(options: BuildOptions, control: RunControl = {}): Promise<BuildResult> {
  try {
    return await withFolder(options.outDir, control.command ?? "build", async (lock) => {
      const plan = await planRun(options);
      return nothingToDo(plan, control) ?? (await runLocked(plan, control, lock));
    });
  } catch (thrown) {
    const { code, place } = toLeitmotionError(thrown);
    const isReadOnly = code === "OUTPUT_UNWRITABLE" && place.path === options.outDir;
    const done = isReadOnly ? nothingToDo(await planRun(options), control) : null;
    if (done) return done;
    throw thrown;
  }
}

/** The result, if the folder holds it already; also where the folder cannot be written to. */
function nothingToDo(plan: RunPlan, control: RunControl): BuildResult | null {
  const { base = "newest", trust = "stamp", onEvent = () => {} } = control;
  const { outDir } = plan.options;
  const done = base === "newest" && trust === "stamp" ? finishedRun(outDir, plan) : null;
  if (done === null) return null;
  onEvent({ kind: "run-ended", status: done.status, upToDate: true });
  return { outDir, report: fromDocument(done), upToDate: true };
}

async function runLocked(plan: RunPlan, control: RunControl, lock: FolderLock): Promise<BuildResult> {
  const { options, stages, document, processors } = plan;
  const { onEvent = () => {}, signal = new AbortController().signal } = control;
  const earlier = readEarlierRuns(options.outDir, control.base ?? "newest", control.trust ?? "stamp");
  removeLeftovers(options.outDir, earlier);
  const out = new OutputFolder(options.outDir, {
    onOpen: () => beginJournal(options.outDir),
    formerText: (file) => earlier.base?.text(file) ?? null,
    holdBack: changesNothing(plan, earlier, control.base),
    assertHeld: (freshMs) => lock.assertHeld(freshMs),
  });
  const ledger = new RunLedger(out, emptyReport(plan), stages, onEvent);
  const bench = new Workbench();
  bench.put("inputs", plan.inputs);
  bench.put("earlier", earlier);
  ledger.tell({
    kind: "run-started",
    pipeline: document.pipeline.name,
    stages: stages.map((stage) => stage.name),
  });
  try {
    for (const each of plan.broken) ledger.warn("plugins", "PLUGIN_INVALID", formatBroken(each));
    const { results, dependencies } = await runPipeline({
      stages,
      processors,
      performance: document.performance,
      options,
      bench,
      out,
      ledger,
      signal,
    });
    ledger.report.results = [...results];
    ledger.dependencies = dependencies;
    assertWrote(out, options.pipeline);
    const report = finishRun({ plan, out, ledger, earlier });
    ledger.tell({ kind: "run-ended", status: report.status, upToDate: false });
    return { outDir: options.outDir, report, upToDate: false };
  } catch (thrown) {
    breakOff(ledger, signal.aborted ? "interrupted" : "failed", thrown);
    throw thrown;
  }
}

/** What a killed run left and nobody will ask for. */
function removeLeftovers(outDir: string, { base, isUnfinished }: EarlierRuns): void {
  removeLitter(isUnfinished || base === null ? outDir : path.join(outDir, STATE_FOLDER));
  removeUnfinishedVersions(outDir);
}

/** The finished run had the same inputs and settings: whatever is made now, its manifests describe it already. */
function changesNothing(
  { runKey }: RunPlan,
  { base, run, isUnfinished }: EarlierRuns,
  choice?: BaseChoice,
): boolean {
  return base !== null && run?.run_key === runKey && !isUnfinished && typeof choice !== "number";
}

/** From here on the folder holds an unfinished run, until `finishRun` takes the journal away. */
function beginJournal(outDir: string): void {
  const journal = openJournal(diskPath(outDir, JOURNAL_FILE));
  journal.append({ begunAt: new Date().toISOString() });
  journal.close();
}

/** A pipeline without the registry's stage would end well and leave nothing. */
function assertWrote(out: OutputFolder, pipeline: string): void {
  if (out.isOpen) return;
  const what = "The pipeline writes nothing: no stage of it names the processor registry";
  throw new LeitmotionError("PIPELINE_INVALID", what, { file: path.basename(pipeline) });
}

/** Say in run.json how far the run came; if even that cannot be written, the first fault is the one to report. */
function breakOff(ledger: RunLedger, status: RunReport["status"], thrown: unknown): void {
  ledger.tell({ kind: "run-ended", status, upToDate: false });
  ledger.report.status = status;
  ledger.order();
  try {
    ledger.save();
  } catch (second) {
    if (!toLeitmotionError(second).code.startsWith("OUTPUT_")) throw new AggregateError([thrown, second]);
  }
}
