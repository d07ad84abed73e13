/** The processors that a pipeline file can name. Loaded on demand: matching needs no engraver. */
import type { Processor } from "./processor.js";

const LOADERS: Readonly<Record<string, () => Promise<Processor>>> = {
  "read-score": async () => (await import("./processors/readScore.js")).readScore,
  "read-performance": async () => (await import("./processors/readPerformance.js")).readPerformance,
  "read-bank": async () => (await import("./processors/readBank.js")).readBank,
  coordinate: async () => (await import("./processors/coordinate.js")).coordinate,
  registry: async () => (await import("./processors/registry.js")).registry,
  symbolic: async () => (await import("./processors/symbolic.js")).symbolic,
  "plan-sounds": async () => (await import("./processors/planSounds.js")).planSoundsProcessor,
  audio: async () => (await import("./processors/audio.js")).audio,
  mix: async () => (await import("./processors/mix.js")).mix,
  keyframes: async () => (await import("./processors/keyframes.js")).keyframes,
  "song-map": async () => (await import("./processors/songMap.js")).songMap,
  report: async () => (await import("./processors/report.js")).report,
};

export const PROCESSOR_NAMES: ReadonlySet<string> = new Set(Object.keys(LOADERS));

export async function loadProcessors(names: readonly string[]): Promise<Map<string, Processor>> {
  const loaded = new Map<string, Processor>();
  for (const name of names) if (!loaded.has(name)) loaded.set(name, await LOADERS[name]());
  return loaded;
}
