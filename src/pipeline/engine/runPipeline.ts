/** Run the stages of a pipeline in the order of their dependencies, independent ones side by side. */
import pLimit from "p-limit";
import { LeitmotionError } from "../../core/error.js";
import { memoryByte } from "../../schema/memoryByte.js";
import type { PipelineDocument } from "../../schema/pipeline.js";
import type { BuildOptions } from "../buildOptions.js";
import { type Stage, waitsFor } from "../graph/checkGraph.js";
import { orderByDependencies } from "../graph/dependencyOrder.js";
import type { OutputFolder } from "../output/outputFolder.js";
import type { RunLedger } from "../report/runLedger.js";
import { Dependencies, type DependencyStatistics } from "../resilience/dependency.js";
import type { DecisionResult, Processor, StageResult } from "./processor.js";
import { runStage } from "./runStage.js";
import type { Workbench } from "./workbench.js";

export interface PipelineRun {
  /** Their graph is checked; names that are not among them count as ended. */
  readonly stages: readonly Stage[];
  /** By name: of the stages and of their fallbacks. */
  readonly processors: ReadonlyMap<string, Processor>;
  readonly performance: PipelineDocument["performance"];
  readonly options: BuildOptions;
  readonly bench: Workbench;
  readonly out: OutputFolder;
  readonly ledger: RunLedger;
  readonly signal: AbortSignal;
  /** Bytes the process holds; a test puts its own here. */
  readonly measureMemory?: () => number;
}

export interface PipelineOutcome {
  /** What analysers, metrics and decisions found, in the order of the stages. */
  readonly results: readonly StageResult[];
  readonly dependencies: readonly DependencyStatistics[];
}

/**
 * Run every stage once its dependencies have ended well. A stage that may fail (`required: false`, or of strategy
 * `skip`) does not stop the run; what depends on it is skipped, and the ledger says so. A decision may skip stages or
 * stop the run, which then ends well with what there is.
 *
 * @throws LeitmotionError the first fault of a stage that may not fail, after running stages have ended; INTERRUPTED
 */
export async function runPipeline(run: PipelineRun): Promise<PipelineOutcome> {
  const scheduler = new Scheduler(run);
  await scheduler.runAll();
  if (run.signal.aborted) throw new LeitmotionError("INTERRUPTED", "The run was interrupted");
  if (scheduler.fault) throw scheduler.fault;
  return scheduler.outcome;
}

class Scheduler {
  fault: LeitmotionError | null = null;
  readonly #run: PipelineRun;
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #dependencies = new Dependencies();
  readonly #results = new Map<string, StageResult>();
  readonly #started = new Set<string>();
  /** Stages that a decision took out. */
  readonly #dropped = new Set<string>();
  readonly #ended = new Map<string, Promise<boolean>>();

  constructor(run: PipelineRun) {
    this.#run = run;
    this.#signal = AbortSignal.any([run.signal, this.#stop.signal]);
  }

  async runAll(): Promise<void> {
    const { stages, performance } = this.#run;
    const limit = pLimit(performance.parallel_stages);
    for (const stage of orderByDependencies(stages, waitsFor).ordered) {
      const ended = this.#afterOthers(stage, () => limit(() => this.#runOne(stage)));
      this.#ended.set(stage.name, ended);
    }
    await Promise.all(this.#ended.values());
  }

  get outcome(): PipelineOutcome {
    const results = this.#run.stages.flatMap(({ name }) => this.#results.get(name) ?? []);
    return { results, dependencies: this.#dependencies.statistics };
  }

  /** @returns true if the stage ended well */
  async #afterOthers(stage: Stage, start: () => Promise<boolean>): Promise<boolean> {
    await Promise.all(stage.after.map((name) => this.#ended.get(name)));
    const ready = await Promise.all(stage.dependencies.map((name) => this.#ended.get(name)));
    return ready.includes(false) ? this.#skip(stage) : start();
  }

  async #runOne(stage: Stage): Promise<boolean> {
    if (this.#signal.aborted || this.#dropped.has(stage.name)) return this.#skip(stage);
    this.#started.add(stage.name);
    const outcome = await runStage(this.#run, stage, {
      dependencies: this.#dependencies,
      results: this.#results,
      stages: new Set(this.#run.stages.map(({ name }) => name)),
      memoryByte: memoryByte(this.#run.performance.max_memory_per_stage),
      signal: this.#signal,
    });
    if (outcome.error) return this.#failed(stage, outcome.error);
    if (outcome.result) this.#results.set(stage.name, outcome.result);
    if (outcome.result?.kind !== "decision") return true;
    return this.#obey(stage, outcome.result.result as DecisionResult);
  }

  #skip(stage: Stage): false {
    this.#run.ledger.stageSkipped(stage.name);
    return false;
  }

  #failed({ name, required, error_handling }: Stage, error: LeitmotionError): false {
    const mayFail = !required || error_handling.strategy === "skip";
    if (!mayFail && !this.fault) {
      this.fault = error;
      this.#stop.abort();
    }
    if (mayFail && error_handling.log_errors && !this.#signal.aborted)
      this.#run.ledger.warn(name, error.code, error.message);
    return false;
  }

  /** @returns false if what depends on the decision is to be skipped */
  #obey({ name }: Stage, { action, reasoning, parameters }: DecisionResult): boolean {
    if (action === "continue") return true;
    const meant = action === "stop" ? this.#run.stages.map((stage) => stage.name) : parameters?.stages;
    for (const stage of meant ?? []) {
      if (!this.#started.has(stage)) this.#dropped.add(stage);
      else if (action === "skip") {
        const what = `${stage} had begun before it could be skipped (${reasoning})`;
        this.#run.ledger.warn(name, "DECISION_TOO_LATE", what);
      }
    }
    return meant !== undefined;
  }
}
