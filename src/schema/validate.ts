/** Check a document against its schema: the one that its kind has in schemas/, which a test holds against the source. */
import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { LeitmotionError } from "../core/error.js";
import type { Manner } from "./compileSchema.js";
import type { DocumentId } from "./documents.js";
import { readSchema } from "./readSchema.js";
import { validatorOf } from "./validators.js";

/**
 * Refuse a document that its schema does not allow.
 *
 * @param file  name for the message, where the document has one
 * @throws LeitmotionError SCHEMA_INVALID naming the first wrong place
 */
export function assertDocument(id: DocumentId, value: unknown, file?: string): void {
  const validate = validatorFor("quick", id);
  if (validate(value)) return;
  const faults = (validate.errors ?? []).slice(0, 3).map(formatError);
  throw new LeitmotionError(
    "SCHEMA_INVALID",
    `Not a ${id} document: ${faults.join("; ")}`,
    file ? { file } : {},
  );
}

/**
 * Every fault of a document that a user wrote, each with its path (`/pipeline/stages/0/name must be string`).
 *
 * @returns an empty list if the schema allows it
 */
export function documentFaults(id: DocumentId, value: unknown): string[] {
  const validate = validatorFor("thorough", id);
  validate(value);
  return formatFaults(validate.errors);
}

/** Faults that ajv found, one line each; of several that say the same, one. */
export function formatFaults(errors: ValidateFunction["errors"]): string[] {
  return [...new Set((errors ?? []).map(formatError))];
}

function validatorFor(manner: Manner, id: DocumentId): ValidateFunction {
  return validatorOf(manner, id, () => readSchema(id));
}

/** Ajv keeps the name that is too much, and the words that are allowed, to itself. */
function formatError({ instancePath, message, params }: ErrorObject): string {
  const named: unknown = params.additionalProperty ?? params.allowedValues;
  return `${instancePath || "/"} ${message}${named === undefined ? "" : `: ${String(named)}`}`;
}
