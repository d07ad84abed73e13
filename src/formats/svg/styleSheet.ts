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

interface Rule {
  /** From the outermost ancestor to the element itself. */
  readonly selector: readonly Compound[];
  readonly declarations: Readonly<Record<string, string>>;
  readonly specificity: number;
}

/** Rules by ascending precedence. */
export type StyleSheet = readonly Rule[];

/**
 * Read a style sheet. At-rules (`@font-face`, `@media`) and selectors beyond tag, class, id and descendant are skipped:
 * they do not occur in what this is for, and never change an outline.
 */
export function parseStyleSheet(text: string): StyleSheet {
  const plain = text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/@[^{;]*(?:;|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})/g, "");
  const rules: Rule[] = [];
  for (const [, selectors, body] of plain.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const declarations = parseDeclarations(body);
    for (const selectorText of selectors.split(",")) {
      const selector = parseSelector(selectorText.trim());
      if (selector !== null) rules.push({ selector, declarations, specificity: specificityOf(selector) });
    }
  }
  return rules.sort((a, b) => a.specificity - b.specificity);
}

/** `fill:red;stroke : none` as an object; also the grammar of a `style` attribute. */
export function parseDeclarations(body: string): Record<string, string> {
  const declarations: Record<string, string> = {};
  for (const declaration of body.split(";")) {
    const colon = declaration.indexOf(":");
    if (colon > 0) {
      declarations[declaration.slice(0, colon).trim()] = declaration
        .slice(colon + 1)
        .replace(/!important\s*$/, "")
        .trim();
    }
  }
  return declarations;
}

/** Declarations that hold for the innermost element of a scope, weakest first. */
export function matchRules(sheet: StyleSheet, scope: Scope): Readonly<Record<string, string>>[] {
  const found: Readonly<Record<string, string>>[] = [];
  for (const rule of sheet) {
    if (matchesSelector(rule.selector, scope)) found.push(rule.declarations);
  }
  return found;
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

function matchesSelector(selector: readonly Compound[], scope: Scope): boolean {
  let index = selector.length - 1;
  if (!matchesCompound(selector[index], scope.element)) return false;
  index--;
  for (let outer = scope.parent; outer !== null && index >= 0; outer = outer.parent) {
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
