/** Check a document against a schema at hand: ajv, compiled once per kind. A worker thread need not load all schemas. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { LeitmotionError } from "../core/error.js";
import type { DocumentId } from "./documents.js";

export type JsonSchema = Record<string, unknown>;

/**
 * Our schemas come from `documents.ts` and are checked in its test: checking them again, and polishing the code that ajv
 * makes of them, would take a short run longer than all its documents.
 */
const QUICKLY = { strict: false, validateSchema: false, meta: false, code: { optimize: false } } as const;
const AJV = {
  quick: new Ajv2020({ ...QUICKLY, allErrors: false }),
  /** For documents that people write: they want to hear of every fault. */
  thorough: new Ajv2020({ ...QUICKLY, allErrors: true }),
} as const;

/**
 * Refuse a document that its schema does not allow.
 *
 * @param schemaOf  asked once per kind; its `$id` is `{id}.json`
 * @param file      name for the message, where the document has one
 * @throws LeitmotionError SCHEMA_INVALID naming up to three places
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

/** Compiled once per kind. */
export function validatorOf(
  manner: keyof typeof AJV,
  id: DocumentId,
  schemaOf: () => JsonSchema,
): ValidateFunction {
  return AJV[manner].getSchema(`${id}.json`) ?? AJV[manner].compile(schemaOf());
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
