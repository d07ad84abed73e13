/** The documents that the program holds in camelCase and writes in one go. */
import type { JsonSchema } from "./compileSchema.js";
import type { DocumentId } from "./documents.js";
import { encoderModule } from "./encoderModule.js";

export const ENCODED = [
  "registry.v1",
  "symbolic.v1",
  "audio.v1",
  "tied_notes.v1",
  "run.v1",
] as const satisfies readonly DocumentId[];

export type EncodedId = (typeof ENCODED)[number];

/** In `VALIDATORS_FOLDER`: one file for all, for a short run writes three of them. */
export const ENCODERS_FILE = "encoders.cjs";

/** Text of that file. */
export function encodersText(schemaOf: (id: EncodedId) => JsonSchema): string {
  return encoderModule(Object.fromEntries(ENCODED.map((id) => [id, schemaOf(id)])));
}
