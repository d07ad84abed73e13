/** What goes to the keyframes workers and what comes back. */
import type { KeyframesInput } from "../../render/keyframes/buildKeyframes.js";
import type { FileFact } from "../output/outputFolder.js";
import type { ArtifactFolder, FileToMake } from "../workers/writeArtifact.js";

/** `workerData` of the pool. */
export interface KeyframesWorkerData extends ArtifactFolder {
  /** Where finished files are put on record at once, absolute. */
  readonly journal: string;
}

export interface KeyframesTask {
  readonly notes: readonly { readonly input: KeyframesInput; readonly file: FileToMake }[];
}

/** One per note of the task, in order. */
export type KeyframesResult = readonly FileFact[];
