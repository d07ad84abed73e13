/** An SVG tree as a flat list of painted outlines: transforms, `use`, style sheets and viewports resolved. */
import { LeitmotionError } from "../../core/error.js";
import { elementPath, SHAPE_NAMES } from "./elementPath.js";
import {
  applyMatrix,
  IDENTITY,
  type Matrix,
  multiply,
  numbersOf,
  parseTransform,
  scaleOf,
} from "./matrix.js";
import { moveOutline, type Outline, outlinePath, outlineStraightStroke } from "./outline.js";
import { parseStyleSheet, type Scope, type StyleSheet } from "./styleSheet.js";
import { INITIAL_STYLE, isDisplayed, resolveStyle, type SvgStyle } from "./svgStyle.js";
import type { SvgElement } from "./svgTree.js";
import { readTextRuns, type TextRun } from "./textRuns.js";

export interface Paint {
  /** A colour, or null. */
  readonly fill: string | null;
  readonly stroke: string | null;
  /** In units of the root viewBox. */
  readonly strokeWidth: number;
  readonly strokeDash: readonly number[];
  readonly fillOpacity: number;
  readonly strokeOpacity: number;
  readonly strokeLinecap: string;
  readonly strokeLinejoin: string;
  readonly fillRule: string;
  readonly opacity: number;
}

export interface PathShape {
  readonly kind: "path";
  readonly outline: Outline;
  readonly paint: Paint;
  /** The drawn element (for a `use`: the `use`) and its ancestors. */
  readonly scope: Scope;
}

export interface TextShape {
  readonly kind: "text";
  readonly runs: readonly TextRun[];
  readonly scope: Scope;
}

export type Shape = PathShape | TextShape;

type ViewBox = readonly [number, number, number, number];

export interface FlatSvg {
  /** The root viewBox: left, top, width, height. */
  readonly viewBox: ViewBox;
  /** In drawing order, coordinates in units of the root viewBox. */
  readonly shapes: readonly Shape[];
}

/** Depth of `use` in `use`; a cycle ends here. */
const MAX_USE_DEPTH = 8;
/** Never painted themselves. */
const SKIPPED = new Set([
  "defs",
  "style",
  "title",
  "desc",
  "metadata",
  "symbol",
  "clipPath",
  "mask",
  "pattern",
]);

interface Walk {
  readonly sheet: StyleSheet;
  readonly byId: ReadonlyMap<string, SvgElement>;
  readonly shapes: Shape[];
  /** Outlines of elements that `use` repeats, by element and linear part of the map. */
  readonly repeated: Map<SvgElement, Map<string, Outline | null>>;
}

interface State {
  readonly matrix: Matrix;
  readonly style: SvgStyle;
  /** Size of the nearest viewport in its own units. */
  readonly viewport: readonly [number, number];
  /** The outermost `use` that is being drawn, or null. */
  readonly use: Scope | null;
  readonly useDepth: number;
}

/**
 * Resolve a document into what is painted. Invisible elements, gradients and images are left out.
 *
 * @throws LeitmotionError SVG_VALUE_INVALID for path data, a transform or a number that cannot be read
 * @cost   linear in the elements; a glyph that `use` repeats is transformed once per size
 */
export function flattenSvg(root: SvgElement): FlatSvg {
  const byId = new Map<string, SvgElement>();
  const styles: string[] = [];
  indexTree(root, byId, styles);
  const viewBox: ViewBox = viewBoxOf(root) ?? [
    0,
    0,
    lengthOf(root, "width", 100),
    lengthOf(root, "height", 100),
  ];
  const walk: Walk = { sheet: parseStyleSheet(styles.join("\n")), byId, shapes: [], repeated: new Map() };
  const scope: Scope = { element: root, parent: null };
  const style = resolveStyle(INITIAL_STYLE, scope, walk.sheet);
  walkChildren(walk, scope, {
    matrix: IDENTITY,
    style,
    viewport: [viewBox[2], viewBox[3]],
    use: null,
    useDepth: 0,
  });
  return { viewBox, shapes: walk.shapes };
}

function indexTree(element: SvgElement, byId: Map<string, SvgElement>, styles: string[]): void {
  const { id } = element.attributes;
  if (id !== undefined && !byId.has(id)) byId.set(id, element);
  if (element.name === "style") styles.push(element.children.filter((c) => typeof c === "string").join(""));
  for (const child of element.children) if (typeof child !== "string") indexTree(child, byId, styles);
}

function walkChildren(walk: Walk, parent: Scope, state: State): void {
  for (const child of parent.element.children) {
    if (typeof child !== "string" && !SKIPPED.has(child.name))
      walkElement(walk, { element: child, parent }, state);
  }
}

function walkElement(walk: Walk, scope: Scope, outer: State): void {
  if (!isDisplayed(scope)) return;
  const { element } = scope;
  const { transform } = element.attributes;
  const matrix = transform === undefined ? outer.matrix : multiply(outer.matrix, parseTransform(transform));
  const state: State = { ...outer, matrix, style: resolveStyle(outer.style, scope, walk.sheet) };
  if (SHAPE_NAMES.has(element.name)) addShape(walk, scope, state);
  else if (element.name === "text") addText(walk, scope, state);
  else if (element.name === "use") addUse(walk, scope, state);
  else if (element.name === "svg") walkChildren(walk, scope, enterViewport(element, state));
  else walkChildren(walk, scope, state);
}

/** What a `use` refers to is drawn in its place; its shapes keep the scope of the outermost `use`. */
function addUse(walk: Walk, scope: Scope, state: State): void {
  const { attributes } = scope.element;
  const target = walk.byId.get((attributes.href ?? attributes["xlink:href"] ?? "").replace(/^#/, ""));
  if (target === undefined) return;
  if (state.useDepth >= MAX_USE_DEPTH) {
    throw new LeitmotionError("SVG_VALUE_INVALID", `<use> of "${target.attributes.id}" leads back to itself`);
  }
  const shift: Matrix = [1, 0, 0, 1, lengthOf(scope.element, "x", 0), lengthOf(scope.element, "y", 0)];
  const matrix = multiply(state.matrix, shift);
  const inner: State = { ...state, matrix, use: state.use ?? scope, useDepth: state.useDepth + 1 };
  walkElement(walk, { element: target, parent: scope }, inner);
}

function addShape(walk: Walk, scope: Scope, state: State): void {
  const { style, matrix } = state;
  if (!style.visible) return;
  const paint = paintOf(style, scaleOf(matrix));
  const path = elementPath(scope.element);
  const isSolid = paint.stroke !== null && paint.strokeDash.length === 0;
  const area = isSolid ? outlineStraightStroke(path, style.strokeWidth, style.strokeLinecap, matrix) : null;
  if (area !== null) addPath(walk, state, scope, area, strokeAsFill(paint));
  else if (paint.fill === null && paint.stroke === null) return;
  else if (state.use === null) addPath(walk, state, scope, outlinePath(path, matrix), paint);
  else addPath(walk, state, scope, repeatedOutline(walk, scope.element, path, matrix), paint);
}

function addPath(walk: Walk, state: State, scope: Scope, outline: Outline | null, paint: Paint): void {
  if (outline !== null) walk.shapes.push({ kind: "path", outline, paint, scope: state.use ?? scope });
}

function strokeAsFill(paint: Paint): Paint {
  return {
    ...paint,
    fill: paint.stroke,
    fillOpacity: paint.strokeOpacity,
    stroke: null,
    strokeWidth: 0,
    strokeLinecap: "butt",
  };
}

function repeatedOutline(walk: Walk, element: SvgElement, path: string, matrix: Matrix): Outline | null {
  const [a, b, c, d, e, f] = matrix;
  const key = `${a.toPrecision(9)} ${b.toPrecision(9)} ${c.toPrecision(9)} ${d.toPrecision(9)}`;
  const sizes = walk.repeated.get(element) ?? new Map<string, Outline | null>();
  walk.repeated.set(element, sizes);
  let outline = sizes.get(key);
  if (outline === undefined) {
    outline = outlinePath(path, [a, b, c, d, 0, 0]);
    sizes.set(key, outline);
  }
  return outline === null ? null : moveOutline(outline, e, f);
}

function addText(walk: Walk, scope: Scope, state: State): void {
  if (!state.style.visible) return;
  const [a, b] = state.matrix;
  const runs = readTextRuns(scope, state.style, walk.sheet).map((run): TextRun => {
    const scale = scaleOf(state.matrix);
    const [x, y] = applyMatrix(state.matrix, run.x ?? 0, run.y ?? 0);
    return {
      ...run,
      x: run.x === null ? null : x,
      y: run.y === null ? null : y,
      dx: run.dx * scale,
      dy: run.dy * scale,
      fontSize: run.fontSize * scale,
      letterSpacing: run.letterSpacing * scale,
      rotationDeg: (Math.atan2(b, a) * 180) / Math.PI,
    };
  });
  if (runs.length > 0) walk.shapes.push({ kind: "text", runs, scope });
}

function paintOf(style: SvgStyle, scale: number): Paint {
  return {
    fill: style.fillOpacity > 0 ? painted(style.fill, style.color) : null,
    stroke: style.strokeWidth > 0 && style.strokeOpacity > 0 ? painted(style.stroke, style.color) : null,
    strokeWidth: style.strokeWidth * scale,
    strokeDash: style.strokeDash.map((dash) => dash * scale),
    strokeLinecap: style.strokeLinecap,
    strokeLinejoin: style.strokeLinejoin,
    fillRule: style.fillRule,
    opacity: style.opacity,
    fillOpacity: style.fillOpacity,
    strokeOpacity: style.strokeOpacity,
  };
}

function painted(colour: string, current: string): string | null {
  if (colour === "none" || colour === "transparent") return null;
  return colour === "currentColor" ? current : colour;
}

/** A nested `svg`: its viewBox fitted into its place. @source SVG 1.1, section 7.8 (xMidYMid meet) */
function enterViewport(element: SvgElement, state: State): State {
  const [outerWidth, outerHeight] = state.viewport;
  const width = lengthOf(element, "width", outerWidth);
  const height = lengthOf(element, "height", outerHeight);
  const box = viewBoxOf(element) ?? [0, 0, width, height];
  const scale = Math.min(width / box[2], height / box[3]);
  const x = lengthOf(element, "x", 0) + (width - scale * box[2]) / 2 - scale * box[0];
  const y = lengthOf(element, "y", 0) + (height - scale * box[3]) / 2 - scale * box[1];
  return { ...state, matrix: multiply(state.matrix, [scale, 0, 0, scale, x, y]), viewport: [box[2], box[3]] };
}

function viewBoxOf(element: SvgElement): ViewBox | null {
  const [x, y, width, height] = numbersOf(element.attributes.viewBox ?? "");
  return width > 0 && height > 0 ? [x, y, width, height] : null;
}

/** A length attribute; per cents, which only say "all of it" here, give the fallback. */
function lengthOf(element: SvgElement, name: string, fallback: number): number {
  const text = element.attributes[name];
  const value = text === undefined || text.endsWith("%") ? Number.NaN : Number.parseFloat(text);
  return Number.isFinite(value) ? value : fallback;
}
