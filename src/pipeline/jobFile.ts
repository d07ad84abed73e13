/** Job manifests: which score, MIDI, page and take belong together. */

import path from "node:path";
import { LeitmotionError, toLeitmotionError } from "../core/error.js";
import type { Limits } from "../core/limits.js";
import { diskPath } from "../io/diskPath.js";
import { isFile, isFolder, readInputFile } from "../io/readInputFile.js";
import type { JobDocument } from "../schema/job.js";
import { assertDocument } from "../schema/validate.js";

export interface Job {
  readonly jobFile: string;
  readonly jobId: string;
  readonly pieceId: string | null;
  readonly scoreFile: string;
  readonly midiFile: string | null;
  readonly pageFiles: readonly string[];
  readonly options: NonNullable<JobDocument["options"]>;
}

/**
 * Read a job manifest. Its paths are relative to the manifest's own folder.
 *
 * @param input  a .json file, or a folder that holds job.json; anything else is no job
 * @returns      null if `input` is not a job
 * @throws       LeitmotionError JOB_INVALID, FILE_NOT_FOUND
 */
export function readJob(input: string, limits: Limits): Job | null {
  const folder = isFolder(input);
  if (!folder && !/\.json$/i.test(input)) return null;
  const jobFile = folder ? path.join(input, "job.json") : input;
  if (folder && !isFile(jobFile)) {
    throw new LeitmotionError("FILE_NOT_FOUND", "This is a folder, and it holds no job.json", {
      file: input,
    });
  }
  const document = parseJob(readInputFile(jobFile, limits), path.basename(jobFile));
  const resolve = (relative: string) => diskPath(path.dirname(jobFile), relative);
  return {
    jobFile,
    jobId: document.job_id,
    pieceId: document.piece_id ?? null,
    scoreFile: resolve(document.musicxml_path),
    midiFile: document.midi_path ? resolve(document.midi_path) : null,
    pageFiles: svgPaths(document).map(resolve),
    options: document.options ?? {},
  };
}

function svgPaths({ svg_path: given = [] }: JobDocument): string[] {
  return typeof given === "string" ? [given] : given;
}

function parseJob(bytes: Uint8Array, file: string): JobDocument {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
    assertDocument("job.v1", value);
    const job = value as JobDocument;
    for (const given of [job.musicxml_path, job.midi_path ?? "", ...svgPaths(job)]) {
      if (path.posix.isAbsolute(given) || path.win32.isAbsolute(given)) {
        throw new LeitmotionError("JOB_INVALID", `The path ${given} is not relative`);
      }
    }
    return job;
  } catch (cause) {
    const error = cause instanceof SyntaxError ? cause.message : toLeitmotionError(cause).what;
    throw new LeitmotionError("JOB_INVALID", error, { file }, { cause });
  }
}
