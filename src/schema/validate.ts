/** Check a document against its schema: the one that its kind has in schemas/, which a test holds against the source. */
import { createRequire } from "node:module";
import { assertSchema, formatFaults } from "./assertSchema.js";
import type { JsonSchema } from "./compileSchema.js";
import type { DocumentId } from "./documents.js";
import { validatorOf } from "./validators.js";

const load = createRequire(import.meta.url);

/**
 * Refuse a document that its schema does not allow.
 *
 * @param file  name for the message, where the document has one
 * @throws LeitmotionError SCHEMA_INVALID naming the first wrong place
 */
export function assertDocument(id: DocumentId, value: unknown, file?: string): void {
  assertSchema(id, () => schemaOf(id), value, file);
}

/**
 * Every fault of a document that a user wrote, each with its path (`/pipeline/stages/0/name must be string`).
 *
 * @returns an empty list if the schema allows it
 */
export function documentFaults(id: DocumentId, value: unknown): string[] {
  const validate = validatorOf("thorough", id, () => schemaOf(id));
  validate(value);
  return formatFaults(validate.errors);
}

/** Read, not made from the source: that would load all schemas to check one document. */
function schemaOf(id: DocumentId): JsonSchema {
  return load(`../../schemas/${id}.json`) as JsonSchema;
}
