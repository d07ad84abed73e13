/** Write schemas/*.json from the zod sources. Run by `npm run schemas`; a test compares the two. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PACKAGE_FOLDER } from "../core/ownFiles.js";
import { DOCUMENTS, type DocumentId, jsonSchemaOf } from "./documents.js";

const folder = path.join(PACKAGE_FOLDER, "schemas");
mkdirSync(folder, { recursive: true });
for (const id of Object.keys(DOCUMENTS) as DocumentId[]) {
  writeFileSync(path.join(folder, `${id}.json`), `${JSON.stringify(jsonSchemaOf(id), null, 2)}\n`);
}
console.log(`${Object.keys(DOCUMENTS).length} schemas written to schemas/`);
