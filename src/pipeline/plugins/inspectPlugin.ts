/** Is this a processor? What an imported module offers, checked field by field. */
import semver from "semver";
import { PROCESSOR_KINDS } from "../engine/processor.js";
import { compileConfig } from "../graph/stageConfig.js";

type Unknown = Readonly<Record<string, unknown>>;

/**
 * @returns every field and method that is missing or wrong; an empty list if `value` is a Processor<PluginContext>
 */
export function pluginFaults(value: unknown): string[] {
  if (typeof value === "function") return ["the export is a function or class; export an object"];
  if (!isObject(value)) return ["the export is no object"];
  return [
    ...infoFaults(value.info),
    ...schemaFaults(value.configSchema),
    ...capabilityFaults(value.capabilities),
    ...(typeof value.process === "function" ? [] : ["the method process is missing"]),
    ...["validate", "dispose"]
      .filter((name) => value[name] !== undefined && typeof value[name] !== "function")
      .map((name) => `${name} is no method`),
  ];
}

/** What a plugin calls itself, as far as it does. */
export function pluginName(value: unknown): string | null {
  const info = isObject(value) ? value.info : null;
  return isObject(info) && typeof info.name === "string" && info.name !== "" ? info.name : null;
}

function infoFaults(info: unknown): string[] {
  if (!isObject(info)) return ["the field info is missing"];
  const faults: string[] = [];
  for (const field of ["name", "version", "description"]) {
    if (typeof info[field] !== "string" || info[field] === "")
      faults.push(`the field info.${field} is missing`);
  }
  if (typeof info.version === "string" && semver.valid(info.version) === null)
    faults.push(`info.version ${info.version} is no semantic version`);
  if (!PROCESSOR_KINDS.some((kind) => kind === info.kind))
    faults.push(`info.kind must be one of ${PROCESSOR_KINDS.join(", ")}`);
  if (info.requires !== undefined && !isTextByName(info.requires))
    faults.push("info.requires must name plugins and their versions");
  if (info.engines !== undefined && !isTextByName(info.engines))
    faults.push("info.engines must name versions of leitmotion or node");
  return faults;
}

function schemaFaults(schema: unknown): string[] {
  if (!isObject(schema)) return ["the field configSchema is missing"];
  try {
    compileConfig(schema);
    return [];
  } catch (thrown) {
    return [`configSchema is no JSON Schema: ${(thrown as Error).message}`];
  }
}

function capabilityFaults(capabilities: unknown): string[] {
  if (!isObject(capabilities)) return ["the field capabilities is missing"];
  const faults: string[] = [];
  for (const field of ["inputs", "outputs"]) {
    const list = capabilities[field];
    if (!(Array.isArray(list) && list.every((item) => typeof item === "string")))
      faults.push(`the field capabilities.${field} must be a list of slots`);
    else if (field === "outputs" && list.length > 0)
      faults.push("capabilities.outputs must be empty: a plugin returns what it finds");
  }
  return faults;
}

function isTextByName(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((each) => typeof each === "string");
}

function isObject(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
