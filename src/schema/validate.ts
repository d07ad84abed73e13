/** Check a document against its schema: the one that its kind has in schemas/. */
import { assertSchema, formatFaults, validatorOf } from "./assertSchema.js";
import { type DocumentId, jsonSchemaOf } from "./documents.js";

/**
 * Refuse a document that its schema does not allow.
 *
 * @param file  name for the message, where the document has one
 * @throws LeitmotionError SCHEMA_INVALID naming up to three places
 */
export function assertDocument(id: DocumentId, value: unknown, file?: string): void {
  assertSchema(id, () => jsonSchemaOf(id), value, file);
}

/**
 * Every fault of a document that a user wrote, each with its path (`/pipeline/stages/0/name must be string`).
 *
 * @returns an empty list if the schema allows it
 */
export function documentFaults(id: DocumentId, value: unknown): string[] {
  const validate = validatorOf("thorough", id, () => jsonSchemaOf(id));
  validate(value);
  return formatFaults(validate.errors);
}
