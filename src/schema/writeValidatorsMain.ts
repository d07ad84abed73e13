/** Write validators/*.cjs beside this module, those of `validatorKinds.ts`. Run by `npm run prepared`. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { schemaModule } from "./compileSchema.js";
import { jsonSchemaOf } from "./documents.js";
import { VALIDATOR_KINDS } from "./validatorKinds.js";
import { validatorName } from "./validators.js";

const folder = path.resolve(import.meta.dirname, "validators");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const { id, manner } of VALIDATOR_KINDS) {
  writeFileSync(path.join(folder, validatorName(manner, id)), schemaModule(manner, jsonSchemaOf(id)));
}
