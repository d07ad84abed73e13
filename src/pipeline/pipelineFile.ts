/** Pipelines as data: read a file, check its graph, choose and order its stages. */
import path from "node:path";
import { parse as parseYaml } from "yaml";
import { LeitmotionError, toLeitmotionError } from "../core/error.js";
import { DEFAULT_LIMITS } from "../core/limits.js";
import { listFiles } from "../io/folders.js";
import { readInputFile } from "../io/readInputFile.js";
import { type PipelineDocument, pipelineSchema } from "../schema/pipeline.js";
import { documentFaults } from "../schema/validate.js";

export type Stage = PipelineDocument["pipeline"]["stages"][number];

/** The pipelines that come with the program, by name. */
const OWN_FOLDER = path.resolve(import.meta.dirname, "../../pipelines");

/**
 * Read a pipeline.
 *
 * @param nameOrFile  a name such as `build` (in pipelines/), or a path ending in .yaml, .yml or .json
 * @param processors  names the program knows
 * @throws LeitmotionError PIPELINE_INVALID naming the field, the unknown name or the cycle; OPTION_INVALID,
 *         FILE_NOT_FOUND
 */
export function readPipeline(nameOrFile: string, processors: ReadonlySet<string>): PipelineDocument {
  const document = readPipelineDocument(nameOrFile);
  try {
    checkGraph(document.pipeline.stages, processors);
    return document;
  } catch (thrown) {
    throw toLeitmotionError(thrown, { file: path.basename(nameOrFile) });
  }
}

/**
 * What a pipeline file says, its graph unchecked: `options` is wanted before plugins are loaded.
 *
 * @throws LeitmotionError PIPELINE_INVALID listing every fault with its path; OPTION_INVALID, FILE_NOT_FOUND
 */
export function readPipelineDocument(nameOrFile: string): PipelineDocument {
  const file = pipelinePath(nameOrFile);
  const text = Buffer.from(readInputFile(file, DEFAULT_LIMITS)).toString("utf8");
  try {
    const value: unknown = parseYaml(text, { maxAliasCount: 50 });
    const faults = documentFaults("pipeline.v1", value);
    if (faults.length > 0) throw new LeitmotionError("PIPELINE_INVALID", faults.join("; "));
    return pipelineSchema.parse(value);
  } catch (cause) {
    const error = toLeitmotionError(cause, { file: path.basename(file) });
    throw new LeitmotionError("PIPELINE_INVALID", error.what, error.place, { cause });
  }
}

/** Path of the pipeline that is meant. @throws LeitmotionError OPTION_INVALID for an unknown name */
export function pipelinePath(nameOrFile: string): string {
  return /\.(ya?ml|json)$/i.test(nameOrFile) ? nameOrFile : ownPipeline(nameOrFile);
}

/** @throws LeitmotionError OPTION_INVALID naming those there are */
function ownPipeline(name: string): string {
  const names = listFiles(OWN_FOLDER).map((file) => path.basename(file, ".yaml"));
  if (names.includes(name)) return path.join(OWN_FOLDER, `${name}.yaml`);
  const what = `--pipeline ${name}: use ${names.join(", ")}, or a file that ends in .yaml, .yml or .json`;
  throw new LeitmotionError("OPTION_INVALID", what);
}

/** Unknown processors and dependencies, names given twice, and cycles: each refused by name. */
function checkGraph(stages: readonly Stage[], processors: ReadonlySet<string>): void {
  const refuse = (what: string): never => {
    throw new LeitmotionError("PIPELINE_INVALID", what);
  };
  const names = new Set<string>();
  for (const stage of stages) {
    if (names.has(stage.name)) refuse(`Stage ${stage.name} stands twice`);
    names.add(stage.name);
    if (!processors.has(stage.processor))
      refuse(`Stage ${stage.name} names the unknown processor ${stage.processor}`);
  }
  for (const stage of stages) {
    for (const name of [...stage.dependencies, ...stage.after]) {
      if (!names.has(name)) refuse(`Stage ${stage.name} depends on the unknown stage ${name}`);
    }
  }
  const left = leftAfterOrdering(stages);
  if (left.length > 0)
    refuse(`The stages ${left.map((s) => s.name).join(", ")} depend on each other in a circle`);
}

/** Kahn's algorithm; what is left over stands in a cycle. */
function leftAfterOrdering(stages: readonly Stage[]): Stage[] {
  const done = new Set<string>();
  let left = [...stages];
  for (;;) {
    const ready = left.filter((stage) =>
      [...stage.dependencies, ...stage.after].every((name) => done.has(name)),
    );
    if (ready.length === 0) return left;
    for (const stage of ready) done.add(stage.name);
    left = left.filter((stage) => !done.has(stage.name));
  }
}

/**
 * The stages to run: all, or those of the named groups with everything they depend on, in file order.
 *
 * @throws LeitmotionError OPTION_INVALID for a group that no stage has
 */
export function selectStages(document: PipelineDocument, only: readonly string[]): Stage[] {
  const { stages } = document.pipeline;
  if (only.length === 0) return stages;
  const groups = new Set(stages.flatMap((stage) => stage.group ?? []));
  const unknown = only.find((name) => !groups.has(name));
  if (unknown !== undefined) {
    throw new LeitmotionError(
      "OPTION_INVALID",
      `--only ${unknown}: the pipeline has ${[...groups].join(", ")}`,
    );
  }
  const byName = new Map(stages.map((stage) => [stage.name, stage]));
  const wanted = new Set<string>();
  const want = (stage: Stage): void => {
    if (wanted.has(stage.name)) return;
    wanted.add(stage.name);
    for (const name of stage.dependencies) want(byName.get(name)!);
  };
  for (const stage of stages) if (stage.group === undefined || only.includes(stage.group)) want(stage);
  return stages.filter((stage) => wanted.has(stage.name));
}
