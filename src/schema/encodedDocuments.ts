/** The documents that the program holds in camelCase and writes in one go. */
import type { DocumentId } from "./documents.js";

export const ENCODED = [
  "registry.v1",
  "symbolic.v1",
  "audio.v1",
  "tied_notes.v1",
  "run.v1",
] as const satisfies readonly DocumentId[];

export type EncodedId = (typeof ENCODED)[number];

/** File of the encoder in `VALIDATORS_FOLDER`. */
export function encoderName(id: EncodedId): string {
  return `${id}.encoder.cjs`;
}
