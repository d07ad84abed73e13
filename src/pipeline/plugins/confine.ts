/** A plugin sees what `PluginContext` promises, and nothing else of the engine. */
import type { PluginContext, Processor, StageContext } from "../engine/processor.js";

/** Make a plugin run like a built-in processor, on a context cut down to its part. */
export function confine(plugin: Processor<PluginContext>): Processor {
  const { info, configSchema, capabilities } = plugin;
  return {
    info,
    configSchema,
    capabilities,
    validate: async (context) => (await plugin.validate?.(pluginContext(context))) ?? [],
    process: async (context) => plugin.process(pluginContext(context)),
    dispose: async () => plugin.dispose?.(),
  };
}

function pluginContext(context: StageContext): PluginContext {
  const { stage, config, options, bench, results, files, progress, signal, warn, dependency } = context;
  return Object.freeze({
    stage,
    config,
    options,
    bench: Object.freeze({ get: bench.get.bind(bench), has: bench.has.bind(bench) }),
    results: new Map(results),
    files,
    progress,
    signal,
    warn,
    dependency,
  });
}
