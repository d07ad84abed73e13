/** Where plugins are named: the environment's folders, a plugin file, and the pipeline file. */
import path from "node:path";
import { parse as parseYaml } from "yaml";
import { LeitmotionError, toLeitmotionError } from "../../core/error.js";
import { DEFAULT_LIMITS } from "../../core/limits.js";
import { readInputFile } from "../../io/readInputFile.js";
import type { PipelineDocument } from "../../schema/pipeline.js";
import { type PluginSettings, pluginFileSchema, pluginSettingsSchema } from "../../schema/plugins.js";
import { documentFaults } from "../../schema/validate.js";

/** Settings, with paths that are complete. */
export type PluginSource = PluginSettings;

export interface PluginFile {
  readonly settings: PluginSource;
  readonly performance?: PipelineDocument["performance"];
}

export interface PluginPlaces {
  /** As `LEITMOTION_PLUGIN_PATHS` lists them. */
  readonly paths: readonly string[];
  readonly pluginFile: PluginFile | null;
  readonly pipeline: { readonly settings?: PluginSettings; readonly file: string };
}

/** In the order in which they are looked at; of two plugins with one name the first is taken. */
export function pluginSources({ paths, pluginFile, pipeline }: PluginPlaces): PluginSource[] {
  const sources: PluginSource[] = [];
  if (pipeline.settings) sources.push(completed(pipeline.settings, pipeline.file));
  if (pluginFile) sources.push(pluginFile.settings);
  const complete = paths.filter((each) => each !== "").map((each) => path.resolve(each));
  if (complete.length > 0) sources.push(pluginSettingsSchema.parse({ paths: complete }));
  return sources;
}

/**
 * Read a plugin file, JSON or YAML. Its paths are relative to its own folder.
 *
 * @throws LeitmotionError PLUGIN_INVALID listing every fault with its path; FILE_NOT_FOUND
 */
export function readPluginFile(file: string): PluginFile {
  const text = Buffer.from(readInputFile(file, DEFAULT_LIMITS)).toString("utf8");
  try {
    const value: unknown = parseYaml(text, { maxAliasCount: 50 });
    const faults = documentFaults("plugins.v1", value);
    if (faults.length > 0) throw new LeitmotionError("PLUGIN_INVALID", faults.join("; "));
    const { plugins, plugin_registry, performance } = pluginFileSchema.parse(value);
    const settings = (plugins ?? plugin_registry)!;
    return { settings: completed(settings, file), performance: performance ?? settings.performance };
  } catch (cause) {
    const error = toLeitmotionError(cause, { file: path.basename(file) });
    throw new LeitmotionError("PLUGIN_INVALID", error.what, error.place, { cause });
  }
}

function completed(settings: PluginSettings, file: string): PluginSource {
  const folder = path.dirname(path.resolve(file));
  return { ...settings, paths: settings.paths.map((each) => path.resolve(folder, each)) };
}
