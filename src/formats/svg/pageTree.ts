/** A page that somebody else wrote → a tree of the elements and attributes that are read, under limits. */
import { type SaxesAttributeNS, SaxesParser, type SaxesTagPlain } from "saxes";
import { LeitmotionError } from "../../core/error.js";
import { assertWithin, type Limits } from "../../core/limits.js";
import type { LeftOutTally } from "./leftOut.js";
import { excerpt } from "./matrix.js";
import {
  READ_ATTRIBUTES,
  READ_ELEMENTS,
  REFERRING_ELEMENTS,
  SCRIPT_ELEMENTS,
  SILENT_ELEMENTS,
} from "./pageVocabulary.js";
import { type SvgElement, type SvgNode, TEXT_HOLDERS } from "./svgTree.js";

export interface PageTree {
  readonly root: SvgElement;
  /** First comments of the document: programs sign there. */
  readonly comments: readonly string[];
}

interface OpenElement extends SvgElement {
  children: SvgNode[];
}

const MAX_COMMENTS = 20;
const NO_CHILDREN: SvgNode[] = [];

/**
 * Read a page. Nothing it refers to is opened and nothing in it is run.
 *
 * Refused: entity declarations, scripts, event attributes and `javascript:` links, and images or `use` of anything outside
 * the page. Left out and counted: pictures within the page, gradients, clips, masks, filters, foreign objects, animations,
 * style sheets elsewhere, unknown elements. Left out in silence: metadata, and what editors note down for themselves.
 *
 * @throws LeitmotionError XML_MALFORMED, XML_ENTITY_REFUSED, PAGE_NOT_SVG, SVG_SCRIPT_REFUSED, SVG_REFERENCE_REFUSED,
 *         LIMIT_EXCEEDED (xmlDepth, pageElement), each with its line
 */
export function readPageTree(pieces: Iterable<string>, limits: Limits, tally: LeftOutTally): PageTree {
  const reader = new PageTreeReader(limits, tally);
  const { parser } = reader;
  try {
    for (const piece of pieces) parser.write(piece);
    parser.close();
    return reader.result();
  } catch (thrown) {
    throw thrown instanceof LeitmotionError ? thrown.at({ line: parser.line }) : thrown;
  }
}

class PageTreeReader {
  readonly parser = new SaxesParser({ xmlns: false, position: true });
  readonly #limits: Limits;
  readonly #tally: LeftOutTally;
  readonly #open: OpenElement[] = [];
  readonly #comments: string[] = [];
  #root: OpenElement | null = null;
  /** Prefix of SVG's own names, with its colon; "" as a rule. */
  #prefix = "";
  #depth = 0;
  #count = 0;
  /** Depth of the outermost element that is being left out; 0 if none is. */
  #skippedFrom = 0;

  constructor(limits: Limits, tally: LeftOutTally) {
    this.#limits = limits;
    this.#tally = tally;
    const { parser } = this;
    parser.on("error", (error) => {
      const what = error.message.replace(/^\d+:\d+:\s*/, "").replace(/\.$/, "");
      throw new LeitmotionError("XML_MALFORMED", `Not well-formed XML: ${what}`, {}, { cause: error });
    });
    parser.on("doctype", (doctype) => {
      if (/<!ENTITY/i.test(doctype))
        throw new LeitmotionError("XML_ENTITY_REFUSED", "The page declares entities");
    });
    parser.on("processinginstruction", ({ target }) => {
      if (target === "xml-stylesheet") tally.add(target);
    });
    parser.on("comment", (text) => {
      if (this.#comments.length < MAX_COMMENTS) this.#comments.push(text.slice(0, 200));
    });
    parser.on("opentag", (tag) => this.#openTag(tag));
    parser.on("closetag", () => this.#closeTag());
    const addText = (piece: string) => {
      const holder = this.#skippedFrom === 0 ? this.#open.at(-1) : undefined;
      if (holder !== undefined && TEXT_HOLDERS.has(holder.name)) addChild(holder, piece);
    };
    parser.on("text", addText);
    parser.on("cdata", addText);
  }

  result(): PageTree {
    if (this.#root === null) throw new LeitmotionError("PAGE_NOT_SVG", "The document is empty");
    return { root: this.#root, comments: this.#comments };
  }

  #openTag(tag: SaxesTagPlain): void {
    this.#depth++;
    this.#count++;
    if (this.#depth > this.#limits.xmlDepth)
      assertWithin(this.#limits, "xmlDepth", this.#depth, "Nesting of the page's elements");
    if (this.#count > this.#limits.pageElement)
      assertWithin(this.#limits, "pageElement", this.#count, "Elements of the page");
    if (this.#depth === 1) this.#notePrefix(tag.name);
    const { name, isForeign } = this.#nameOf(tag.name);
    assertNoScript(name, tag.attributes);
    if (this.#skippedFrom > 0) return;
    const attributes = readAttributes(name, tag.attributes);
    if (isForeign || !READ_ELEMENTS.has(name)) {
      this.#skippedFrom = this.#depth;
      if (!isForeign && !SILENT_ELEMENTS.has(name)) this.#tally.add(name);
      return;
    }
    const element: OpenElement = { name, attributes, children: NO_CHILDREN, line: this.parser.line };
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = element;
    else addChild(parent, element);
    this.#open.push(element);
  }

  #closeTag(): void {
    if (this.#skippedFrom === 0) this.#open.pop();
    else if (this.#skippedFrom === this.#depth) this.#skippedFrom = 0;
    this.#depth--;
  }

  #notePrefix(name: string): void {
    const colon = name.indexOf(":");
    if (name.slice(colon + 1) !== "svg") {
      throw new LeitmotionError("PAGE_NOT_SVG", `The root element is <${name.slice(0, 60)}>, not <svg>`);
    }
    this.#prefix = name.slice(0, colon + 1);
  }

  /** The name without SVG's prefix; foreign is what bears another one. */
  #nameOf(name: string): { name: string; isForeign: boolean } {
    const colon = name.indexOf(":");
    if (colon < 0 && this.#prefix === "") return { name, isForeign: false };
    return { name: name.slice(colon + 1), isForeign: name.slice(0, colon + 1) !== this.#prefix };
  }
}

/** Children are kept in a list of their own only where there are any: most elements have none. */
function addChild(parent: OpenElement, child: SvgNode): void {
  if (parent.children === NO_CHILDREN) parent.children = [child];
  else parent.children.push(child);
}

function assertNoScript(name: string, attributes: SaxesTagPlain["attributes"]): void {
  if (SCRIPT_ELEMENTS.has(name.toLowerCase()))
    throw new LeitmotionError("SVG_SCRIPT_REFUSED", `The page holds a <${name}>`);
  for (const attribute in attributes) {
    // Looked at character by character: this is asked of every attribute.
    const isEvent = (attribute.charCodeAt(0) | 32) === 111 && (attribute.charCodeAt(1) | 32) === 110;
    if (isEvent)
      throw new LeitmotionError("SVG_SCRIPT_REFUSED", `<${name}> has the event attribute ${attribute}`);
  }
}

function readAttributes(name: string, given: Readonly<Record<string, string | SaxesAttributeNS>>) {
  const kept: Record<string, string> = {};
  for (const attribute in given) {
    const value = given[attribute] as string;
    if (READ_ATTRIBUTES.has(attribute)) kept[attribute] = value;
    else if (attribute === "href" || attribute.endsWith(":href")) keepReference(kept, name, value.trim());
  }
  return kept;
}

/** Links are not followed, so they may lead anywhere; what is drawn must come from the page itself. */
function keepReference(kept: Record<string, string>, name: string, value: string): void {
  // Blanks and control characters inside a scheme do not keep browsers from running it.
  const scheme = [...value.slice(0, 40)].filter((character) => character > " ").join("");
  if (/^javascript:/i.test(scheme))
    throw new LeitmotionError("SVG_SCRIPT_REFUSED", `<${name}> refers to ${excerpt(value)}`);
  if (!REFERRING_ELEMENTS.has(name)) return;
  if (value.startsWith("#")) kept.href ??= value;
  else if (value !== "" && !(name !== "use" && /^data:/i.test(value)))
    throw new LeitmotionError("SVG_REFERENCE_REFUSED", `<${name}> refers to ${excerpt(value)}`);
}
