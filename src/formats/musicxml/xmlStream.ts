/** The elements of an XML document, under limits, with every fault placed in the file. */
import { SaxesParser } from "saxes";
import { type FaultPlace, LeitmotionError } from "../../core/error.js";
import { assertWithin, type Limits } from "../../core/limits.js";
import { readPlainXml } from "./plainXml.js";
import { decodeXml, detectEncoding } from "./xmlText.js";

/** Attributes by name; without prototype, so any name is safe to look up. */
export type XmlAttributes = Readonly<Record<string, string | undefined>>;

export interface XmlHandler {
  /** `line` is where the tag ends, from 1. */
  open(name: string, attributes: XmlAttributes, line: number): void;
  close(name: string): void;
  /** Text inside the root, which may come in several pieces. */
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
 * What `readPlainXml` gives up on is read again by saxes, which knows all of XML and words the faults: decision 0014.
 *
 * @param makeHandler  called once or twice: a document that is begun anew is read by a new handler
 * @returns the handler that has seen the whole document
 * @throws LeitmotionError XML_MALFORMED, XML_ENTITY_REFUSED, LIMIT_EXCEEDED (xmlDepth, xmlNode), and
 *         what the handler throws, each with file, line and column
 */
export function streamXml<H extends XmlHandler>(
  bytes: Uint8Array,
  source: XmlSource,
  makeHandler: () => H,
): H {
  return tryPlainXml(bytes, source, makeHandler()) ?? readAnyXml(bytes, source, makeHandler());
}

/** Null where the document has to be read again, if only to say where a fault lies. */
function tryPlainXml<H extends XmlHandler>(bytes: Uint8Array, { limits }: XmlSource, handler: H): H | null {
  try {
    return readPlainXml(decodedPieces(bytes, handler), handler, limits) ? handler : null;
  } catch (error) {
    if (error instanceof LeitmotionError) return null;
    throw error;
  }
}

function readAnyXml<H extends XmlHandler>(bytes: Uint8Array, source: XmlSource, handler: H): H {
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
  const text = (text: string) => {
    if (depth > 0) handler.text(text);
  };
  parser.on("text", text);
  parser.on("cdata", text);
  try {
    for (const piece of decodedPieces(bytes, handler)) parser.write(piece);
    parser.close();
    return handler;
  } catch (error) {
    if (!(error instanceof LeitmotionError)) throw error;
    // A handler that knows the line of the faulty element says so; the parser stands at the end of its measure element.
    const column = error.place.line === undefined ? parser.column : undefined;
    throw error.at({ file: fileName, line: parser.line, column, ...handler.place() });
  }
}

function decodedPieces(bytes: Uint8Array, handler: XmlHandler): Iterable<string> {
  const encoding = detectEncoding(bytes);
  if (encoding.guessed) {
    handler.warn?.("ENCODING_LATIN", "The text is neither UTF-8 nor UTF-16: it is read as Latin letters");
  }
  return decodeXml(bytes, encoding);
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
