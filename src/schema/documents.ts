/** Every document that crosses a boundary, by its schema ID: the one list that schemas/ is generated from. */
import { z } from "zod";
import { audioManifestSchema } from "./audio.js";
import { batchSchema } from "./batch.js";
import { jobSchema } from "./job.js";
import { keyframesSchema } from "./keyframes.js";
import { overridesSchema } from "./overrides.js";
import { pipelineSchema } from "./pipeline.js";
import { pluginFileSchema } from "./plugins.js";
import { progressSchema } from "./progress.js";
import { registrySchema } from "./registry.js";
import { runSchema } from "./run.js";
import { songMapSchema } from "./songMap.js";
import { symbolicManifestSchema } from "./symbolic.js";
import { tiedNotesSchema } from "./tiedNotes.js";

export const DOCUMENTS = {
  "registry.v1": registrySchema,
  "symbolic.v1": symbolicManifestSchema,
  "audio.v1": audioManifestSchema,
  "tied_notes.v1": tiedNotesSchema,
  "run.v1": runSchema,
  "keyframes.v1": keyframesSchema,
  "song_map.v1": songMapSchema,
  "job.v1": jobSchema,
  "batch.v1": batchSchema,
  "pipeline.v1": pipelineSchema,
  "progress.v1": progressSchema,
  "plugins.v1": pluginFileSchema,
  "overrides.v1": overridesSchema,
} as const;

export type DocumentId = keyof typeof DOCUMENTS;

/** In these, fields with a default may be left out. */
export const WRITTEN_BY_USERS: ReadonlySet<DocumentId> = new Set([
  "pipeline.v1",
  "plugins.v1",
  "job.v1",
  "overrides.v1",
]);

/**
 * The JSON Schema (2020-12) of a document, as it stands in `schemas/{id}.json`.
 *
 */
export function jsonSchemaOf(id: DocumentId): Record<string, unknown> {
  const io = WRITTEN_BY_USERS.has(id) ? "input" : "output";
  const schema = z.toJSONSchema(DOCUMENTS[id], { io, target: "draft-2020-12" });
  return { ...schema, $id: `${id}.json`, title: id };
}
