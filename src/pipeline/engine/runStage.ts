/** Run one stage: its attempts, its bounds, and the processor that stands in when it fails. */
import { LeitmotionError, toLeitmotionError } from "../../core/error.js";
import type { Stage } from "../graph/checkGraph.js";
import { checkConfig } from "../graph/stageConfig.js";
import type { Dependencies } from "../resilience/dependency.js";
import { retryDelays } from "../resilience/retryDelays.js";
import { isTransient } from "../resilience/transient.js";
import type { Processor, StageResult } from "./processor.js";
import type { PipelineRun } from "./runPipeline.js";
import { pause, settled, untilAborted, watchBounds } from "./stageBounds.js";
import { contextOf } from "./stageContext.js";
import { stageResult } from "./stageResult.js";

const LONGEST_RETRY_SEC = 60;
const DISPOSE_MS = 5000;

/** What stages of a run share. */
export interface RunShare {
  readonly dependencies: Dependencies;
  /** Of stages that ended before, by stage. */
  readonly results: ReadonlyMap<string, StageResult>;
  /** Names of all stages. */
  readonly stages: ReadonlySet<string>;
  readonly memoryByte: number;
  /** Fires when the run is to end. */
  readonly signal: AbortSignal;
}

export type StageOutcome =
  | { readonly error: LeitmotionError }
  | { readonly error: null; readonly result: StageResult | null };

/** Run a stage by its error strategy, and put on record how it went. Nothing is thrown. */
export async function runStage(run: PipelineRun, stage: Stage, share: RunShare): Promise<StageOutcome> {
  const counts = { attempts: 0, peakByte: 0 };
  run.ledger.stageStarted(stage.name);
  const outcome = await outcomeOf(run, stage, share, counts);
  run.ledger.stageMeasured(stage.name, counts);
  run.ledger.stageEnded(stage.name, outcome.error);
  return outcome;
}

type Counts = { attempts: number; peakByte: number };

async function outcomeOf(
  run: PipelineRun,
  stage: Stage,
  share: RunShare,
  counts: Counts,
): Promise<StageOutcome> {
  const { strategy, fallback_processor: fallback } = stage.error_handling;
  const processor = run.processors.get(stage.processor)!;
  try {
    return { error: null, result: await tryOften(run, stage, processor, share, counts) };
  } catch (thrown) {
    const error = toLeitmotionError(thrown);
    if (strategy !== "fallback" || share.signal.aborted) return { error };
    const standIn = run.processors.get(fallback!)!;
    try {
      const result = await tryOnce(run, asStandIn(stage, standIn), standIn, share, counts);
      run.ledger.warn(stage.name, error.code, `${error.message}; ${fallback} took its place`);
      return { error: null, result };
    } catch (second) {
      return { error: toLeitmotionError(second) };
    }
  }
}

/** Attempts, with a delay that doubles, as long as the fault may pass. */
async function tryOften(
  run: PipelineRun,
  stage: Stage,
  processor: Processor,
  share: RunShare,
  counts: Counts,
): Promise<StageResult | null> {
  const { max_attempts, retry_delay } = stage.error_handling;
  const delayMs = retryDelays(retry_delay * 1000, LONGEST_RETRY_SEC * 1000);
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryOnce(run, stage, processor, share, counts);
    } catch (thrown) {
      if (attempt >= max_attempts || share.signal.aborted || !isTransient(thrown)) throw thrown;
      run.ledger.stageRetried(stage.name, attempt, toLeitmotionError(thrown));
      await pause(delayMs(attempt), share.signal);
    }
  }
}

async function tryOnce(
  run: PipelineRun,
  stage: Stage,
  processor: Processor,
  share: RunShare,
  counts: Counts,
): Promise<StageResult | null> {
  counts.attempts += 1;
  const timeoutSec = stage.timeout ?? run.performance.timeout_per_stage;
  const measureMemory = run.measureMemory ?? process.memoryUsage.rss;
  const bounds = { timeoutSec, memoryByte: share.memoryByte, measureMemory };
  const bounded = watchBounds(stage.name, bounds, share.signal);
  try {
    const { dependencies, results } = share;
    const context = contextOf(run, stage, { dependencies, results, signal: bounded.signal });
    const returned = await untilAborted(work(processor, context, stage), bounded.signal);
    counts.peakByte = Math.max(counts.peakByte, bounded.end());
    const fault = bounded.fault();
    if (fault) throw fault;
    return await stageResult(processor.info, stage, returned, share.stages);
  } catch (thrown) {
    throw bounded.fault() ?? placed(thrown, stage);
  } finally {
    counts.peakByte = Math.max(counts.peakByte, bounded.end());
    await dispose(run, stage, processor);
  }
}

async function work(processor: Processor, context: ReturnType<typeof contextOf>, stage: Stage) {
  const faults = (await processor.validate?.(context)) ?? [];
  if (faults.length > 0) throw new LeitmotionError("STAGE_FAILED", faults.join("; "), { stage: stage.name });
  return processor.process(context);
}

/** A processor that cannot let go is warned of: its work is done. */
async function dispose(run: PipelineRun, stage: Stage, processor: Processor): Promise<void> {
  const refuse = (why: string) => run.ledger.warn(stage.name, "STAGE_FAILED", `dispose: ${why}`);
  const done = (async () => processor.dispose?.())().catch((thrown: unknown) =>
    refuse(toLeitmotionError(thrown).message),
  );
  if (!(await settled(done, DISPOSE_MS))) refuse(`it takes longer than ${DISPOSE_MS / 1000} s`);
}

/** The stage as another processor sees it: of the config what that one knows, with its defaults. */
function asStandIn(stage: Stage, { configSchema }: Processor): Stage {
  return { ...stage, config: checkConfig(configSchema, stage.config, { pick: true }).config };
}

/** A fault that does not know its place lies in its stage. */
function placed(thrown: unknown, stage: Stage): LeitmotionError {
  const error = toLeitmotionError(thrown);
  const isPlaced = Object.values(error.place).some((value) => value !== undefined);
  return isPlaced ? error : error.at({ stage: stage.name });
}
