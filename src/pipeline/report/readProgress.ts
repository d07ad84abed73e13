/** Read what an output folder says about its run, also while another process is building into it. */

import { LeitmotionError } from "../../core/error.js";
import { diskPath } from "../../io/diskPath.js";
import { isFile, readInputFile } from "../../io/readInputFile.js";
import { fromDocument } from "../../schema/codec.js";
import type { DocumentId } from "../../schema/documents.js";
import type { RunReport } from "../../schema/run.js";
import { AUDIO_FILE, SYMBOLIC_FILE } from "../earlier/manifestFiles.js";
import { type DocumentOf, readDocument } from "../earlier/readDocument.js";
import { REGISTRY_FILE } from "../earlier/readRegistry.js";
import type { ProgressSources } from "./progressRegistry.js";
import { RUN_FILE } from "./runFile.js";

/**
 * The documents of a folder. A manifest that is missing or damaged counts as not written yet.
 *
 * @throws LeitmotionError RESULT_NOT_FOUND if there is no run.json; SCHEMA_INVALID if it is damaged; FILE_UNREADABLE
 */
export function readProgress(dir: string): Omit<ProgressSources, "nowMs"> {
  const [registry, symbolic, audio] = [
    read(dir, "registry.v1", REGISTRY_FILE),
    read(dir, "symbolic.v1", SYMBOLIC_FILE),
    read(dir, "audio.v1", AUDIO_FILE),
  ];
  return {
    run: readRunReport(dir),
    registry: registry && fromDocument(registry),
    symbolic: symbolic && fromDocument(symbolic),
    audio: audio && fromDocument(audio),
  };
}

/** @throws LeitmotionError RESULT_NOT_FOUND, SCHEMA_INVALID, FILE_UNREADABLE */
export function readRunReport(dir: string): RunReport {
  const file = diskPath(dir, RUN_FILE);
  if (!isFile(file)) throw new LeitmotionError("RESULT_NOT_FOUND", "No run.json here", { path: file });
  const run = read(dir, "run.v1", RUN_FILE);
  if (run) return fromDocument(run);
  throw new LeitmotionError("SCHEMA_INVALID", "The report of the run is damaged", { file });
}

function read<Id extends DocumentId>(dir: string, id: Id, relative: string): DocumentOf<Id> | null {
  const file = diskPath(dir, relative);
  return isFile(file) ? readDocument(id, Buffer.from(readInputFile(file)).toString("utf8")) : null;
}
