import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { fromDocument, toDocument } from "../../src/schema/codec.js";
import { compileSchema } from "../../src/schema/compileSchema.js";
import { jsonSchemaOf } from "../../src/schema/documents.js";
import { encodeDocument } from "../../src/schema/encodeDocument.js";
import { ENCODED, ENCODERS_FILE, type EncodedId, encodersText } from "../../src/schema/encodedDocuments.js";
import { type Encoder, type Encoders, encoderModule } from "../../src/schema/encoderModule.js";

const BUILT = path.resolve(import.meta.dirname, "../../dist/schema/validators", ENCODERS_FILE);

/** What a text of each kind looks like, by what every pattern asks for. */
const TEXTS = [
  "5dcbfe2c-b9be-517f-82d5-fc5883dd4794",
  "5dcb",
  "31/2",
  "tied_group_1",
  "0123456789abcdef".repeat(2),
  "2026-01-31T12:00:00.000Z",
  "0123456789abcdef".repeat(4),
  "a/b.wav",
];

/** Whatever may come in the place of a value; some of it is right somewhere. */
const ANYTHING = [
  null,
  true,
  -1,
  0,
  0.5,
  200,
  2 ** 60,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  "",
  "x",
  "../x",
  [],
  [1],
  {},
  undefined,
];

describe.each(ENCODED)("the encoder of %s", (id) => {
  const encode = encoderOf(id);
  const validate = compileSchema("quick", jsonSchemaOf(id));

  it("gives a document with everything in it the names and the order of its schema", () => {
    const document = sampleOf(id, "full");
    expect(JSON.stringify(encode(fromDocument(document)))).toBe(JSON.stringify(document));
  });

  it.each(["full", "least"] as const)(
    "takes of a %s document, changed in one place, what the schema allows and nothing else",
    (manner) => {
      for (const changed of oneChange(fromDocument(sampleOf(id, manner)))) {
        const onDisk: unknown = JSON.parse(JSON.stringify(toDocument(changed)));
        const encoded = encode(changed);
        const place = JSON.stringify(changed);
        if (encoded !== undefined) expect(encoded, place).toEqual(onDisk);
        if (encoded !== undefined || isJson(changed)) {
          expect(encoded !== undefined, place).toBe(validate(onDisk));
        }
      }
    },
  );
});

describe("a document on its way to the disk", () => {
  const report = () => fromDocument(sampleOf("run.v1", "full"));

  it("may hold what the schema leaves open, whose names are converted too", () => {
    const results = [{ stage: "key", kind: "analyser", result: { keyName: ["C"] } }];
    expect(encodeDocument("run.v1", { ...report(), results })).toMatchObject({
      results: [{ result: { key_name: ["C"] } }],
    });
  });

  it("is refused with the place that is wrong", () => {
    expect(() => encodeDocument("run.v1", { ...report(), eFinal: 2 }, "run.json")).toThrow(
      /Not a run\.v1 document: \/e_final must be <= 1 \(file run\.json\)/,
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    "is refused for %d, of which JSON would make null",
    (eFinal) => {
      expect(() => encodeDocument("run.v1", { ...report(), eFinal })).toThrow(/\/e_final must be number/);
    },
  );

  it("is refused for a field that the schema does not know", () => {
    expect(() => encodeDocument("run.v1", { ...report(), note: 1 })).toThrow(/additional properties: note/);
  });
});

it.skipIf(!existsSync(BUILT))("the encoders in dist/ are as the schemas are now (npm run compile)", () => {
  expect(readFileSync(BUILT, "utf8") === encodersText(jsonSchemaOf)).toBe(true);
});

it("no encoder is made of a schema with words that it does not know", () => {
  expect(() => encoderModule({ "x.v1": { type: "object", format: "date" } })).toThrow("format is not known");
});

function encoderOf(id: EncodedId): Encoder {
  const module = {} as { exports: Encoders<EncodedId> };
  new Function("module", encodersText(jsonSchemaOf))(module);
  return module.exports[id]();
}

/** What the schema leaves open is left to the general way: such lists are empty here. */
function sampleOf(id: EncodedId, manner: "full" | "least"): object {
  const document = sample(jsonSchemaOf(id) as Sampled, manner) as object;
  return "results" in document ? { ...document, results: [] } : document;
}

interface Sampled {
  readonly type?: string | string[];
  readonly const?: unknown;
  readonly enum?: unknown[];
  readonly anyOf?: Sampled[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly minItems?: number;
  readonly properties?: Record<string, Sampled>;
  readonly required?: string[];
  readonly prefixItems?: Sampled[];
  readonly items?: Sampled;
}

/** `full`: everything there, lists of one; `least`: null and empty where that is allowed, nothing that may be left out. */
function sample(schema: Sampled, manner: "full" | "least"): unknown {
  const { type, anyOf, properties, prefixItems, items, pattern, minItems = 0 } = schema;
  if (anyOf) return sample(anyOf[manner === "full" ? 0 : anyOf.length - 1], manner);
  if (schema.const !== undefined || schema.enum) return schema.const ?? schema.enum?.[0];
  if (properties) {
    const keys = Object.keys(properties).filter((key) => manner === "full" || schema.required?.includes(key));
    return Object.fromEntries(keys.map((key) => [key, sample(properties[key], manner)]));
  }
  if (prefixItems) return prefixItems.map((item) => sample(item, manner));
  if (items) {
    const length = Math.max(minItems, manner === "full" ? 1 : 0);
    return Array.from({ length }, () => sample(items, manner));
  }
  if (pattern !== undefined) return TEXTS.find((text) => new RegExp(pattern, "u").test(text));
  const kind = typeof type === "object" ? type.at(manner === "full" ? 0 : -1) : type;
  if (kind === "null") return null;
  return { string: "text", boolean: true }[String(kind)] ?? Math.max(1, schema.minimum ?? 1);
}

/** The value itself, then with each of its parts replaced, left out, or given a field too many. */
function* oneChange(value: unknown): Generator<unknown> {
  yield value;
  if (value === null || typeof value !== "object") return;
  if (!Array.isArray(value)) yield { ...value, tooMuch: 1 };
  for (const [key, part] of Object.entries(value)) {
    const set = (changed: unknown) =>
      Array.isArray(value)
        ? value.map((each, k) => (String(k) === key ? changed : each))
        : { ...value, [key]: changed };
    if (Array.isArray(value)) yield value.filter((_, k) => String(k) !== key);
    else yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
    for (const changed of ANYTHING) yield set(changed);
    for (const changed of oneChange(part)) yield set(changed);
  }
}

/** Does it come back from JSON as it is? */
function isJson(value: unknown): boolean {
  if (value === null || typeof value !== "object") {
    return value !== undefined && (typeof value !== "number" || Number.isFinite(value));
  }
  return Object.values(value).every(isJson);
}
