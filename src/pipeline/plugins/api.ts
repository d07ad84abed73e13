/** For authors of plugins: `import type { Plugin } from "leitmotion/plugin"`. Types only. */
import type { PluginContext, Processor } from "../engine/processor.js";

/** What a plugin's module exports as its default; several stand in an array. */
export type Plugin = Processor<PluginContext>;

export type { NoteRecord } from "../../schema/registry.js";
export type { BuildOptions } from "../buildOptions.js";
export type {
  AnalyserResult,
  Capabilities,
  ConfigSchema,
  DecisionResult,
  MetricResult,
  PluginContext,
  ProcessorInfo,
  ProcessorKind,
  ProcessorResult,
  StageFiles,
  StageProgress,
  StageResult,
} from "../engine/processor.js";
export type { Slots } from "../engine/workbench.js";
export type { Dependency } from "../resilience/dependency.js";
