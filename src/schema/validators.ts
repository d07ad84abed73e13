/** One validator per kind of document: the one that the build left, else one compiled on the spot. */
import path from "node:path";
import type { ValidateFunction } from "ajv/dist/2020.js";
import { loadModule } from "../core/loadModule.js";
import { BUILD_FOLDER, RUNS_FROM_SOURCES } from "../core/ownFiles.js";
import { compileSchema, type JsonSchema, type Manner } from "./compileSchema.js";
import type { DocumentId } from "./documents.js";

/** The build writes them here. */
export const VALIDATORS_FOLDER = path.join(BUILD_FOLDER, "schema/validators");

const known = new Map<string, ValidateFunction>();

/**
 * Both come from the same schema by the same options (`compileSchema`), so they say the same.
 *
 * @param schemaOf  asked where the program runs from its sources
 */
export function validatorOf(manner: Manner, id: DocumentId, schemaOf: () => JsonSchema): ValidateFunction {
  const name = validatorName(manner, id);
  const validator =
    known.get(name) ?? builtModule<ValidateFunction>(name) ?? compileSchema(manner, schemaOf());
  known.set(name, validator);
  return validator;
}

/** File in `VALIDATORS_FOLDER`. */
export function validatorName(manner: Manner, id: DocumentId): string {
  return `${id}.${manner}.cjs`;
}

/**
 * What a file of `VALIDATORS_FOLDER` exports.
 *
 * @returns null where the program runs from its sources, or the build is not yet done
 */
export function builtModule<T>(name: string): T | null {
  if (RUNS_FROM_SOURCES) return null;
  const file = path.join(VALIDATORS_FOLDER, name);
  try {
    return loadModule<T>(file);
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    if (code === "MODULE_NOT_FOUND" && message.startsWith(`Cannot find module '${file}'`)) return null;
    throw thrown;
  }
}
