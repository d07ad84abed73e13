/** Presentation of an element with inheritance, style sheet and `style` attribute resolved. */
import { numbersOf } from "./matrix.js";
import { matchRules, parseDeclarations, type Scope, type StyleSheet } from "./styleSheet.js";

/** Lengths are in the element's own units. */
export interface SvgStyle {
  readonly color: string;
  /** A colour, or `none`. */
  readonly fill: string;
  readonly stroke: string;
  readonly strokeWidth: number;
  readonly strokeDash: readonly number[];
  readonly strokeLinecap: string;
  readonly strokeLinejoin: string;
  /** Of the element and all its ancestors together. */
  readonly opacity: number;
  readonly fillOpacity: number;
  readonly strokeOpacity: number;
  readonly visible: boolean;
  readonly fillRule: string;
  readonly fontFamily: string;
  readonly fontSize: number;
  readonly fontWeight: string;
  readonly fontStyle: string;
  readonly letterSpacing: number;
  readonly textAnchor: string;
}

/** Initial values. @source SVG 1.1, appendix N */
export const INITIAL_STYLE: SvgStyle = {
  color: "#000000",
  fill: "#000000",
  stroke: "none",
  strokeWidth: 1,
  strokeDash: [],
  strokeLinecap: "butt",
  strokeLinejoin: "miter",
  opacity: 1,
  fillOpacity: 1,
  strokeOpacity: 1,
  visible: true,
  fillRule: "nonzero",
  fontFamily: "serif",
  fontSize: 16,
  fontWeight: "normal",
  fontStyle: "normal",
  letterSpacing: 0,
  textAnchor: "start",
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** How the value of a property is read; `parent` is the inherited style. */
type Readers = { readonly [K in keyof SvgStyle]: (value: string, parent: SvgStyle) => SvgStyle[K] };

const READERS: Readers = {
  color: colour,
  fill: colour,
  stroke: colour,
  strokeWidth: (value, parent) => lengthOf(value, parent.strokeWidth),
  strokeDash: numbersOf,
  strokeLinecap: (value) => value,
  strokeLinejoin: (value) => value,
  opacity: (value, parent) => parent.opacity * lengthOf(value, 1),
  fillOpacity: (value, parent) => lengthOf(value, parent.fillOpacity),
  strokeOpacity: (value, parent) => lengthOf(value, parent.strokeOpacity),
  visible: (value) => value === "visible",
  fillRule: (value) => value,
  fontFamily: (value) => value.replace(/["']/g, ""),
  fontSize: (value, parent) =>
    value.endsWith("%") ? (parent.fontSize * lengthOf(value, 100)) / 100 : lengthOf(value, parent.fontSize),
  fontWeight: (value) => value,
  fontStyle: (value) => value,
  letterSpacing: (value) => lengthOf(value, 0),
  textAnchor: (value) => value,
};

const KEYS: ReadonlyMap<string, keyof SvgStyle> = new Map([
  ["color", "color"],
  ["fill", "fill"],
  ["stroke", "stroke"],
  ["stroke-width", "strokeWidth"],
  ["stroke-dasharray", "strokeDash"],
  ["stroke-linecap", "strokeLinecap"],
  ["stroke-linejoin", "strokeLinejoin"],
  ["opacity", "opacity"],
  ["fill-opacity", "fillOpacity"],
  ["stroke-opacity", "strokeOpacity"],
  ["visibility", "visible"],
  ["fill-rule", "fillRule"],
  ["font-family", "fontFamily"],
  ["font-size", "fontSize"],
  ["font-weight", "fontWeight"],
  ["font-style", "fontStyle"],
  ["letter-spacing", "letterSpacing"],
  ["text-anchor", "textAnchor"],
]);

/**
 * The style of the innermost element of `scope`, given that of its parent.
 * Attributes are the weakest, then the style sheet, then the `style` attribute. `display` is left to the caller.
 */
export function resolveStyle(parent: SvgStyle, scope: Scope, sheet: StyleSheet): SvgStyle {
  const { attributes } = scope.element;
  const changes: Partial<Mutable<SvgStyle>> = {};
  declare(changes, attributes, parent);
  for (const declarations of matchRules(sheet, scope)) declare(changes, declarations, parent);
  if (attributes.style !== undefined) declare(changes, parseDeclarations(attributes.style), parent);
  for (const _ in changes) return { ...parent, ...changes };
  return parent;
}

/** Whether the element, by attribute or `style`, is not rendered at all. */
export function isDisplayed(scope: Scope): boolean {
  const { display, style } = scope.element.attributes;
  return display !== "none" && !(style !== undefined && parseDeclarations(style).display === "none");
}

/** A later declaration of the same property replaces an earlier one; opacity multiplies with the parent's only. */
function declare(
  changes: Partial<Mutable<SvgStyle>>,
  source: Readonly<Record<string, string>>,
  parent: SvgStyle,
): void {
  for (const name in source) {
    const key = KEYS.get(name);
    if (key !== undefined) setKey(changes, key, source[name], parent);
  }
}

function setKey<K extends keyof SvgStyle>(
  changes: Partial<Mutable<SvgStyle>>,
  key: K,
  value: string,
  parent: SvgStyle,
): void {
  changes[key] = value === "inherit" ? parent[key] : READERS[key](value, parent);
}

/** `currentColor` stays as it is until something is painted: it follows `color`, also further in. */
function colour(value: string): string {
  return value === "black" ? "#000000" : value;
}

function lengthOf(value: string, fallback: number): number {
  const number = Number.parseFloat(value);
  return Number.isFinite(number) ? number : fallback;
}
