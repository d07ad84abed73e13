/** JSON Schemas made into code by ajv: by the build ahead of time, or on the spot where nothing was built. */
import { createRequire } from "node:module";
import type { Ajv2020, ValidateFunction } from "ajv/dist/2020.js";
import type standalone from "ajv/dist/standalone/index.js";

export type JsonSchema = Record<string, unknown>;

/** `thorough` is for documents that people write: they want to hear of every fault, not of the first. */
export type Manner = "quick" | "thorough";

/** Ajv takes longer to load than most runs take to work. */
const load = createRequire(import.meta.url);

/** Compile a schema, which is ours: that it is a valid one is tested once and for all. */
export function compileSchema(manner: Manner, schema: JsonSchema): ValidateFunction {
  return newAjv(manner, { optimize: false }).compile(schema);
}

/** The same as the text of a CommonJS module, which exports the function. */
export function schemaModule(manner: Manner, schema: JsonSchema): string {
  const ajv = newAjv(manner, { source: true });
  const { default: codeOf } = load("ajv/dist/standalone/index.js") as { default: typeof standalone.default };
  return codeOf(ajv, ajv.compile(schema));
}

function newAjv(manner: Manner, code: { optimize?: false; source?: true }): Ajv2020 {
  const ajv = load("ajv/dist/2020.js") as { Ajv2020: typeof Ajv2020 };
  const allErrors = manner === "thorough";
  return new ajv.Ajv2020({ strict: false, validateSchema: false, meta: false, allErrors, code });
}
