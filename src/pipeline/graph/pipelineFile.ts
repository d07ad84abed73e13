/** Pipelines as data: reading a file. */
import path from "node:path";
import { parse as parseYaml } from "yaml";
import { LeitmotionError, toLeitmotionError } from "../../core/error.js";
import { DEFAULT_LIMITS } from "../../core/limits.js";
import { readInputFile } from "../../io/readInputFile.js";
import { type PipelineDocument, pipelineSchema } from "../../schema/pipeline.js";
import { documentFaults } from "../../schema/validate.js";
import { pipelinePath } from "./ownPipelines.js";

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
