/** Check a document against its schema: ajv, compiled once per kind. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { LeitmotionError } from "../core/error.js";
import { type DocumentId, jsonSchemaOf } from "./documents.js";

/**
 * Our schemas come from `documents.ts` and are checked in its test: checking them again, and polishing the code that ajv
 * makes of them, would take a short run longer than all its documents.
 */
const QUICKLY = { strict: false, validateSchema: false, meta: false, code: { optimize: false } } as const;
const quick = new Ajv2020({ ...QUICKLY, allErrors: false });
/** For documents that people write: they want to hear of every fault. */
const thorough = new Ajv2020({ ...QUICKLY, allErrors: true });

/**
 * Refuse a document that its schema does not allow.
 *
 * @param file  name for the message, where the document has one
 * @throws LeitmotionError SCHEMA_INVALID naming up to three places
 */
export function assertDocument(id: DocumentId, value: unknown, file?: string): void {
  const validate = validatorOf(quick, id);
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
  const validate = validatorOf(thorough, id);
  validate(value);
  return formatFaults(validate.errors);
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

/** Compiled once per kind. */
function validatorOf(ajv: Ajv2020, id: DocumentId): ValidateFunction {
  return ajv.getSchema(`${id}.json`) ?? ajv.compile(jsonSchemaOf(id));
}
