/** Which versions of a plugin will do. */
import semver from "semver";
import type { PluginSettings } from "../../schema/plugins.js";
import { ENGINE_API, type ProcessorInfo } from "../engine/processor.js";

/**
 * A rule as a semver range; any other text is read as a semver range.
 *
 * @returns  null if the text is no rule
 * @example  versionRange("1.0")  // ">=1.0.0 <1.1.0-0": that minor line, and not 1.10
 * @example  versionRange("2.0+") // ">=2.0.0": that or newer
 * @example  versionRange("1.x")  // ">=1.0.0 <2.0.0-0"
 */
export function versionRange(rule: string): string | null {
  if (rule.trim() === "") return null;
  const orNewer = /^\s*(\d+)(?:\.(\d+))?(?:\.(\d+))?\+\s*$/.exec(rule);
  if (orNewer) return `>=${orNewer[1]}.${orNewer[2] ?? 0}.${orNewer[3] ?? 0}`;
  return semver.validRange(rule);
}

/** @returns true if the version keeps to the rule; pre-releases count like any version */
export function satisfies(version: string, rule: string): boolean {
  const range = versionRange(rule);
  return range !== null && semver.satisfies(version, range, { includePrerelease: true });
}

/**
 * What is wrong with a plugin's version, by the rules of the place that names it.
 *
 * `none` checks nothing. An entry of the matrix is binding. Without one `strict` refuses the plugin, and `compatible`
 * takes it if it is of the engine's major version: its `engines.leitmotion`, or without that its own version.
 *
 * @source ../shared/spec/contracts.md, 2.14
 */
export function versionFaults(
  info: ProcessorInfo,
  { version_check: check, compatibility_matrix: matrix }: PluginSettings,
): string[] {
  if (check === "none") return [];
  return [...matrixFaults(info, check, matrix), ...engineFaults(info)];
}

function matrixFaults(
  { name, version, engines }: ProcessorInfo,
  check: "strict" | "compatible",
  matrix: PluginSettings["compatibility_matrix"],
): string[] {
  const rules = Object.hasOwn(matrix, name) ? matrix[name] : null;
  if (rules) {
    const bad = rules.filter((rule) => versionRange(rule) === null);
    if (bad.length > 0) return bad.map((rule) => `compatibility_matrix: ${rule} is no version rule`);
    if (rules.some((rule) => satisfies(version, rule))) return [];
    return [`version ${version} is none of ${rules.join(", ")}`];
  }
  if (check === "strict") return ["version_check is strict, and compatibility_matrix has no entry for it"];
  if (engines?.leitmotion !== undefined) return [];
  const major = semver.major(`${ENGINE_API}.0`);
  return semver.major(version) === major
    ? []
    : [
        `version ${version} has another major version than the engine (${ENGINE_API}); name it in engines.leitmotion`,
      ];
}

function engineFaults({ engines }: ProcessorInfo): string[] {
  const faults: string[] = [];
  const { leitmotion, node } = engines ?? {};
  if (leitmotion !== undefined && !meetsEngine(leitmotion))
    faults.push(`engines.leitmotion ${leitmotion} does not fit the engine (${ENGINE_API})`);
  if (node !== undefined && !satisfies(process.versions.node, node))
    faults.push(`engines.node ${node} does not fit Node ${process.versions.node}`);
  return faults;
}

/** A plugin made for `1.0` runs on every engine of major version 1 that is not older. */
function meetsEngine(rule: string): boolean {
  const engine = `${ENGINE_API}.0`;
  const plain = /^\d+\.\d+(\.\d+)?$/.test(rule) ? `^${semver.coerce(rule)}` : rule;
  return satisfies(engine, plain);
}
