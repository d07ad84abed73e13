/** Users' processors: found in folders, imported, checked, and ordered by what they require. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { LeitmotionError } from "../../core/error.js";
import type { PluginContext, Processor } from "../engine/processor.js";
import { PROCESSOR_NAMES } from "../engine/processors.js";
import { orderByDependencies } from "../graph/dependencyOrder.js";
import { type BrokenPlugin, formatBroken } from "./brokenPlugin.js";
import { pluginFaults, pluginName } from "./inspectPlugin.js";
import { type PluginModule, pluginHash, pluginModules } from "./pluginFiles.js";
import type { PluginSource } from "./pluginSources.js";
import { satisfies, versionFaults } from "./versionRules.js";

/** A module that takes longer to import is taken to hang. */
const IMPORT_MS = 10_000;

export interface FoundPlugin {
  readonly name: string;
  readonly processor: Processor<PluginContext>;
  /** Complete path of its module. */
  readonly source: string;
  /** Of its code, and of its folder's if it has one; a run with another one is another run. */
  readonly sha256: string;
}

export interface Discovery {
  /** By name, those that others require first. */
  readonly processors: ReadonlyMap<string, FoundPlugin>;
  readonly broken: readonly BrokenPlugin[];
}

export interface DiscoveryOptions {
  /** Stop at broken plugins. Default: if one of the sources checks versions strictly. */
  readonly strict?: boolean;
  /** Told what is looked at. Default: stderr if LEITMOTION_PLUGIN_DEBUG is 1. */
  readonly debug?: (line: string) => void;
}

/**
 * Find plugins. A broken one is named and does not stop the others.
 *
 * @throws LeitmotionError PLUGIN_INVALID listing all broken ones, if `strict`
 */
export async function discoverPlugins(
  sources: readonly PluginSource[],
  { strict, debug = debugLine }: DiscoveryOptions = {},
): Promise<Discovery> {
  const found = new Map<string, FoundPlugin>();
  const broken: BrokenPlugin[] = [];
  for (const source of sources) {
    const { modules, faults } = pluginModules(source.paths, source.auto_discover);
    broken.push(...faults.map((fault) => ({ name: null, ...fault })));
    for (const module of modules) {
      debug(`plugins: looking at ${module.file}`);
      for (const plugin of await importPlugins(module)) {
        if (isBroken(plugin) || !isTaken(plugin, found)) admit(plugin, source, found, broken);
      }
    }
  }
  const processors = orderPlugins(found, broken);
  for (const { name, source } of processors.values()) debug(`plugins: ${name} from ${source}`);
  for (const each of broken) debug(`plugins: broken: ${formatBroken(each)}`);
  const isStrict = strict ?? sources.some((source) => source.version_check === "strict");
  if (isStrict && broken.length > 0)
    throw new LeitmotionError("PLUGIN_INVALID", broken.map(formatBroken).join("; "));
  return { processors, broken };
}

function isBroken(plugin: FoundPlugin | BrokenPlugin): plugin is BrokenPlugin {
  return "fault" in plugin;
}

/** The same module, named by two places. */
function isTaken({ name, source }: FoundPlugin, found: ReadonlyMap<string, FoundPlugin>): boolean {
  return found.get(name)?.source === source;
}

function admit(
  plugin: FoundPlugin | BrokenPlugin,
  source: PluginSource,
  found: Map<string, FoundPlugin>,
  broken: BrokenPlugin[],
): void {
  if (isBroken(plugin)) {
    broken.push(plugin);
    return;
  }
  const { name } = plugin;
  const faults = versionFaults(plugin.processor.info, source);
  const other = found.get(name);
  if (PROCESSOR_NAMES.has(name)) faults.push("a built-in processor has this name");
  if (other) faults.push(`${path.basename(other.source)} has this name already`);
  if (faults.length > 0) broken.push({ name, file: plugin.source, fault: faults.join("; ") });
  else found.set(name, plugin);
}

async function importPlugins(module: PluginModule): Promise<(FoundPlugin | BrokenPlugin)[]> {
  const { file } = module;
  try {
    const sha256 = pluginHash(module);
    const offered = (await importInTime(file)).default;
    if (offered === undefined) return [{ name: null, file, fault: "it has no default export" }];
    return (Array.isArray(offered) ? offered : [offered]).map((value: unknown) => {
      const faults = pluginFaults(value);
      if (faults.length > 0) return { name: pluginName(value), file, fault: faults.join("; ") };
      const processor = value as Processor<PluginContext>;
      return { name: processor.info.name, processor, source: file, sha256 };
    });
  } catch (thrown) {
    const said = thrown instanceof Error ? thrown.message : String(thrown);
    return [{ name: null, file, fault: `it cannot be imported: ${said.split("\n")[0]}` }];
  }
}

async function importInTime(file: string): Promise<{ default?: unknown }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it takes longer than ${IMPORT_MS / 1000} s`)), IMPORT_MS);
  });
  try {
    return (await Promise.race([import(pathToFileURL(file).href), late])) as { default?: unknown };
  } finally {
    clearTimeout(timer);
  }
}

/** Those that are required first. Who requires what is not there, or stands in a circle, is broken too. */
function orderPlugins(
  found: ReadonlyMap<string, FoundPlugin>,
  broken: BrokenPlugin[],
): ReadonlyMap<string, FoundPlugin> {
  const left = new Map(found);
  const refuse = ({ name, source }: FoundPlugin, fault: string) => {
    left.delete(name);
    broken.push({ name, file: source, fault });
  };
  const { circles } = orderByDependencies([...left.values()], requirementsOf);
  for (const circle of circles) {
    const fault = `plugins require each other in a circle: ${circle.join(" → ")}`;
    for (const name of circle.slice(1)) refuse(left.get(name)!, fault);
  }
  for (let isStable = false; !isStable; ) {
    isStable = true;
    for (const plugin of [...left.values()]) {
      const faults = requirementFaults(plugin, left);
      if (faults.length === 0) continue;
      refuse(plugin, faults.join("; "));
      isStable = false;
    }
  }
  const { ordered } = orderByDependencies([...left.values()], requirementsOf);
  return new Map(ordered.map((plugin) => [plugin.name, plugin]));
}

function requirementsOf({ processor }: FoundPlugin): string[] {
  return Object.keys(processor.info.requires ?? {});
}

function requirementFaults({ processor }: FoundPlugin, left: ReadonlyMap<string, FoundPlugin>): string[] {
  return Object.entries(processor.info.requires ?? {}).flatMap(([name, rule]) => {
    const other = left.get(name)?.processor.info;
    if (!other) return [`it requires ${name}, which is not there`];
    return satisfies(other.version, rule) ? [] : [`it requires ${name} ${rule}, and finds ${other.version}`];
  });
}

function debugLine(line: string): void {
  if (process.env.LEITMOTION_PLUGIN_DEBUG === "1") process.stderr.write(`${line}\n`);
}
