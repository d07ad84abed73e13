/** A small element tree: one measure-level element at a time, read and dropped. */
import { LeitmotionError } from "../../core/error.js";
import type { XmlAttributes } from "./xmlStream.js";

/** An element with its children as a linked list (`first`, then `next`). */
export interface XmlElement {
  readonly name: string;
  readonly attributes: XmlAttributes;
  readonly line: number;
  readonly parent: XmlElement | null;
  text: string;
  first: XmlElement | null;
  last: XmlElement | null;
  next: XmlElement | null;
}

/** A new element, the last child of its parent. A literal: for so many of them, setting up fields one by one would count. */
export function addElement(
  name: string,
  attributes: XmlAttributes,
  line: number,
  parent: XmlElement | null,
): XmlElement {
  const element = { name, attributes, line, parent, text: "", first: null, last: null, next: null };
  if (parent === null) return element;
  if (parent.last === null) parent.first = element;
  else parent.last.next = element;
  parent.last = element;
  return element;
}

/** First child of that name, or null. */
export function childOf(element: XmlElement | null, name: string): XmlElement | null {
  let child = element === null ? null : element.first;
  while (child !== null && child.name !== name) child = child.next;
  return child;
}

export function* childrenOf(element: XmlElement | null, name?: string): Generator<XmlElement> {
  for (let child = element?.first ?? null; child !== null; child = child.next) {
    if (name === undefined || child.name === name) yield child;
  }
}

/** Text of the first child of that name, trimmed; "" where there is none. */
export function childText(element: XmlElement | null, name: string): string {
  const child = childOf(element, name);
  return child === null ? "" : trimmed(child.text);
}

/** `trim` that costs nothing for the usual text without blanks. */
export function trimmed(text: string): string {
  const last = text.length - 1;
  return last >= 0 && isInk(text.charCodeAt(0)) && isInk(text.charCodeAt(last)) ? text : text.trim();
}

/** False for all that `trim` could remove, true for almost everything else. */
function isInk(code: number): boolean {
  return code > 32 && code < 128;
}

/** All text below an element, pieces trimmed and joined by a space. */
export function textBelow(element: XmlElement): string {
  const pieces = [trimmed(element.text)];
  for (const child of childrenOf(element)) pieces.push(textBelow(child));
  return pieces.filter((piece) => piece !== "").join(" ");
}

/** A number, or null for a missing or unreadable one: for optional values. */
export function parseNumber(text: string | undefined): number | null {
  if (text === undefined || text === "") return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** A whole number, or null: for optional values. */
export function parseWhole(text: string | undefined): number | null {
  const value = parseNumber(text);
  return value !== null && Number.isInteger(value) ? value : null;
}

/**
 * A number that the score cannot be read without.
 *
 * @throws LeitmotionError SCORE_VALUE_INVALID
 */
export function requireNumber(element: XmlElement): number {
  const text = trimmed(element.text);
  const value = text === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) {
    throw new LeitmotionError(
      "SCORE_VALUE_INVALID",
      `<${element.name}> is no number: ${JSON.stringify(text)}`,
      {
        line: element.line,
      },
    );
  }
  return value;
}
