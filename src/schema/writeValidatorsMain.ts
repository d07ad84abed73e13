/** Write dist/schema/validators/*.cjs, those of `validatorKinds.ts` and `encodedDocuments.ts`. Run by `npm run prepared`. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { schemaModule } from "./compileSchema.js";
import { jsonSchemaOf } from "./documents.js";
import { ENCODED, encoderName } from "./encodedDocuments.js";
import { encoderModule } from "./encoderModule.js";
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
for (const id of ENCODED) {
  writeFileSync(path.join(VALIDATORS_FOLDER, encoderName(id)), encoderModule(jsonSchemaOf(id)));
}
