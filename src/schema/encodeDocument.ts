/** Documents on their way to the disk: checked against their schema, and with the names they have there. */
import { toDocument } from "./codec.js";
import { ENCODERS_FILE, type EncodedId, encodersText } from "./encodedDocuments.js";
import type { Encoder, Encoders } from "./encoderModule.js";
import { readSchema } from "./readSchema.js";
import { assertDocument } from "./validate.js";
import { builtModule } from "./validators.js";

const known = new Map<EncodedId, Encoder>();
let all: Encoders<EncodedId> | null = null;

/**
 * A value in camelCase as a document in snake_case, its fields in the order of the schema.
 *
 * @param file  name for the message, where the document has one
 * @throws LeitmotionError SCHEMA_INVALID naming the first wrong place
 */
export function encodeDocument(id: EncodedId, value: object, file?: string): Record<string, unknown> {
  const encoded = encoderOf(id)(value);
  if (encoded !== undefined) return encoded;
  const document = toDocument(value) as Record<string, unknown>;
  assertDocument(id, document, file);
  return document;
}

function encoderOf(id: EncodedId): Encoder {
  let encoder = known.get(id);
  if (encoder === undefined) {
    all ??= builtModule<Encoders<EncodedId>>(ENCODERS_FILE) ?? evaluate(encodersText(readSchema));
    encoder = all[id]();
    known.set(id, encoder);
  }
  return encoder;
}

/** Where nothing is built. */
function evaluate(text: string): Encoders<EncodedId> {
  const module = {} as { exports: Encoders<EncodedId> };
  new Function("module", text)(module);
  return module.exports;
}
