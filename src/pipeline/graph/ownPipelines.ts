/** The pipelines that come with the program: where they lie, and as the build has read them ahead of time. */
import path from "node:path";
import { LeitmotionError } from "../../core/error.js";
import { BUILD_FOLDER, PACKAGE_FOLDER, RUNS_FROM_SOURCES } from "../../core/ownFiles.js";
import { listFiles } from "../../io/folders.js";
import { sha256Hex } from "../../io/hash.js";
import { isFile, readInputFile } from "../../io/readInputFile.js";
import type { PipelineDocument } from "../../schema/pipeline.js";

/** The pipelines that come with the program, by name. */
const OWN_FOLDER = path.join(PACKAGE_FOLDER, "pipelines");
/** The build writes here what is in them. */
export const PREPARED_FOLDER = path.join(BUILD_FOLDER, "pipeline/graph/prepared");

/** A pipeline file as it was read: what comes of parsing, checking and filling in defaults. */
export interface PreparedPipeline {
  /** Of the file it was read from. */
  readonly sha256: string;
  readonly document: PipelineDocument;
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
 * What `readPipelineDocument` says of one of our own pipelines, without its parser.
 *
 * @param nameOrFile  a name such as `build`; a path has nothing prepared
 * @returns           null if the build has prepared nothing, or the file has changed since
 */
export function preparedPipeline(nameOrFile: string): PipelineDocument | null {
  if (RUNS_FROM_SOURCES) return null;
  const prepared = path.join(PREPARED_FOLDER, `${nameOrFile}.json`);
  const file = path.join(OWN_FOLDER, `${nameOrFile}.yaml`);
  if (!/^[\w-]+$/.test(nameOrFile) || !isFile(prepared) || !isFile(file)) return null;
  const { sha256, document }: PreparedPipeline = JSON.parse(Buffer.from(readInputFile(prepared)).toString());
  return sha256 === sha256Hex(readInputFile(file)) ? document : null;
}

/**
 * What a pipeline file says, its graph unchecked. The parser is loaded only where the build has not read the file.
 *
 * @param nameOrFile  a name such as `build`, or a path ending in .yaml, .yml or .json
 * @throws LeitmotionError PIPELINE_INVALID listing every fault with its path; OPTION_INVALID, FILE_NOT_FOUND
 */
export async function pipelineDocument(nameOrFile: string): Promise<PipelineDocument> {
  const prepared = preparedPipeline(nameOrFile);
  if (prepared) return prepared;
  return (await import("./pipelineFile.js")).readPipelineDocument(nameOrFile);
}
