/** The processors that a pipeline file can name. Loaded on demand: matching needs no engraver. */

import { confine } from "../plugins/confine.js";
import type { FoundPlugin } from "../plugins/discoverPlugins.js";
import type { Processor } from "./processor.js";

const LOADERS: Readonly<Record<string, () => Promise<Processor>>> = {
  "read-score": async () => (await import("../processors/readScore.js")).readScore,
  "read-performance": async () => (await import("../processors/readPerformance.js")).readPerformance,
  "read-pages": async () => (await import("../processors/readPages.js")).readPages,
  "read-bank": async () => (await import("../processors/readBank.js")).readBank,
  coordinate: async () => (await import("../processors/coordinate.js")).coordinate,
  registry: async () => (await import("../processors/registry.js")).registry,
  symbolic: async () => (await import("../processors/symbolic.js")).symbolic,
  "plan-sounds": async () => (await import("../processors/planSounds.js")).planSoundsProcessor,
  audio: async () => (await import("../processors/audio.js")).audio,
  mix: async () => (await import("../processors/mix.js")).mix,
  keyframes: async () => (await import("../processors/keyframes.js")).keyframes,
  "song-map": async () => (await import("../processors/songMap.js")).songMap,
  report: async () => (await import("../processors/report.js")).report,
};

/** The built-in ones. */
export const PROCESSOR_NAMES: ReadonlySet<string> = new Set(Object.keys(LOADERS));

/**
 * @param names    built-in processors and plugins, each known
 * @param plugins  those that were found; they get to see what a plugin may see
 */
export async function loadProcessors(
  names: readonly string[],
  plugins: ReadonlyMap<string, FoundPlugin> = new Map(),
): Promise<Map<string, Processor>> {
  const loaded = new Map<string, Processor>();
  for (const name of new Set(names)) {
    const plugin = plugins.get(name);
    loaded.set(name, plugin ? confine(plugin.processor) : await LOADERS[name]());
  }
  return loaded;
}
