/** The schema of a document as the package carries it. */
import path from "node:path";
import { loadModule } from "../core/loadModule.js";
import { PACKAGE_FOLDER } from "../core/ownFiles.js";
import type { JsonSchema } from "./compileSchema.js";
import type { DocumentId } from "./documents.js";

/** Read, not made from the source: that would load all schemas for the sake of one. */
export function readSchema(id: DocumentId): JsonSchema {
  return loadModule<JsonSchema>(path.join(PACKAGE_FOLDER, "schemas", `${id}.json`));
}
