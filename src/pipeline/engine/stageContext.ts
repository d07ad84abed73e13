/** What a stage is given for one attempt. */
import path from "node:path";
import { LeitmotionError } from "../../core/error.js";
import { safeFileName } from "../../core/fileName.js";
import { sha256Hex } from "../../io/hash.js";
import type { Stage } from "../graph/checkGraph.js";
import type { RunLedger } from "../report/runLedger.js";
import type { Dependencies } from "../resilience/dependency.js";
import type { StageContext, StageFiles, StageProgress, StageResult } from "./processor.js";
import type { PipelineRun } from "./runPipeline.js";

export interface Attempt {
  readonly dependencies: Dependencies;
  readonly results: ReadonlyMap<string, StageResult>;
  readonly signal: AbortSignal;
}

export function contextOf(run: PipelineRun, stage: Stage, attempt: Attempt): StageContext {
  const { options, bench, out, ledger } = run;
  return {
    stage: stage.name,
    config: stage.config,
    options,
    bench,
    out,
    ledger,
    results: attempt.results,
    files: filesOf(run, stage.name),
    progress: progressOf(ledger, stage.name),
    threads: stage.parallel ? options.workers : 1,
    signal: attempt.signal,
    warn: (code, message) => ledger.warn(stage.name, code, message),
    dependency: (name) => attempt.dependencies.of(name),
  };
}

function progressOf(ledger: RunLedger, stage: string): StageProgress {
  return {
    expect: (totalItems) => ledger.stageExpects(stage, totalItems),
    advance: (items = 1) => ledger.stageAdvanced(stage, items),
    fail: (universalId, error) => ledger.noteFailed(stage, universalId, error),
  };
}

function filesOf({ out }: PipelineRun, stage: string): StageFiles {
  const folder = `plugins/${stageFolder(stage)}`;
  return {
    writeText: (name, text) => {
      assertInside(name, stage);
      if (!out.isOpen) {
        const what = "The output folder is not open yet: let the stage depend on the registry's stage";
        throw new LeitmotionError("PIPELINE_INVALID", what, { stage });
      }
      return out.writeText(`${folder}/${name}`, text);
    },
  };
}

/** The stage's name, or a safe one with a hash where names of stages could meet on some disk. */
export function stageFolder(stage: string): string {
  const safe = safeFileName(stage).toLowerCase();
  if (safe === stage) return stage;
  return `${safe}-${sha256Hex(stage).slice(0, 8)}`;
}

function assertInside(name: string, stage: string): void {
  const components = name.split("/");
  const isSafe = components.every((component) => safeFileName(component, 200) === component);
  if (isSafe && !path.posix.isAbsolute(name)) return;
  const what = `A plugin writes under plugins/${stageFolder(stage)}/ only, with plain names, not ${JSON.stringify(name)}`;
  throw new LeitmotionError("PLUGIN_INVALID", what, { stage });
}
