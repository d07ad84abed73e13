/** The `config` of a stage, checked by its processor's own schema and filled with the schema's defaults. */
import type { Ajv2020, ValidateFunction } from "ajv/dist/2020.js";
import { loadModule } from "../../core/loadModule.js";
import { formatFaults } from "../../schema/validate.js";
import { type ConfigSchema, NO_CONFIG } from "../engine/processor.js";

export type Config = Readonly<Record<string, unknown>>;

export interface ConfigCheck {
  /** A copy, with defaults. */
  readonly config: Config;
  /** Each with its path below `config`. */
  readonly faults: readonly string[];
}

/**
 * @param pick  leave out what the schema does not know (a fallback takes what it can use), else it is a fault
 * @throws Error if the schema itself is none
 */
export function checkConfig(schema: ConfigSchema, given: Config, { pick = false } = {}): ConfigCheck {
  // Most stages have no settings and want none.
  if (schema === NO_CONFIG && Object.keys(given).length === 0) return { config: {}, faults: [] };
  const config = structuredClone(given);
  const validate = compileConfig(schema, pick);
  validate(config);
  return { config, faults: formatFaults(validate.errors) };
}

/** @throws Error saying why the schema cannot be used */
export function compileConfig(schema: ConfigSchema, pick = false): ValidateFunction {
  if ("$async" in schema) throw new Error("$async schemas are not supported");
  const { Ajv2020: Ajv } = loadModule<{ Ajv2020: typeof Ajv2020 }>("ajv/dist/2020.js");
  const ajv = new Ajv({ allErrors: true, strict: false, useDefaults: true, removeAdditional: pick });
  return ajv.compile(schema);
}

/** Settings that a schema neither names nor describes, although it may let them pass. */
export function unknownSettings(schema: ConfigSchema, given: Config): string[] {
  const names = new Set(Object.keys((schema.properties ?? {}) as object));
  const isOpen = typeof schema.additionalProperties === "object" || schema.patternProperties !== undefined;
  return isOpen ? [] : Object.keys(given).filter((name) => !names.has(name));
}
