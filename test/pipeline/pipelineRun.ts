/** A run of stages that do what a test says, with everything around them made up. */
import type { LeitmotionError } from "../../src/core/error.js";
import { type BuildOptions, DEFAULT_OPTIONS } from "../../src/pipeline/buildOptions.js";
import { NO_CONFIG, type Processor, type StageContext } from "../../src/pipeline/engine/processor.js";
import { type PipelineOutcome, runPipeline } from "../../src/pipeline/engine/runPipeline.js";
import { Workbench } from "../../src/pipeline/engine/workbench.js";
import type { OutputFolder } from "../../src/pipeline/output/outputFolder.js";
import type { RunLedger } from "../../src/pipeline/report/runLedger.js";
import { pipelineSchema } from "../../src/schema/pipeline.js";

type Work = Partial<Omit<Processor, "info" | "process">> & {
  readonly process?: (context: StageContext) => unknown;
  readonly kind?: Processor["info"]["kind"];
};

export interface RunOf {
  /** Stages as a pipeline file gives them; each runs the processor of its own name unless it says otherwise. */
  readonly stages: readonly ({ readonly name: string } & Record<string, unknown>)[];
  /** What the processors do; one that is not here does nothing. */
  readonly work?: Readonly<Record<string, Work>>;
  readonly performance?: Record<string, unknown>;
  readonly measureMemory?: () => number;
  readonly signal?: AbortSignal;
}

export interface Ran {
  /** What the ledger was told: `start a`, `end a`, `fail a CODE`, `skip a`, `retry a 1 CODE`, `warn a CODE`. */
  readonly log: string[];
  /** By stage: how often it was tried, and the most bytes seen. */
  readonly measured: Record<string, { peakByte: number; attempts: number }>;
  /** Texts written, by path. */
  readonly files: Record<string, string>;
  readonly end: Promise<PipelineOutcome>;
}

export function run({ stages, work = {}, performance, measureMemory = () => 0, signal }: RunOf): Ran {
  const document = pipelineSchema.parse({
    pipeline: {
      name: "test",
      version: "1.0.0",
      stages: stages.map((stage) => ({ processor: stage.name, ...stage })),
    },
    ...(performance && { performance }),
  });
  const log: string[] = [];
  const measured: Ran["measured"] = {};
  const files: Record<string, string> = {};
  const names = document.pipeline.stages.flatMap(({ processor, error_handling }) => [
    processor,
    error_handling.fallback_processor ?? processor,
  ]);
  const end = runPipeline({
    stages: document.pipeline.stages,
    processors: new Map(names.map((name) => [name, processorOf(name, work[name])])),
    performance: document.performance,
    options: { ...DEFAULT_OPTIONS, workers: 3 } as unknown as BuildOptions,
    bench: new Workbench(),
    out: {
      isOpen: true,
      writeText: (path: string, text: string) => {
        files[path] = text;
        return { path, sizeByte: text.length };
      },
    } as unknown as OutputFolder,
    ledger: ledgerInto(log, measured),
    signal: signal ?? new AbortController().signal,
    measureMemory,
  });
  end.catch(() => {});
  return { log, measured, files, end };
}

function processorOf(name: string, work: Work = {}): Processor {
  const { kind = "stage", process = () => {}, ...rest } = work;
  return {
    info: { name, version: "1.0.0", kind, description: "A stage of a test." },
    configSchema: NO_CONFIG,
    capabilities: { inputs: [], outputs: [] },
    process: async (context) => (await process(context)) as undefined,
    ...rest,
  };
}

function ledgerInto(log: string[], measured: Ran["measured"]): RunLedger {
  const ledger: Partial<RunLedger> = {
    stageStarted: (name) => void log.push(`start ${name}`),
    stageSkipped: (name) => void log.push(`skip ${name}`),
    stageEnded: (name, error) => void log.push(error ? `fail ${name} ${error.code}` : `end ${name}`),
    stageRetried: (name, attempt, error) => void log.push(`retry ${name} ${attempt} ${error.code}`),
    stageMeasured: (name, figures) => {
      measured[name] = { ...figures };
    },
    stageExpects: () => {},
    stageAdvanced: () => {},
    noteFailed: (name, id, error: LeitmotionError) => void log.push(`note ${name} ${id} ${error.code}`),
    warn: (source, code) => void log.push(`warn ${source} ${code}`),
  };
  return ledger as RunLedger;
}
