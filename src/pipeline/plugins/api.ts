/** For authors of plugins: `import type { Plugin } from "leitmotion/plugin"`. Types only. */
import type { PluginContext, Processor } from "../processor.js";

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
} from "../processor.js";
export type { Dependency } from "../resilience/dependency.js";
export type { Slots } from "../workbench.js";
