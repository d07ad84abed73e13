/** The plain part of XML, read quickly: what notation programs write, and nothing that needs a second thought. */
import type { Limits } from "../../core/limits.js";
import type { XmlAttributes, XmlHandler } from "./xmlStream.js";

/**
 * Send the elements of a document to a handler, or give up.
 *
 * Known are a declaration of XML 1.0, a document type without declarations in it, comments, elements, attributes, text,
 * the predefined entities and references to characters; names are of ASCII letters. At anything else, well-formed or not,
 * and above a limit, this gives up: then what the handler has seen is worth nothing, and another reader has to begin anew.
 *
 * @param pieces  the document as text; no piece ends inside a pair of surrogates
 * @returns true if the document is well-formed and was read to its end
 * @throws  what the handler throws
 * @cost    linear; memory: two pieces
 */
export function readPlainXml(pieces: Iterable<string>, handler: XmlHandler, limits: Limits): boolean {
  const reader = new PlainReader(handler, limits);
  let rest = "";
  for (const piece of pieces) {
    const text = withLineFeeds(rest + piece);
    if (UNUSUAL.test(text) || text.includes("]]>")) return false;
    const end = reader.read(text);
    if (end < 0 || text.length - end > MAX_REST) return false;
    rest = text.slice(end);
  }
  return reader.isComplete && BLANK.test(rest);
}

/** Longest text, tag or comment that goes on in the next piece. To look for the end of ever longer ones is not linear. */
const MAX_REST = 1 << 16;

/** What XML forbids, and surrogates, which are seldom needed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNUSUAL = /[\0-\x08\v\f\x0e-\x1f\ud800-\udfff\ufffe\uffff]/;
const BLANK = /^[ \t\n\r]*$/;

/** Line ends as XML has them, but for one at the end, which may be half of one. */
function withLineFeeds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n|\r(?!$)/g, "\n") : text;
}

// In each of these, what may follow a repeated set of characters is outside of that set: they never search twice.
const DECLARATION =
  /\ufeff?(?:<\?xml[ \t\n]+version=(["'])1\.0\1(?:[ \t\n]+encoding=(["'])[A-Za-z][\w.-]*\2)?(?:[ \t\n]+standalone=(["'])(?:yes|no)\3)?[ \t\n]*\?>)?/y;
const DOCUMENT_TYPE =
  /^!DOCTYPE[ \t\n]+[A-Za-z_][\w.-]*(?:[ \t\n]+(?:PUBLIC[ \t\n]+(?:"[^"<]*"|'[^'<]*')|SYSTEM)[ \t\n]+(?:"[^"<]*"|'[^'<]*'))?[ \t\n]*$/;
const NAME = /(\/?)([A-Za-z_][\w.-]*)/y;
const ATTRIBUTE = /[ \t\n]+([A-Za-z_][\w.:-]*)[ \t\n]*=[ \t\n]*(?:"([^"<]*)"|'([^'<]*)')/y;
const REFERENCE = /&(?:(amp|lt|gt|quot|apos)|#x([\da-fA-F]{1,6})|#(\d{1,7}));/y;

interface Tag {
  readonly kind: "open" | "empty" | "close";
  readonly name: string;
  readonly attributes: XmlAttributes;
}

/** A score says few different tags many times; those with coordinates in them fill the rest of the store. */
const MAX_KEPT_TAGS = 2000;

class PlainReader {
  private line = 1;
  private nodeCount = 0;
  private hasBegun = false;
  private hasType = false;
  private hasRoot = false;
  /** Names of the elements that are open. */
  private readonly path: string[] = [];
  /** By what stands between the brackets. */
  private readonly tags = new Map<string, Tag>();
  private readonly names = new Map<string, string>();

  constructor(
    private readonly handler: XmlHandler,
    private readonly limits: Limits,
  ) {}

  get isComplete(): boolean {
    return this.hasRoot && this.path.length === 0;
  }

  /** @returns where what is not whole begins, or -1 to give up */
  read(text: string): number {
    const { handler, limits, path, tags } = this;
    let at = this.hasBegun ? 0 : endOfDeclaration(text);
    let whole = 0;
    let feedAt = indexOrEnd(text, "\n", 0);
    let referenceAt = indexOrEnd(text, "&", 0);
    for (;;) {
      const from = text.indexOf("<", at);
      const to = from < 0 ? -1 : text.indexOf(">", from);
      if (to < 0) return whole;
      const inside = text.slice(from + 1, to);
      const tag = tags.get(inside) ?? this.readTag(inside);
      const end = tag === null ? this.endOfOther(text, from, inside) : to + 1;
      if (end < 0) return -1;
      if (end === from) return whole;
      if (from > at) {
        const between = text.slice(at, from);
        if (referenceAt < at) referenceAt = indexOrEnd(text, "&", at);
        const content = referenceAt < from ? resolved(between) : between;
        if (content === null) return -1;
        if (path.length > 0) handler.text(content);
        else if (!BLANK.test(between)) return -1;
      }
      this.hasBegun = true;
      at = end;
      whole = end;
      for (; feedAt < at; feedAt = indexOrEnd(text, "\n", feedAt + 1)) this.line++;
      if (tag === null) continue;
      if (tag.kind === "close") {
        if (path.pop() !== tag.name) return -1;
      } else {
        if (path.length === 0 && this.hasRoot) return -1;
        if (path.length >= limits.xmlDepth || ++this.nodeCount > limits.xmlNode) return -1;
        this.hasRoot = true;
        handler.open(tag.name, tag.attributes, this.line);
        if (tag.kind === "open") path.push(tag.name);
      }
      if (tag.kind !== "open") handler.close(tag.name);
    }
  }

  /** @returns null if this is no tag, or none of ours */
  private readTag(inside: string): Tag | null {
    NAME.lastIndex = 0;
    const start = NAME.exec(inside);
    if (start === null) return null;
    const isClose = start[1] !== "";
    const isEmpty = inside.endsWith("/");
    const attributes = readAttributes(inside, start[0].length, inside.length - (isEmpty ? 1 : 0));
    if (attributes === null || (isClose && (isEmpty || attributes !== NO_ATTRIBUTES))) return null;
    const kind = isClose ? "close" : isEmpty ? "empty" : "open";
    const tag: Tag = { kind, name: this.intern(start[2]), attributes };
    if (this.tags.size < MAX_KEPT_TAGS) this.tags.set(inside, tag);
    return tag;
  }

  /** One string object per element name: comparing them later is comparing pointers. */
  private intern(name: string): string {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    if (this.names.size < MAX_KEPT_TAGS) this.names.set(name, name);
    return name;
  }

  /** @returns where a comment or document type ends, `from` if that is beyond the text, or -1 to give up */
  private endOfOther(text: string, from: number, inside: string): number {
    if (inside.startsWith("!--")) {
      const dashes = text.indexOf("--", from + 4);
      if (dashes < 0 || dashes + 2 === text.length) return from;
      return text[dashes + 2] === ">" ? dashes + 3 : -1;
    }
    if (this.hasType || this.hasRoot || !DOCUMENT_TYPE.test(inside)) return -1;
    this.hasType = true;
    return from + inside.length + 2;
  }
}

function endOfDeclaration(text: string): number {
  DECLARATION.lastIndex = 0;
  DECLARATION.test(text);
  return DECLARATION.lastIndex;
}

const NO_ATTRIBUTES: XmlAttributes = Object.freeze(Object.create(null));

/** @returns the attributes of a tag between two places, or null if there is anything else */
function readAttributes(inside: string, from: number, end: number): XmlAttributes | null {
  const isSimple = !/[\t\n&]/.test(inside);
  let attributes: Record<string, string | undefined> | null = null;
  for (let at = from; at < end; at = ATTRIBUTE.lastIndex) {
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(inside);
    if (match === null) return BLANK.test(inside.slice(at, end)) ? (attributes ?? NO_ATTRIBUTES) : null;
    attributes ??= Object.create(null) as Record<string, string | undefined>;
    const text = match[2] ?? match[3];
    const value = isSimple ? text : attributeValue(text);
    if (value === null || attributes[match[1]] !== undefined) return null;
    attributes[match[1]] = value;
  }
  return attributes ?? NO_ATTRIBUTES;
}

/** As XML normalises it: blanks of all kinds are spaces, except those that are referred to. */
function attributeValue(text: string): string | null {
  return resolved(text.replace(/[\t\n]/g, " "));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Text with its references resolved; null if one of them is not known. */
function resolved(text: string): string | null {
  let resolvedText = "";
  let at = 0;
  for (let from = text.indexOf("&"); from >= 0; from = text.indexOf("&", at)) {
    REFERENCE.lastIndex = from;
    const match = REFERENCE.exec(text);
    const character = match === null ? null : referredTo(match);
    if (character === null) return null;
    resolvedText += text.slice(at, from) + character;
    at = REFERENCE.lastIndex;
  }
  return resolvedText + text.slice(at);
}

function referredTo([, entity, hex, decimal]: RegExpExecArray): string | null {
  if (entity !== undefined) return ENTITIES[entity];
  const code = hex === undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
  const character = code <= 0xffff ? String.fromCharCode(code) : null;
  return character === null || UNUSUAL.test(character) ? null : character;
}

function indexOrEnd(text: string, letter: string, from: number): number {
  const index = text.indexOf(letter, from);
  return index < 0 ? text.length : index;
}
