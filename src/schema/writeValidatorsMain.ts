/** Write dist/schema/validators/*.cjs, those of `validatorKinds.ts` and `encodedDocuments.ts`. Run by `npm run prepared`. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { schemaModule } from "./compileSchema.js";
import { jsonSchemaOf } from "./documents.js";
import { ENCODERS_FILE, encodersText } from "./encodedDocuments.js";
import { VALIDATOR_KINDS } from "./validatorKinds.js";
import { VALIDATORS_FOLDER, validatorName } from "./validators.js";

rmSync(VALIDATORS_FOLDER, { recursive: true, force: true });
mkdirSync(VALIDATORS_FOLDER, { recursive: true });
for (const { id, manner } of VALIDATOR_KINDS) {
  writeFileSync(
    path.join(VALIDATORS_FOLDER, validatorName(manner, id)),
    schemaModule(manner, jsonSchemaOf(id)),
  );
}
writeFileSync(path.join(VALIDATORS_FOLDER, ENCODERS_FILE), encodersText(jsonSchemaOf));
