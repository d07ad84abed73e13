/** SVG text ↔ a plain element tree, under limits. */
import { SaxesParser } from "saxes";
import { LeitmotionError } from "../../core/error.js";
import { assertWithin, DEFAULT_LIMITS, type Limits } from "../../core/limits.js";

export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Elements and, where the element holds text, the pieces of text between them. */
  readonly children: readonly SvgNode[];
  /** Line in its file, from 1, where it is kept. */
  readonly line?: number;
}

export type SvgNode = SvgElement | string;

interface OpenElement extends SvgElement {
  readonly attributes: Record<string, string>;
  readonly children: SvgNode[];
}

/** Elements whose text is content; anywhere else it is indentation. */
export const TEXT_HOLDERS = new Set(["text", "tspan", "style", "title", "desc"]);

/**
 * Read an SVG document. Comments and processing instructions are dropped, entities other than the five of XML refused.
 *
 * @param text    the whole document
 * @param limits  bounds on size, depth and number of elements
 * @throws        LeitmotionError XML_MALFORMED with line and column, XML_ENTITY_REFUSED, LIMIT_EXCEEDED
 */
export function parseSvg(text: string, limits: Limits = DEFAULT_LIMITS): SvgElement {
  assertWithin(limits, "unpackedByte", text.length, "SVG document");
  const parser = new SaxesParser({ xmlns: false, position: true });
  const open: OpenElement[] = [];
  let root: SvgElement | undefined;
  let count = 0;
  parser.on("error", (error) => {
    throw malformed(error.message, parser);
  });
  parser.on("doctype", (doctype) => {
    if (/<!ENTITY/i.test(doctype)) {
      throw new LeitmotionError("XML_ENTITY_REFUSED", "The SVG declares entities", { line: parser.line });
    }
  });
  parser.on("opentag", (tag) => {
    const element: OpenElement = { name: tag.name, attributes: tag.attributes, children: [] };
    assertWithin(limits, "xmlNode", ++count, "Elements of the SVG");
    assertWithin(limits, "xmlDepth", open.length + 1, "Nesting of the SVG");
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const addText = (piece: string) => {
    const holder = open.at(-1);
    if (holder !== undefined && TEXT_HOLDERS.has(holder.name)) holder.children.push(piece);
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    root = open.pop();
  });
  parser.write(text).close();
  if (root?.name !== "svg") throw malformed(`The root element is <${root?.name}>, not <svg>`, parser);
  return root;
}

function malformed(message: string, parser: SaxesParser): LeitmotionError {
  const what = message.replace(/^\d+:\d+: /, "");
  return new LeitmotionError("XML_MALFORMED", `SVG: ${what}`, { line: parser.line, column: parser.column });
}

/** Write a tree as text: attributes in their order, no white space added. */
export function formatSvg(node: SvgNode): string {
  if (typeof node === "string") return escapeText(node);
  const attributes = formatAttributes(node.attributes);
  if (node.children.length === 0) return `<${node.name}${attributes}/>`;
  return `<${node.name}${attributes}>${node.children.map(formatSvg).join("")}</${node.name}>`;
}

/** ` name="value"` for every attribute that has a value. */
export function formatAttributes(attributes: Readonly<Record<string, string | number | undefined>>): string {
  let text = "";
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined) text += ` ${name}="${escapeText(String(value)).replaceAll('"', "&quot;")}"`;
  }
  return text;
}

export function escapeText(text: string): string {
  return /[&<>]/.test(text)
    ? text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    : text;
}

/** At most three decimals, no trailing zeros, never `-0`. */
export function formatNumber(value: number): string {
  const rounded = round3(value);
  return String(rounded === 0 ? 0 : rounded);
}

/** To thousandths of a unit, as drawings are written. */
export function round3(value: number): number {
  return Math.round(value * 1000) / 1000;
}
