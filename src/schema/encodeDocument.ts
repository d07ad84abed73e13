/** Documents on their way to the disk: checked against their schema, and with the names they have there. */
import { toDocument } from "./codec.js";
import { type EncodedId, encoderName } from "./encodedDocuments.js";
import { type Encoder, encoderModule } from "./encoderModule.js";
import { readSchema } from "./readSchema.js";
import { assertDocument } from "./validate.js";
import { builtModule } from "./validators.js";

const known = new Map<EncodedId, Encoder>();

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

/** The one that the build left, else one made on the spot. */
function encoderOf(id: EncodedId): Encoder {
  let encoder = known.get(id);
  if (encoder === undefined) {
    encoder = builtModule<Encoder>(encoderName(id)) ?? evaluate(encoderModule(readSchema(id)));
    known.set(id, encoder);
  }
  return encoder;
}

function evaluate(text: string): Encoder {
  const module = {} as { exports: Encoder };
  new Function("module", text)(module);
  return module.exports;
}
