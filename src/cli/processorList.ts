/** The processors that a pipeline file can name, as a table or one by one. */
import path from "node:path";
import type { ConfigSchema, PluginContext, Processor } from "../pipeline/engine/processor.js";
import { loadProcessors, PROCESSOR_NAMES } from "../pipeline/engine/processors.js";
import { discoverPlugins } from "../pipeline/plugins/discoverPlugins.js";
import { pluginSources, readPluginFile } from "../pipeline/plugins/pluginSources.js";
import { pluginPaths } from "./options.js";
import { formatTable } from "./table.js";

interface Setting {
  readonly name: string;
  /** As JSON Schema has it: `string`, `number or null`, or its allowed words. */
  readonly type: string;
  readonly default?: unknown;
  readonly description?: string;
}

export interface ListedProcessor {
  /** What a pipeline file calls it; null for a module that did not say. */
  readonly name: string | null;
  readonly version: string | null;
  readonly kind: string | null;
  /** `built in`, or the path of its module, relative to the current folder. */
  readonly from: string;
  readonly state: "ok" | "broken";
  readonly fault: string | null;
  readonly description: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly external: readonly string[];
  readonly settings: readonly Setting[];
}

/** @throws LeitmotionError PLUGIN_INVALID for a plugin file that is none; FILE_NOT_FOUND */
export async function listProcessors(pluginFile: string | undefined): Promise<ListedProcessor[]> {
  const sources = pluginSources({
    paths: pluginPaths(process.env),
    pluginFile: pluginFile === undefined ? null : readPluginFile(pluginFile),
    pipeline: { file: "" },
  });
  const { processors, broken } = await discoverPlugins(sources, { strict: false });
  const builtIn = await loadProcessors([...PROCESSOR_NAMES]);
  return [
    ...[...builtIn.values()].map((processor) => listed(processor, "built in")),
    ...[...processors.values()].map(({ processor, source }) => listed(processor, shownPath(source))),
    ...broken.map(({ name, file, fault }) => brokenOne(name, shownPath(file), fault)),
  ];
}

function listed<Context extends PluginContext>(
  { info, capabilities, configSchema }: Processor<Context>,
  from: string,
): ListedProcessor {
  return {
    name: info.name,
    version: info.version,
    kind: info.kind,
    from,
    state: "ok",
    fault: null,
    description: info.description,
    inputs: [...capabilities.inputs],
    outputs: [...capabilities.outputs],
    external: [...(capabilities.external ?? [])],
    settings: settingsOf(configSchema),
  };
}

function brokenOne(name: string | null, from: string, fault: string): ListedProcessor {
  const nothing = { inputs: [], outputs: [], external: [], settings: [] };
  return { name, version: null, kind: null, from, state: "broken", fault, description: "", ...nothing };
}

function shownPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith("..") ? file : relative;
}

/** Settings that a JSON Schema names. */
function settingsOf(schema: ConfigSchema): Setting[] {
  const properties = (schema.properties ?? {}) as Record<string, Record<string, unknown>>;
  return Object.entries(properties).map(([name, property]) => ({
    name,
    type: typeOf(property),
    ...(property.default === undefined ? {} : { default: property.default }),
    ...(typeof property.description === "string" ? { description: property.description } : {}),
  }));
}

function typeOf({ type, enum: words }: Record<string, unknown>): string {
  if (Array.isArray(words)) return words.map((word) => JSON.stringify(word)).join(" or ");
  return [type ?? "any"].flat().join(" or ");
}

export function processorTable(processors: readonly ListedProcessor[]): string {
  const rows = processors.map((one) => [
    one.name ?? "?",
    one.version ?? "",
    one.kind ?? "",
    one.from,
    one.fault === null ? one.state : `${one.state}: ${one.fault}`,
  ]);
  return formatTable(["name", "version", "kind", "from", "state"], rows);
}

export function processorDetails(one: ListedProcessor): string {
  const list = (words: readonly string[]) => words.join(", ") || "–";
  const rows: [string, string][] = [
    ["from", one.from],
    ["state", one.fault === null ? one.state : `${one.state}: ${one.fault}`],
  ];
  if (one.state === "ok") {
    rows.push(["reads", list(one.inputs)], ["fills", list(one.outputs)]);
    if (one.external.length > 0) rows.push(["works with", list(one.external)]);
    rows.push(["settings", one.settings.length === 0 ? "–" : ""]);
  }
  const settings = one.settings.map(
    ({ name, type, default: preset, description }) =>
      `    ${name} (${type})${preset === undefined ? "" : `, default ${JSON.stringify(preset)}`}` +
      `${description ? `: ${description}` : ""}`,
  );
  const head = [one.name ?? "?", one.version, one.kind && `(${one.kind})`].filter(Boolean).join(" ");
  return [
    one.description ? `${head}: ${one.description}` : head,
    ...rows.map(([label, text]) => `  ${label.padEnd(10)} ${text}`.trimEnd()),
    ...settings,
    "",
  ].join("\n");
}
