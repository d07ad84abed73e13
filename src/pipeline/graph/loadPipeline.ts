/** All that a run needs to know of its pipeline: the file read, plugins found, graph and settings checked, stages chosen. */
import path from "node:path";
import { LeitmotionError, toLeitmotionError } from "../../core/error.js";
import type { PipelineDocument } from "../../schema/pipeline.js";
import type { Processor } from "../engine/processor.js";
import { loadProcessors, PROCESSOR_NAMES } from "../engine/processors.js";
import type { BrokenPlugin } from "../plugins/brokenPlugin.js";
import type { Discovery, FoundPlugin } from "../plugins/discoverPlugins.js";
import { checkGraph, checkSlots, type Stage } from "./checkGraph.js";
import { pipelinePath, preparedPipeline } from "./ownPipelines.js";
import { selectStages } from "./selectStages.js";
import { checkConfig } from "./stageConfig.js";

export interface PipelineChoice {
  /** A name such as `build`, or a path ending in .yaml, .yml or .json. */
  readonly pipeline: string;
  /** Groups of stages to run; empty runs all. */
  readonly only?: readonly string[];
  /** A plugin file (plugins.v1), or null. */
  readonly pluginFile?: string | null;
  /** Folders or files of plugins. */
  readonly pluginPaths?: readonly string[];
  /** Stop at the first sign of a broken plugin. */
  readonly strict?: boolean;
}

export interface LoadedPipeline {
  readonly document: PipelineDocument;
  /** Those to run, in file order, each config filled with its defaults. */
  readonly stages: readonly Stage[];
  /** By name: of these stages, and of their fallbacks. */
  readonly processors: ReadonlyMap<string, Processor>;
  /** All that were found, used or not. */
  readonly plugins: ReadonlyMap<string, FoundPlugin>;
  readonly broken: readonly BrokenPlugin[];
  /** What decides the result apart from the file: name, version, and for a plugin the hash of its file. */
  readonly fingerprint: readonly (readonly [name: string, version: string, sha256: string | null])[];
}

/**
 * Read a pipeline and make it ready to run.
 *
 * @throws LeitmotionError PIPELINE_INVALID listing every fault of the file, its graph and its settings; PLUGIN_INVALID;
 *         OPTION_INVALID, FILE_NOT_FOUND
 */
export async function loadPipeline(choice: PipelineChoice): Promise<LoadedPipeline> {
  const { document, plugins, broken } = await readPipeline(choice);
  const place = { file: path.basename(pipelinePath(choice.pipeline)) };
  try {
    checkGraph(document.pipeline.stages, (name) => whyUnknown(name, plugins, broken));
    const chosen = selectStages(document, choice.only ?? []);
    const processors = await loadProcessors(chosen.flatMap(processorsOf), plugins);
    checkSlots(chosen, processors);
    const stages = chosen.map((stage) => withConfig(stage, processors));
    const faults = stages.flatMap(({ faults }) => faults);
    if (faults.length > 0) throw new LeitmotionError("PIPELINE_INVALID", faults.join("; "));
    const fingerprint = [...processors.values()].map(
      ({ info }) => [info.name, info.version, plugins.get(info.name)?.sha256 ?? null] as const,
    );
    return { document, stages: stages.map(({ stage }) => stage), processors, plugins, broken, fingerprint };
  } catch (thrown) {
    throw toLeitmotionError(thrown, place);
  }
}

interface ReadPipeline {
  readonly document: PipelineDocument;
  readonly plugins: Discovery["processors"];
  readonly broken: Discovery["broken"];
}

/** Where nobody names a plugin and the build has read the pipeline, nothing is loaded to read or to look for either. */
async function readPipeline(choice: PipelineChoice): Promise<ReadPipeline> {
  const { pipeline, pluginFile = null, pluginPaths: paths = [] } = choice;
  const prepared = !pluginFile && paths.every((each) => each === "") ? preparedPipeline(pipeline) : null;
  if (prepared && !prepared.plugins) return { document: prepared, plugins: new Map(), broken: [] };
  const { readPipelineDocument } = await import("./pipelineFile.js");
  const { pluginSources, readPluginFile } = await import("../plugins/pluginSources.js");
  const { discoverPlugins } = await import("../plugins/discoverPlugins.js");
  const file = pluginFile ? readPluginFile(pluginFile) : null;
  const document = readPipelineDocument(pipeline, file?.performance);
  const settings = { settings: document.plugins, file: pipelinePath(pipeline) };
  const sources = pluginSources({ paths, pluginFile: file, pipeline: settings });
  const { processors, broken } = await discoverPlugins(sources, { strict: choice.strict });
  return { document, plugins: processors, broken };
}

function whyUnknown(
  name: string,
  plugins: ReadonlyMap<string, unknown>,
  broken: readonly BrokenPlugin[],
): string | null {
  if (PROCESSOR_NAMES.has(name) || plugins.has(name)) return null;
  const why = broken.find((plugin) => plugin.name === name);
  return why ? `, a plugin that is broken: ${why.fault}` : "";
}

/** The processors a stage may need: its own, and the one that stands in for it. */
export function processorsOf({ processor, error_handling }: Stage): string[] {
  const { strategy, fallback_processor: fallback } = error_handling;
  return strategy === "fallback" && fallback !== undefined ? [processor, fallback] : [processor];
}

function withConfig(stage: Stage, processors: ReadonlyMap<string, Processor>) {
  const { configSchema } = processors.get(stage.processor)!;
  const { config, faults } = checkConfig(configSchema, stage.config);
  const ownFaults = faults.map((fault) => `Stage ${stage.name}, config: ${fault}`);
  const others = processorsOf(stage).slice(1);
  const otherFaults = others.flatMap((name) =>
    checkConfig(processors.get(name)!.configSchema, stage.config, { pick: true }).faults.map(
      (fault) => `Stage ${stage.name}, config for ${name}: ${fault}`,
    ),
  );
  return { stage: { ...stage, config }, faults: [...ownFaults, ...otherFaults] };
}
