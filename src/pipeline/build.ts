/** One run from inputs to output folder: the pipeline file decides which stages, this file starts and closes them. */
import { createRequire } from "node:module";
import path from "node:path";
import { LeitmotionError } from "../core/error.js";
import { formatFrameRate } from "../core/frameRate.js";
import { DEFAULT_LIMITS, type Limits } from "../core/limits.js";
import type { RunReport } from "../schema/run.js";
import type { BuildOptions } from "./buildOptions.js";
import { assertNothingLost } from "./lostFiles.js";
import { OutputFolder } from "./outputFolder.js";
import { readPipeline, type Stage, selectStages } from "./pipelineFile.js";
import { loadProcessors, PROCESSOR_NAMES } from "./processors.js";
import { type RunEvent, RunLedger } from "./runLedger.js";
import { runPipeline } from "./runPipeline.js";
import { listedFiles, removeUnlisted } from "./staleFiles.js";
import { Workbench } from "./workbench.js";

export interface BuildResult {
  readonly outDir: string;
  readonly report: RunReport;
}

/**
 * Run a pipeline.
 *
 * Nothing is created on disk before the inputs are read and matched: a refused input leaves no trace.
 *
 * @param onEvent  told of stages, progress and failed notes as they come
 * @param signal   aborts the run between items
 * @returns        the final report; `report.status` is `partial` when single notes failed
 * @throws         LeitmotionError of the first stage that failed; run.json (if begun) says so too
 */
export async function runBuild(
  options: BuildOptions,
  onEvent: (event: RunEvent) => void = () => {},
  signal: AbortSignal = new AbortController().signal,
): Promise<BuildResult> {
  const document = readPipeline(options.pipeline, PROCESSOR_NAMES);
  const stages = selectStages(document, options.only);
  const processors = await loadProcessors(stages.map((stage) => stage.processor));
  const out = new OutputFolder(options.outDir);
  const versionOf = (name: string) => processors.get(name)!.info.version;
  const before = listedFiles(out.dir);
  const ledger = new RunLedger(out, emptyReport(options, document.pipeline.name, stages, versionOf), onEvent);
  try {
    await runPipeline({
      stages,
      processors,
      parallelStages: document.performance.parallel_stages,
      timeoutPerStageSec: document.performance.timeout_per_stage,
      options,
      bench: new Workbench(),
      out,
      ledger,
      signal,
    });
    assertWrote(out, options.pipeline);
    removeUnlisted(out, before);
    assertNothingLost(out);
  } catch (thrown) {
    if (out.isOpen) ledger.finish(signal.aborted ? "interrupted" : "failed");
    throw thrown;
  }
  const skipped = ledger.report.stages.some((stage) => stage.status === "failed");
  ledger.finish(ledger.report.failedNotes.length > 0 || skipped ? "partial" : "done");
  return { outDir: options.outDir, report: ledger.report };
}

/** A pipeline without the registry's stage would end well and leave nothing. */
function assertWrote(out: OutputFolder, pipeline: string): void {
  if (out.isOpen) return;
  const what = "The pipeline writes nothing: no stage of it names the processor registry";
  throw new LeitmotionError("PIPELINE_INVALID", what, { file: path.basename(pipeline) });
}

function emptyReport(
  options: BuildOptions,
  pipeline: string,
  stages: readonly Stage[],
  versionOf: (processor: string) => string,
): RunReport {
  return {
    schemaId: "run.v1",
    version: "1.0.0",
    status: "running",
    startedAt: new Date().toISOString(),
    finishedAt: null,
    workDurationSec: null,
    piece: null,
    inputs: [],
    options: reportedOptions(options, pipeline),
    versions: {
      leitmotion: packageVersion("../../package.json"),
      node: process.versions.node,
      verovio: null,
    },
    bank: null,
    structure: null,
    totals: {
      noteheads: 0,
      soundingNotes: 0,
      performedNotes: 0,
      matched: 0,
      tied: 0,
      scoreOnly: 0,
      midiOnly: 0,
      meanMatchConfidence: null,
      failedNotes: 0,
    },
    pages: [],
    stages: stages.map((stage) => ({
      name: stage.name,
      processor: stage.processor,
      processorVersion: versionOf(stage.processor),
      status: "pending",
      startedAt: null,
      finishedAt: null,
      durationSec: null,
      totalItems: 0,
      completedItems: 0,
      failedItems: 0,
      fault: null,
    })),
    failedNotes: [],
    warnings: [],
  };
}

/** What decides the result. Worker threads do not: the same bytes come out of one and of eight. */
function reportedOptions(options: BuildOptions, pipeline: string): RunReport["options"] {
  const limits = (Object.keys(DEFAULT_LIMITS) as (keyof Limits)[])
    .filter((name) => options.limits[name] !== DEFAULT_LIMITS[name])
    .map((name) => ({ name, value: options.limits[name] }));
  return {
    pipeline,
    only: [...options.only],
    fps: formatFrameRate(options.frameRate),
    layout: options.layout,
    rateHz: options.rateHz,
    bits: options.bits,
    noteChannels: options.noteChannels,
    keyframeMode: options.keyframeMode,
    levelScope: options.levelScope,
    keyframeErrorPercent: options.keyframeErrorPercent,
    tieRefinement: options.tieRefinement,
    repeats: options.repeats,
    force: options.force,
    limits,
  };
}

/** Version of a package.json, asked of Node's own module loader. */
export function packageVersion(specifier: string): string {
  return (createRequire(import.meta.url)(specifier) as { version: string }).version;
}
