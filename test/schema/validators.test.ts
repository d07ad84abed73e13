import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { ValidateFunction } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { compileSchema, type Manner, schemaModule } from "../../src/schema/compileSchema.js";
import { type DocumentId, jsonSchemaOf } from "../../src/schema/documents.js";
import { VALIDATOR_KINDS } from "../../src/schema/validatorKinds.js";
import { validatorName } from "../../src/schema/validators.js";

const BUILT = path.resolve(import.meta.dirname, "../../dist/schema/validators");
/** What the text of a module exports. */
function exported(text: string): ValidateFunction {
  const module = { exports: {} as ValidateFunction };
  new Function("module", "exports", "require", text)(module, module.exports, createRequire(import.meta.url));
  return module.exports;
}

/** Documents that are wrong in one place and in several, or in everything. */
const WRONG = [
  null,
  [],
  {},
  { schema_id: 7, version: "2", x: 1, notes: [{ a: 1 }], pipeline: { stages: [] } },
];

describe("a validator written ahead of time", () => {
  it.each(VALIDATOR_KINDS)(
    "finds in $id, $manner, the same faults as one compiled on the spot",
    ({ id, manner }) => {
      const [there, here] = [exported(text(manner, id)), compileSchema(manner, jsonSchemaOf(id))];
      for (const wrong of WRONG) {
        expect(there(wrong)).toBe(here(wrong));
        expect(there.errors).toEqual(here.errors);
      }
      expect(there(WRONG.at(-1))).toBe(false);
    },
  );

  it("accepts what the schema allows, and names what it does not", () => {
    const validate = exported(text("quick", "job.v1"));
    const job = { job_id: "x", source_type: "s", artist: "", album: "", title: "", musicxml_path: "a.xml" };
    expect(validate(job)).toBe(true);
    expect(validate({ ...job, job_id: "../x" })).toBe(false);
    expect(validate.errors?.[0]).toMatchObject({ instancePath: "/job_id", keyword: "pattern" });
  });

  it.skipIf(!existsSync(BUILT))("is in dist/ as the schemas are now (npm run compile)", () => {
    const old = VALIDATOR_KINDS.filter(
      ({ id, manner }) =>
        readFileSync(path.join(BUILT, validatorName(manner, id)), "utf8") !== text(manner, id),
    );
    expect(old).toEqual([]);
  });
});

function text(manner: Manner, id: DocumentId): string {
  return schemaModule(manner, jsonSchemaOf(id));
}
