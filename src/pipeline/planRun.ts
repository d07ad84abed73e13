/** What a run will do, before anything is touched: stages, processors, inputs, and the key of all these together. */
import { formatFrameRate } from "../core/frameRate.js";
import { DEFAULT_LIMITS, type Limits } from "../core/limits.js";
import type { RunReport } from "../schema/run.js";
import type { BuildOptions } from "./buildOptions.js";
import { MISNAMED_OVERRIDES_FILE } from "./corrections/overridesFile.js";
import { artifactKey } from "./earlier/artifactKey.js";
import { type LoadedPipeline, loadPipeline } from "./graph/loadPipeline.js";
import { packageVersion } from "./packageVersion.js";
import { listInputs, type RunInputs, readRunInputs } from "./runInputs.js";

export interface RunPlan {
  readonly options: BuildOptions;
  readonly document: LoadedPipeline["document"];
  readonly stages: LoadedPipeline["stages"];
  readonly processors: LoadedPipeline["processors"];
  readonly broken: LoadedPipeline["broken"];
  readonly inputs: RunInputs;
  readonly versions: RunReport["versions"];
  /** Two runs of the same key come out the same. */
  readonly runKey: string;
}

/**
 * @throws LeitmotionError PIPELINE_INVALID, PLUGIN_INVALID, OPTION_INVALID; what `readRunInputs` throws
 */
export async function planRun(options: BuildOptions): Promise<RunPlan> {
  const { document, stages, processors, broken, fingerprint } = await loadPipeline(options);
  const inputs = await readRunInputs(options, {
    pipelineFile: /\.(ya?ml|json)$/i.test(options.pipeline) ? options.pipeline : null,
    plays: stages.some((stage) => stage.processor === "read-bank"),
  });
  const versions = {
    leitmotion: packageVersion(),
    node: process.versions.node,
    verovio: null,
  };
  const runKey = artifactKey(
    "run",
    versions.leitmotion,
    document,
    fingerprint,
    reportedOptions(options, document.pipeline.name),
    listInputs(inputs),
    inputs.bank?.sha256 ?? null,
    ...(inputs.hasMisnamedOverrides ? [MISNAMED_OVERRIDES_FILE] : []), // a run that has not warned of it is not this run
  );
  return { options, document, stages, processors, broken, inputs, versions, runKey };
}

/** run.json before the first stage. */
export function emptyReport({
  options,
  document,
  stages,
  processors,
  inputs,
  versions,
  runKey,
}: RunPlan): RunReport {
  return {
    schemaId: "run.v1",
    version: "1.0.0",
    status: "running",
    startedAt: new Date().toISOString(),
    finishedAt: null,
    measuredAt: null,
    runKey,
    piece: null,
    inputs: listInputs(inputs),
    options: reportedOptions(options, document.pipeline.name),
    versions,
    bank: inputs.bank && {
      name: inputs.bank.name,
      sha256: inputs.bank.sha256,
      sizeByte: inputs.bank.shared.byteLength,
    },
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
    eFinal: 0,
    identity: null,
    orphans: [],
    results: [],
    pages: [],
    stages: stages.map((stage) => ({
      name: stage.name,
      processor: stage.processor,
      processorVersion: processors.get(stage.processor)!.info.version,
      status: "pending",
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
    pieceId: options.pieceId,
    jobId: options.jobId,
    limits,
  };
}
