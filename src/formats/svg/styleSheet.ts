/** The part of CSS that notation programs write into SVG: rules by tag, class and id, with descendants. */
import type { SvgElement } from "./svgTree.js";

/** An element and its ancestors, innermost first: what a selector is matched against. */
export interface Scope {
  readonly element: SvgElement;
  readonly parent: Scope | null;
}

interface Compound {
  readonly tag: string | null;
  readonly id: string | null;
  readonly classes: readonly string[];
}

/** Properties by name; important ones win over all others. */
export interface Declarations {
  readonly normal: Readonly<Record<string, string>>;
  readonly important: Readonly<Record<string, string>> | null;
}

interface Rule {
  /** From the outermost ancestor to the element itself. */
  readonly selector: readonly Compound[];
  readonly declarations: Declarations;
  readonly specificity: number;
  /** Place in the sheet. */
  readonly order: number;
}

export interface StyleSheet {
  /** Rules by what their last part asks for first: `#id`, `.class`, tag or `*`. */
  readonly byKey: ReadonlyMap<string, readonly Rule[]>;
  /** At-rules (`@import`, `@font-face`, `@media`) and selectors that were skipped. */
  readonly skippedAtRules: number;
  readonly skippedSelectors: number;
  /** Comparisons made so far: what a hostile sheet makes explode. */
  readonly work: { steps: number };
}

const NO_RULES: readonly Rule[] = [];

/**
 * Read a style sheet. At-rules and selectors beyond tag, class, id and descendant are skipped and counted: they do not
 * occur in what this is for, and never change an outline. Nothing that a sheet refers to is opened.
 *
 * @cost linear in the length of the text
 */
export function parseStyleSheet(text: string): StyleSheet {
  const plain = withoutComments(text);
  const byKey = new Map<string, Rule[]>();
  const skipped = { atRules: 0, selectors: 0 };
  let order = 0;
  let at = 0;
  while (at < plain.length) {
    const start = skipSpace(plain, at);
    if (plain[start] === "@") {
      skipped.atRules++;
      at = endOfAtRule(plain, start);
      continue;
    }
    const open = plain.indexOf("{", start);
    const close = open < 0 ? -1 : plain.indexOf("}", open);
    if (close < 0) break;
    const declarations = parseDeclarations(plain.slice(open + 1, close));
    for (const selectorText of plain.slice(start, open).split(",")) {
      const selector = parseSelector(selectorText.trim());
      if (selector === null) skipped.selectors++;
      else addRule(byKey, { selector, declarations, specificity: specificityOf(selector), order: order++ });
    }
    at = close + 1;
  }
  return {
    byKey,
    skippedAtRules: skipped.atRules,
    skippedSelectors: skipped.selectors,
    work: { steps: 0 },
  };
}

function withoutComments(text: string): string {
  const pieces: string[] = [];
  let at = 0;
  for (let open = text.indexOf("/*"); open >= 0; open = text.indexOf("/*", at)) {
    pieces.push(text.slice(at, open));
    const close = text.indexOf("*/", open + 2);
    at = close < 0 ? text.length : close + 2;
  }
  pieces.push(text.slice(at));
  return pieces.join("");
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 32) at++;
  return at;
}

/** After the semicolon or the block, with the blocks in it, that ends an at-rule. */
function endOfAtRule(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text[at];
    if (code === ";" && depth === 0) return at + 1;
    if (code === "{") depth++;
    if (code === "}" && --depth <= 0) return at + 1;
  }
  return text.length;
}

function addRule(byKey: Map<string, Rule[]>, rule: Rule): void {
  const last = rule.selector[rule.selector.length - 1];
  const key =
    last.id !== null ? `#${last.id}` : last.classes.length > 0 ? `.${last.classes[0]}` : (last.tag ?? "*");
  const rules = byKey.get(key);
  if (rules === undefined) byKey.set(key, [rule]);
  else rules.push(rule);
}

/** `fill:red;stroke : none` as an object; also the grammar of a `style` attribute. */
export function parseDeclarations(body: string): Declarations {
  const normal: Record<string, string> = {};
  let important: Record<string, string> | null = null;
  for (const declaration of body.split(";")) {
    const colon = declaration.indexOf(":");
    if (colon <= 0) continue;
    const name = declaration.slice(0, colon).trim();
    const value = declaration.slice(colon + 1).trim();
    const bang = value.lastIndexOf("!");
    if (bang >= 0 && value.slice(bang + 1).trim() === "important") {
      important ??= {};
      important[name] = value.slice(0, bang).trim();
    } else normal[name] = value;
  }
  return { normal, important };
}

/** Declarations that hold for the innermost element of a scope, weakest first. */
export function matchRules(sheet: StyleSheet, scope: Scope): readonly Declarations[] {
  if (sheet.byKey.size === 0) return [];
  const { element } = scope;
  const found: Rule[] = [];
  const look = (rules: readonly Rule[] = NO_RULES) => {
    sheet.work.steps += rules.length;
    for (const rule of rules) if (matchesSelector(rule.selector, scope, sheet.work)) found.push(rule);
  };
  look(sheet.byKey.get("*"));
  look(sheet.byKey.get(element.name));
  if (element.attributes.class !== undefined)
    for (const name of new Set(classesOf(element))) look(sheet.byKey.get(`.${name}`));
  if (element.attributes.id !== undefined) look(sheet.byKey.get(`#${element.attributes.id}`));
  if (found.length > 1) found.sort((a, b) => a.specificity - b.specificity || a.order - b.order);
  return found.map((rule) => rule.declarations);
}

export function classesOf(element: SvgElement): readonly string[] {
  const text = element.attributes.class;
  return text === undefined ? [] : text.split(/\s+/);
}

function parseSelector(text: string): Compound[] | null {
  if (!/^[\w\s.#*-]+$/.test(text)) return null;
  return text.split(/\s+/).map((part) => ({
    tag: /^[\w-]+/.exec(part)?.[0] ?? null,
    id: /#([\w-]+)/.exec(part)?.[1] ?? null,
    classes: [...part.matchAll(/\.([\w-]+)/g)].map((match) => match[1]),
  }));
}

function specificityOf(selector: readonly Compound[]): number {
  return selector.reduce((sum, c) => sum + (c.id ? 10_000 : 0) + 100 * c.classes.length + (c.tag ? 1 : 0), 0);
}

function matchesSelector(selector: readonly Compound[], scope: Scope, work: { steps: number }): boolean {
  let index = selector.length - 1;
  if (!matchesCompound(selector[index], scope.element)) return false;
  index--;
  for (let outer = scope.parent; outer !== null && index >= 0; outer = outer.parent) {
    work.steps++;
    if (matchesCompound(selector[index], outer.element)) index--;
  }
  return index < 0;
}

function matchesCompound(compound: Compound, element: SvgElement): boolean {
  if (compound.tag !== null && compound.tag !== element.name) return false;
  if (compound.id !== null && compound.id !== element.attributes.id) return false;
  if (compound.classes.length === 0) return true;
  const classes = classesOf(element);
  return compound.classes.every((name) => classes.includes(name));
}
