/** saxes in streaming mode, under limits, with every fault placed in the file. */
import { SaxesParser } from "saxes";
import { type FaultPlace, LeitmotionError } from "../../core/error.js";
import { assertWithin, type Limits } from "../../core/limits.js";
import { decodeXml, detectEncoding } from "./xmlText.js";

/** Attributes by name; without prototype, so any name is safe to look up. */
export type XmlAttributes = Readonly<Record<string, string | undefined>>;

export interface XmlHandler {
  /** `line` is where the tag ends, from 1. */
  open(name: string, attributes: XmlAttributes, line: number): void;
  close(name: string): void;
  /** Text may come in several pieces. */
  text(text: string): void;
  /** Part and measure being read, for faults. */
  place(): FaultPlace;
  /** Something odd that was read all the same. */
  warn?(code: string, message: string): void;
}

export interface XmlSource {
  readonly fileName: string;
  readonly limits: Limits;
}

/**
 * Send the elements of a document to a handler.
 *
 * Document types are read past and never loaded; one that declares an entity is refused, so nothing can be expanded.
 *
 * @throws LeitmotionError XML_MALFORMED, XML_ENTITY_REFUSED, LIMIT_EXCEEDED (xmlDepth, xmlNode), and
 *         what the handler throws, each with file, line and column
 */
export function streamXml(bytes: Uint8Array, source: XmlSource, handler: XmlHandler): void {
  const { fileName, limits } = source;
  const parser = new SaxesParser({ xmlns: false });
  const names = new Map<string, string>();
  let depth = 0;
  let nodeCount = 0;
  parser.on("error", (error) => {
    throw new LeitmotionError("XML_MALFORMED", sentence(error.message), {}, { cause: error });
  });
  parser.on("doctype", (doctype) => {
    if (doctype.includes("<!ENTITY")) {
      throw new LeitmotionError("XML_ENTITY_REFUSED", "The document type declares entities");
    }
  });
  parser.on("opentag", (tag) => {
    if (++depth > limits.xmlDepth) assertWithin(limits, "xmlDepth", depth, "Nesting of elements");
    if (++nodeCount > limits.xmlNode) assertWithin(limits, "xmlNode", nodeCount, "XML elements");
    handler.open(intern(names, tag.name), tag.attributes, parser.line);
  });
  parser.on("closetag", (tag) => {
    depth--;
    handler.close(tag.name);
  });
  parser.on("text", (text) => handler.text(text));
  parser.on("cdata", (text) => handler.text(text));
  try {
    const encoding = detectEncoding(bytes);
    if (encoding.guessed) {
      handler.warn?.("ENCODING_LATIN", "The text is neither UTF-8 nor UTF-16: it is read as Latin letters");
    }
    for (const piece of decodeXml(bytes, encoding)) parser.write(piece);
    parser.close();
  } catch (error) {
    if (!(error instanceof LeitmotionError)) throw error;
    // A handler that knows the line of the faulty element says so; the parser stands at the end of its measure element.
    const column = error.place.line === undefined ? parser.column : undefined;
    throw error.at({ file: fileName, line: parser.line, column, ...handler.place() });
  }
}

/** One string object per element name: comparing them later is comparing pointers. */
function intern(names: Map<string, string>, name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  if (names.size < 2000) names.set(name, name);
  return name;
}

/** saxes writes `12:7: unclosed tag: note`; the position is reported separately. */
function sentence(message: string): string {
  const text = message.replace(/^\d+:\d+:\s*/, "").replace(/\.$/, "");
  return `Not well-formed XML: ${text}`;
}
