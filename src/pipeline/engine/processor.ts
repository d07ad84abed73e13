/** What a stage of a pipeline runs, and what it is given. The built-in processors and a user's share this interface. */
import type { LeitmotionError } from "../../core/error.js";
import type { BuildOptions } from "../buildOptions.js";
import type { OutputFolder } from "../output/outputFolder.js";
import type { RunLedger } from "../report/runLedger.js";
import type { Dependency } from "../resilience/dependency.js";
import type { Slots, Workbench } from "./workbench.js";

/** Version of this interface; a plugin's `engines.leitmotion` is compared with it. */
export const ENGINE_API = "1.0";

export const PROCESSOR_KINDS = ["stage", "analyser", "metric", "decision"] as const;
export type ProcessorKind = (typeof PROCESSOR_KINDS)[number];

export interface ProcessorInfo {
  /** What a pipeline file calls it. */
  readonly name: string;
  /** Semver; part of `run.json`, and of the key under which a later run finds files again. */
  readonly version: string;
  readonly kind: ProcessorKind;
  /** One line. */
  readonly description: string;
  readonly author?: string;
  readonly tags?: readonly string[];
  /** Other plugins that must be there, with the versions that will do: `1.0`, `2.0+`, `1.x` or a semver range. */
  readonly requires?: Readonly<Record<string, string>>;
  readonly engines?: { readonly leitmotion?: string; readonly node?: string };
}

export interface Capabilities {
  /** Slots of the workbench that it reads; the graph is refused if no stage before it provides one. */
  readonly inputs: readonly (keyof Slots)[];
  /** Slots that it fills. */
  readonly outputs: readonly (keyof Slots)[];
  /** Outside things it works with, each guarded by retry and breaker: `engraver`, `synthesizer`, … */
  readonly external?: readonly string[];
  /** Works note by note, so that `parallel` makes a difference. */
  readonly perNote?: boolean;
  /** What a plugin's author wants to say of it, in the words of plugin files; the engine reads none of these. */
  readonly supported_formats?: readonly string[];
  readonly supported_sample_rates?: readonly number[];
  readonly max_channels?: number;
  readonly processing_type?: string;
  readonly gpu_acceleration?: boolean;
  readonly real_time_capable?: boolean;
}

/** JSON Schema (2020-12) of an object. */
export type ConfigSchema = Readonly<Record<string, unknown>>;

/** The schema of a processor without settings of its own. What a run is asked for stands under `options`. */
export const NO_CONFIG: ConfigSchema = { type: "object", properties: {}, additionalProperties: false };

export interface AnalyserResult {
  readonly features: Readonly<Record<string, unknown>>;
  readonly descriptions?: Readonly<Record<string, string>>;
}

export interface MetricResult {
  readonly value: number;
  /** Lowest and highest value there can be. */
  readonly range: readonly [number, number];
  readonly requires_reference?: boolean;
  readonly description?: string;
}

export interface DecisionResult {
  readonly action: "continue" | "skip" | "stop";
  /** 0 to 1. */
  readonly confidence: number;
  readonly reasoning: string;
  /** `stages`: which ones `skip` means. */
  readonly parameters?: { readonly stages?: readonly string[]; readonly [name: string]: unknown };
}

/** What a processor found, as plain JSON data; a stage may return nothing. */
export type ProcessorResult =
  | AnalyserResult
  | MetricResult
  | DecisionResult
  | Readonly<Record<string, unknown>>;

export interface StageResult {
  readonly stage: string;
  readonly kind: ProcessorKind;
  readonly result: ProcessorResult;
}

export interface StageProgress {
  /** How many items the stage will work through. */
  expect(totalItems: number): void;
  /** `items` more are finished. */
  advance(items?: number): void;
  /** One note could not be rendered; the others go on. */
  fail(universalId: string, error: LeitmotionError): void;
}

/** The only files a plugin writes: those under `plugins/<stage>/` of the output folder. */
export interface StageFiles {
  /**
   * Write a text, whole or not at all.
   *
   * @param name  relative to `plugins/<stage>/`, POSIX separators, never leaving it
   * @throws LeitmotionError PLUGIN_INVALID for a name that leaves the folder; OUTPUT_UNWRITABLE, OUTPUT_FULL
   */
  writeText(name: string, text: string): { readonly path: string; readonly sizeByte: number };
}

/** What every processor is given. Its values belong to all stages: read them, do not change them. */
export interface PluginContext {
  /** Name of the stage. */
  readonly stage: string;
  /** The stage's `config`, checked against `configSchema`, with its defaults. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly options: BuildOptions;
  readonly bench: Pick<Workbench, "get" | "has">;
  /** What stages that ended before found, by stage. */
  readonly results: ReadonlyMap<string, StageResult>;
  readonly files: StageFiles;
  readonly progress: StageProgress;
  /** Fires when the stage is to stop: time is up, memory is short, or the run is interrupted. */
  readonly signal: AbortSignal;
  warn(code: string, message: string): void;
  /** The guard of an outside thing, the same for all stages of a run. */
  dependency(name: string): Dependency;
}

/** What the built-in stages are given on top: they fill slots and write documents. */
export interface StageContext extends PluginContext {
  readonly bench: Workbench;
  readonly out: OutputFolder;
  readonly ledger: RunLedger;
  /** Worker threads for the notes: 1 if the stage is not `parallel`. */
  readonly threads: number;
}

export interface Processor<Context extends PluginContext = StageContext> {
  readonly info: ProcessorInfo;
  readonly configSchema: ConfigSchema;
  readonly capabilities: Capabilities;
  /** Faults of config and input, found before any work is done; an empty list lets it begin. */
  validate?(context: Context): readonly string[] | Promise<readonly string[]>;
  /** Do the work. A metric, an analyser and a decision return what they found. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a stage need not return anything
  process(context: Context): Promise<ProcessorResult | void>;
  /** Let go of what is held; called once after every run of `process`, also after a fault. */
  dispose?(): void | Promise<void>;
}
