import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { DOCUMENTS, type DocumentId, jsonSchemaOf } from "../../src/schema/documents.js";
import { assertDocument } from "../../src/schema/validate.js";

const folder = path.resolve(import.meta.dirname, "../../schemas");
const ids = Object.keys(DOCUMENTS) as DocumentId[];

describe("schemas/", () => {
  it("holds one file per document and nothing else", () => {
    expect(readdirSync(folder).sort()).toEqual(ids.map((id) => `${id}.json`).sort());
  });

  it.each(ids)("%s.json is what the source says (npm run schemas)", (id) => {
    expect(JSON.parse(readFileSync(path.join(folder, `${id}.json`), "utf8"))).toEqual(
      JSON.parse(JSON.stringify(jsonSchemaOf(id))),
    );
  });

  it("are JSON Schemas of draft 2020-12, which nobody asks again before they are used", () => {
    const ajv = new Ajv2020({ strict: false });
    const faults = ids.filter((id) => ajv.validateSchema(jsonSchemaOf(id)) !== true);
    expect(faults).toEqual([]);
  });

  it("names the place of a wrong value", () => {
    expect(() =>
      assertDocument("registry.v1", { schema_id: "registry.v1", version: "1.0.0" }, "r.json"),
    ).toThrow(/Not a registry\.v1 document.*piece.*\(file r\.json\)/);
  });

  it("refuses a job whose ID could leave its folder", () => {
    const job = {
      job_id: "../x",
      source_type: "score",
      artist: "",
      album: "",
      title: "",
      musicxml_path: "a.xml",
    };
    expect(() => assertDocument("job.v1", job)).toThrow(/job_id/);
    expect(() => assertDocument("job.v1", { ...job, job_id: "x" })).not.toThrow();
  });
});
