/** Check a document against a schema at hand. A worker thread need not load all schemas. */
import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { LeitmotionError } from "../core/error.js";
import type { JsonSchema } from "./compileSchema.js";
import type { DocumentId } from "./documents.js";
import { validatorOf } from "./validators.js";

/**
 * Refuse a document that its schema does not allow.
 *
 * @param schemaOf  asked once per kind, and not at all where the build has compiled it
 * @param file      name for the message, where the document has one
 * @throws LeitmotionError SCHEMA_INVALID naming the first wrong place
 */
export function assertSchema(
  id: DocumentId,
  schemaOf: () => JsonSchema,
  value: unknown,
  file?: string,
): void {
  const validate = validatorOf("quick", id, schemaOf);
  if (validate(value)) return;
  const faults = (validate.errors ?? []).slice(0, 3).map(formatError);
  throw new LeitmotionError(
    "SCHEMA_INVALID",
    `Not a ${id} document: ${faults.join("; ")}`,
    file ? { file } : {},
  );
}

/** Faults that ajv found, one line each; of several that say the same, one. */
export function formatFaults(errors: ValidateFunction["errors"]): string[] {
  return [...new Set((errors ?? []).map(formatError))];
}

/** Ajv keeps the name that is too much, and the words that are allowed, to itself. */
function formatError({ instancePath, message, params }: ErrorObject): string {
  const named: unknown = params.additionalProperty ?? params.allowedValues;
  return `${instancePath || "/"} ${message}${named === undefined ? "" : `: ${String(named)}`}`;
}
