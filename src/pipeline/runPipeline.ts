/** Run the stages of a pipeline in the order of their dependencies, independent ones side by side. */
import pLimit from "p-limit";
import { LeitmotionError, toLeitmotionError } from "../core/error.js";
import type { BuildOptions } from "./buildOptions.js";
import type { OutputFolder } from "./outputFolder.js";
import type { Stage } from "./pipelineFile.js";
import type { Processor } from "./processor.js";
import { Dependencies } from "./resilience/dependency.js";
import type { RunLedger } from "./runLedger.js";
import { contextOf } from "./stageContext.js";
import type { Workbench } from "./workbench.js";

export interface PipelineRun {
  readonly stages: readonly Stage[];
  readonly processors: ReadonlyMap<string, Processor>;
  readonly parallelStages: number;
  /** Seconds a stage may take where it says nothing itself. */
  readonly timeoutPerStageSec: number;
  readonly options: BuildOptions;
  readonly bench: Workbench;
  readonly out: OutputFolder;
  readonly ledger: RunLedger;
  readonly signal: AbortSignal;
}

/**
 * Run every stage once its dependencies have ended well. A stage of strategy `skip` may fail without
 * stopping the run; what depends on it is skipped, and the ledger says so.
 *
 * @throws LeitmotionError the first fault of a stage of strategy `fail`, after running stages have ended
 */
export async function runPipeline(run: PipelineRun): Promise<void> {
  const dependencies = new Dependencies();
  const limit = pLimit(run.parallelStages);
  const stop = new AbortController();
  const signal = AbortSignal.any([run.signal, stop.signal]);
  const ended = new Map<string, Promise<boolean>>();
  let fault: LeitmotionError | null = null;
  const runOne = async (stage: Stage): Promise<boolean> => {
    await Promise.all(stage.after.map((name) => ended.get(name)));
    const ready = await Promise.all(stage.dependencies.map((name) => ended.get(name)));
    if (ready.includes(false) || signal.aborted) {
      run.ledger.stageSkipped(stage.name);
      return false;
    }
    const error = await limit(() => runStage(run, stage, signal, dependencies));
    if (!error) return true;
    if (stage.error_handling.strategy === "fail" && !fault) {
      fault = error;
      stop.abort();
    }
    return false;
  };
  for (const stage of inOrder(run.stages)) ended.set(stage.name, runOne(stage));
  await Promise.all(ended.values());
  if (run.signal.aborted) throw new LeitmotionError("INTERRUPTED", "The run was interrupted");
  if (fault) throw fault;
}

async function runStage(
  run: PipelineRun,
  stage: Stage,
  outer: AbortSignal,
  dependencies: Dependencies,
): Promise<LeitmotionError | null> {
  const processor = run.processors.get(stage.processor)!;
  const timeoutSec = stage.timeout ?? run.timeoutPerStageSec;
  const late = AbortSignal.timeout(Math.round(timeoutSec * 1000));
  const signal = AbortSignal.any([outer, late]);
  run.ledger.stageStarted(stage.name);
  try {
    await abortable(
      processor.process(contextOf(run, stage, { dependencies, results: new Map(), signal })),
      signal,
    );
    run.ledger.stageEnded(stage.name, null);
    return null;
  } catch (thrown) {
    const error = late.aborted
      ? new LeitmotionError("STAGE_FAILED", `Took longer than ${timeoutSec} s`, { stage: stage.name })
      : placed(toLeitmotionError(thrown), stage);
    run.ledger.stageEnded(stage.name, error);
    return error;
  }
}

/** A fault that does not know its place lies in its stage. */
function placed(error: LeitmotionError, stage: Stage): LeitmotionError {
  return Object.values(error.place).some((value) => value !== undefined)
    ? error
    : error.at({ stage: stage.name });
}

/** The promise, or a rejection as soon as the signal fires. */
function abortable(work: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const refuse = () => reject(new LeitmotionError("INTERRUPTED", "The stage was stopped"));
    if (signal.aborted) refuse();
    signal.addEventListener("abort", refuse, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", refuse));
  });
}

/** Dependencies before dependants (the graph has been checked). */
function inOrder(stages: readonly Stage[]): Stage[] {
  const names = new Set(stages.map((stage) => stage.name));
  const ordered: Stage[] = [];
  const done = new Set<string>();
  while (ordered.length < stages.length) {
    for (const stage of stages) {
      if (done.has(stage.name)) continue;
      if (![...stage.dependencies, ...stage.after].every((name) => done.has(name) || !names.has(name)))
        continue;
      ordered.push(stage);
      done.add(stage.name);
    }
  }
  return ordered;
}
