/** One validator per kind of document: the one that the build left beside this file, else one compiled on the spot. */
import path from "node:path";
import type { ValidateFunction } from "ajv/dist/2020.js";
import { loadModule } from "../core/loadModule.js";
import { compileSchema, type JsonSchema, type Manner } from "./compileSchema.js";
import type { DocumentId } from "./documents.js";

const known = new Map<string, ValidateFunction>();

/**
 * Both come from the same schema by the same options (`compileSchema`), so they say the same.
 *
 * @param schemaOf  asked where the program runs from its sources
 */
export function validatorOf(manner: Manner, id: DocumentId, schemaOf: () => JsonSchema): ValidateFunction {
  const name = validatorName(manner, id);
  const validator = known.get(name) ?? builtValidator(name) ?? compileSchema(manner, schemaOf());
  known.set(name, validator);
  return validator;
}

/** File in `validators/`, beside this module. */
export function validatorName(manner: Manner, id: DocumentId): string {
  return `${id}.${manner}.cjs`;
}

/** @returns null where the program runs from its sources */
function builtValidator(name: string): ValidateFunction | null {
  const file = path.resolve(import.meta.dirname, "validators", name);
  try {
    return loadModule<ValidateFunction>(file);
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    if (code === "MODULE_NOT_FOUND" && message.startsWith(`Cannot find module '${file}'`)) return null;
    throw thrown;
  }
}
