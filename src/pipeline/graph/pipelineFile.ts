/** Pipelines as data: read a file, choose its stages. */
import path from "node:path";
import { parse as parseYaml } from "yaml";
import { LeitmotionError, toLeitmotionError } from "../../core/error.js";
import { DEFAULT_LIMITS } from "../../core/limits.js";
import { listFiles } from "../../io/folders.js";
import { readInputFile } from "../../io/readInputFile.js";
import { type PipelineDocument, pipelineSchema } from "../../schema/pipeline.js";
import { documentFaults } from "../../schema/validate.js";
import type { Stage } from "./checkGraph.js";

/** The pipelines that come with the program, by name. */
const OWN_FOLDER = path.resolve(import.meta.dirname, "../../../pipelines");

/**
 * What a pipeline file says, its graph unchecked.
 *
 * @param nameOrFile   a name such as `build` (in pipelines/), or a path ending in .yaml, .yml or .json
 * @param performance  bounds of a plugin file, for a pipeline that gives none
 * @throws LeitmotionError PIPELINE_INVALID listing every fault with its path; OPTION_INVALID, FILE_NOT_FOUND
 */
export function readPipelineDocument(
  nameOrFile: string,
  performance?: PipelineDocument["performance"],
): PipelineDocument {
  const file = pipelinePath(nameOrFile);
  const text = Buffer.from(readInputFile(file, DEFAULT_LIMITS)).toString("utf8");
  try {
    const value: unknown = parseYaml(text, { maxAliasCount: 50 });
    const faults = documentFaults("pipeline.v1", value);
    if (faults.length > 0) throw new LeitmotionError("PIPELINE_INVALID", faults.join("; "));
    return pipelineSchema.parse({ performance, ...(value as object) });
  } catch (cause) {
    const error = toLeitmotionError(cause, { file: path.basename(file) });
    throw new LeitmotionError("PIPELINE_INVALID", error.what, error.place, { cause });
  }
}

/** Path of the pipeline that is meant. @throws LeitmotionError OPTION_INVALID for an unknown name */
export function pipelinePath(nameOrFile: string): string {
  return /\.(ya?ml|json)$/i.test(nameOrFile) ? nameOrFile : ownPipeline(nameOrFile);
}

/** The pipelines that come with the program, in the order of their names. */
export function ownPipelineNames(): string[] {
  return listFiles(OWN_FOLDER).map((file) => path.basename(file, ".yaml"));
}

/** @throws LeitmotionError OPTION_INVALID naming those there are */
function ownPipeline(name: string): string {
  const names = ownPipelineNames();
  if (names.includes(name)) return path.join(OWN_FOLDER, `${name}.yaml`);
  const what = `--pipeline ${name}: use ${names.join(", ")}, or a file that ends in .yaml, .yml or .json`;
  throw new LeitmotionError("OPTION_INVALID", what);
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
