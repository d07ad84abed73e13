/** Presentation of an element with inheritance, style sheet and `style` attribute resolved. */
import {
  type Declarations,
  matchRules,
  parseDeclarations,
  type Scope,
  type StyleSheet,
} from "./styleSheet.js";
import { parseLength } from "./svgLength.js";

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
  /** False: neither the element nor anything in it is rendered. */
  readonly displayed: boolean;
  /** Strokes keep their width whatever the map. Of the element itself, not inherited. */
  readonly nonScalingStroke: boolean;
  readonly fillRule: string;
  readonly fontFamily: string;
  readonly fontSize: number;
  readonly fontWeight: string;
  readonly fontStyle: string;
  readonly letterSpacing: number;
  readonly textAnchor: string;
  /** White space of texts is kept as it is. */
  readonly keepsSpace: boolean;
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
  displayed: true,
  nonScalingStroke: false,
  fillRule: "nonzero",
  fontFamily: "serif",
  fontSize: 16,
  fontWeight: "normal",
  fontStyle: "normal",
  letterSpacing: 0,
  textAnchor: "start",
  keepsSpace: false,
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** How the value of a property is read; `parent` is the inherited style. */
type Readers = { readonly [K in keyof SvgStyle]: (value: string, parent: SvgStyle) => SvgStyle[K] };

const READERS: Readers = {
  color: colour,
  fill: colour,
  stroke: colour,
  strokeWidth: (value, parent) => lengthOf(value, parent.strokeWidth, parent),
  strokeDash: dashesOf,
  strokeLinecap: (value) => value,
  strokeLinejoin: (value) => value,
  opacity: (value, parent) => parent.opacity * shareOf(value, 1),
  fillOpacity: (value, parent) => shareOf(value, parent.fillOpacity),
  strokeOpacity: (value, parent) => shareOf(value, parent.strokeOpacity),
  visible: (value) => value === "visible",
  displayed: (value) => value !== "none",
  nonScalingStroke: (value) => value === "non-scaling-stroke",
  fillRule: (value) => value,
  fontFamily: (value) => value.replace(/["']/g, ""),
  fontSize: (value, parent) =>
    parseLength(value, { em: parent.fontSize, percentOf: parent.fontSize }) ?? parent.fontSize,
  fontWeight: (value) => value,
  fontStyle: (value) => value,
  letterSpacing: (value, parent) => lengthOf(value, 0, parent),
  textAnchor: (value) => value,
  keepsSpace: (value) => value === "preserve" || value === "pre" || value === "pre-wrap",
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
  ["display", "displayed"],
  ["vector-effect", "nonScalingStroke"],
  ["fill-rule", "fillRule"],
  ["font-family", "fontFamily"],
  ["font-size", "fontSize"],
  ["font-weight", "fontWeight"],
  ["font-style", "fontStyle"],
  ["letter-spacing", "letterSpacing"],
  ["text-anchor", "textAnchor"],
  ["xml:space", "keepsSpace"],
  ["white-space", "keepsSpace"],
]);

/** Names that count as presentation attributes. */
export const STYLE_ATTRIBUTES: readonly string[] = [...KEYS.keys()];

/**
 * The style of the innermost element of `scope`, given that of its parent. Attributes are the weakest, then the style sheet,
 * then the `style` attribute; important declarations win over all others, in the same order.
 */
export function resolveStyle(parent: SvgStyle, scope: Scope, sheet: StyleSheet): SvgStyle {
  const { attributes } = scope.element;
  const changes: Partial<Mutable<SvgStyle>> = {};
  if (parent.nonScalingStroke) changes.nonScalingStroke = false;
  declare(changes, attributes, parent);
  const sources = matchRules(sheet, scope);
  const own = attributes.style === undefined ? null : declarationsOf(attributes.style);
  for (const { normal } of sources) declare(changes, normal, parent);
  if (own !== null) declare(changes, own.normal, parent);
  for (const { important } of sources) if (important !== null) declare(changes, important, parent);
  if (own !== null && own.important !== null) declare(changes, own.important, parent);
  for (const _ in changes) return { ...parent, ...changes };
  return parent;
}

/** The last `style` attribute read: programs write the same one many times in a row. */
const last: { text: string; declarations: Declarations } = { text: "", declarations: parseDeclarations("") };

function declarationsOf(text: string): Declarations {
  if (text !== last.text) {
    last.declarations = parseDeclarations(text);
    last.text = text;
  }
  return last.declarations;
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

function lengthOf(value: string, fallback: number, { fontSize }: SvgStyle): number {
  return parseLength(value, { em: fontSize }) ?? fallback;
}

/** A number or per cent, brought into 0 … 1. */
function shareOf(value: string, fallback: number): number {
  return Math.min(1, Math.max(0, parseLength(value, { percentOf: 1 }) ?? fallback));
}

/** Lengths of dashes and gaps; empty, which is a solid line, if they say nothing or cannot be read. */
function dashesOf(value: string): number[] {
  const lengths = value.split(/[\s,]+/).map((piece) => parseLength(piece) ?? Number.NaN);
  return lengths.every((length) => length >= 0) && lengths.some((length) => length > 0) ? lengths : [];
}
