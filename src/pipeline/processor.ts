/** What a stage of a pipeline runs, and what it is given. */
import type { LeitmotionError } from "../core/error.js";
import type { BuildOptions } from "./buildOptions.js";
import type { OutputFolder } from "./outputFolder.js";
import type { RunLedger } from "./runLedger.js";
import type { Workbench } from "./workbench.js";

export interface StageProgress {
  /** How many items the stage will work through. */
  expect(totalItems: number): void;
  /** `items` more are finished. */
  advance(items?: number): void;
  /** One note could not be rendered; the others go on. */
  fail(universalId: string, error: LeitmotionError): void;
}

export interface StageContext {
  readonly options: BuildOptions;
  /** The stage's `config` from the pipeline file. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly bench: Workbench;
  readonly out: OutputFolder;
  readonly ledger: RunLedger;
  readonly progress: StageProgress;
  readonly signal: AbortSignal;
}

export interface Processor {
  readonly name: string;
  /** Semver; part of `run.json`. */
  readonly version: string;
  process(context: StageContext): Promise<void>;
}
