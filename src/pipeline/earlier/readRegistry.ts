/** Read a registry back: checked against its schema at the door, trusted inside. */

import { LeitmotionError } from "../../core/error.js";
import { DEFAULT_LIMITS } from "../../core/limits.js";
import { diskPath } from "../../io/diskPath.js";
import { isFile, readInputFile } from "../../io/readInputFile.js";
import { fromDocument } from "../../schema/codec.js";
import type { Registry, registrySchema } from "../../schema/registry.js";
import { assertDocument } from "../../schema/validate.js";

export const REGISTRY_FILE = "manifests/registry.json";

export function hasRegistry(dir: string): boolean {
  return isFile(registryPath(dir));
}

/**
 * The registry of an output folder.
 *
 * @throws LeitmotionError RESULT_NOT_FOUND if the folder holds none; SCHEMA_INVALID if it is damaged
 */
export function readRegistry(dir: string): Registry {
  const file = registryPath(dir);
  if (!isFile(file)) throw new LeitmotionError("RESULT_NOT_FOUND", "No registry here", { path: file });
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(readInputFile(file, DEFAULT_LIMITS)).toString("utf8"));
  } catch (cause) {
    if (cause instanceof LeitmotionError) throw cause;
    throw new LeitmotionError("SCHEMA_INVALID", "The registry is not JSON", { file }, { cause });
  }
  assertDocument("registry.v1", value, file);
  return fromDocument(value as ReturnType<typeof registrySchema.parse>);
}

function registryPath(dir: string): string {
  return diskPath(dir, REGISTRY_FILE);
}
