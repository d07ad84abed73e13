/** JSON Schemas made into code by ajv: by the build ahead of time, or on the spot where nothing was built. */
import type { Ajv2020, ValidateFunction } from "ajv/dist/2020.js";
import type standalone from "ajv/dist/standalone/index.js";
import { loadModule } from "../core/loadModule.js";

export type JsonSchema = Record<string, unknown>;

/** `thorough` is for documents that people write: they want to hear of every fault, not of the first. */
export type Manner = "quick" | "thorough";

/** Compile a schema, which is ours: that it is a valid one is tested once and for all. */
export function compileSchema(manner: Manner, schema: JsonSchema): ValidateFunction {
  return newAjv(manner, { optimize: false }).compile(schema);
}

/** The same as the text of a CommonJS module, which exports the function. */
export function schemaModule(manner: Manner, schema: JsonSchema): string {
  const ajv = newAjv(manner, { source: true });
  const { default: codeOf } = loadModule<typeof standalone>("ajv/dist/standalone/index.js");
  return codeOf(ajv, ajv.compile(schema));
}

function newAjv(manner: Manner, code: { optimize?: false; source?: true }): Ajv2020 {
  const { Ajv2020: Ajv } = loadModule<{ Ajv2020: typeof Ajv2020 }>("ajv/dist/2020.js");
  const allErrors = manner === "thorough";
  const strictNumbers = true; // JSON would make null of what is not finite
  return new Ajv({ strict: false, strictNumbers, validateSchema: false, meta: false, allErrors, code });
}
