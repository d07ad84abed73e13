/** An SVG tree as a flat list of painted outlines: transforms, `use`, style sheets and viewports resolved. */
import { LeitmotionError } from "../../core/error.js";
import { addShape, addText } from "./drawElement.js";
import { SHAPE_NAMES } from "./elementPath.js";
import { IDENTITY, multiply, parseTransform, scaleOf } from "./matrix.js";
import { type Box, joinBoxes } from "./outline.js";
import { OutlineStore } from "./outlineStore.js";
import type { FlatSvg } from "./shapes.js";
import { parseStyleSheet, type Scope } from "./styleSheet.js";
import { INITIAL_STYLE, resolveStyle } from "./svgStyle.js";
import type { SvgElement } from "./svgTree.js";
import { assertWork, type FlattenOptions, type State, type Walk } from "./svgWalk.js";
import { fitViewport, lengthAttribute, rootSizeOf, type ViewBox, type Viewport } from "./viewport.js";

export type { FlatSvg, Paint, PathShape, Shape, TextShape } from "./shapes.js";

/** Depth of `use` in `use`; a cycle ends here. */
const MAX_USE_DEPTH = 8;
/** Nesting with what `use` draws: the walk calls itself. */
const MAX_NESTING = 1000;
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

/**
 * Resolve a document into what is painted. Invisible elements, gradients, images, clips and masks are left out: what a clip
 * would hide is in the list.
 *
 * @throws LeitmotionError SVG_VALUE_INVALID for path data, a transform or a number that cannot be read, lies beyond all
 *         bounds or is not finite; LIMIT_EXCEEDED if drawing all that is used takes more than the limit pageElement
 *         allows; both with the line where the element has one
 * @cost   linear in the elements drawn; a glyph that repeats is transformed once per size
 */
export function flattenSvg(root: SvgElement, options: FlattenOptions = {}): FlatSvg {
  const { byId, css } = indexTree(root);
  const { viewBox, unitPerPx } = rootSizeOf(root);
  const walk: Walk = {
    sheet: parseStyleSheet(css),
    byId,
    shapes: [],
    store: new OutlineStore(),
    options,
    unitPerPx,
    current: root,
    last: null,
    nesting: 0,
    drawn: 0,
    textLength: 0,
  };
  reportSheet(walk);
  try {
    const scope: Scope = { element: root, parent: null };
    const style = resolveStyle(INITIAL_STYLE, scope, walk.sheet);
    const viewport: Viewport = viewBox === null ? [100, 100] : [viewBox[2], viewBox[3]];
    walkChildren(walk, scope, { matrix: IDENTITY, style, viewport, use: null, useDepth: 0 });
  } catch (thrown) {
    throw thrown instanceof LeitmotionError ? thrown.at({ line: walk.current.line }) : thrown;
  }
  return { viewBox: viewBox ?? drawnBox(walk), shapes: walk.shapes };
}

/** Elements by their id, the first of each, and all style sheets as one text. */
function indexTree(root: SvgElement): { byId: Map<string, SvgElement>; css: string } {
  const byId = new Map<string, SvgElement>();
  const sheets: string[] = [];
  const open: SvgElement[] = [root];
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    const { id } = element.attributes;
    if (id !== undefined && !byId.has(id)) byId.set(id, element);
    if (element.name === "style") sheets.push(element.children.filter((c) => typeof c === "string").join(""));
    for (let i = element.children.length - 1; i >= 0; i--) {
      const child = element.children[i];
      if (typeof child !== "string") open.push(child);
    }
  }
  return { byId, css: sheets.join("\n") };
}

function reportSheet({ sheet, options }: Walk): void {
  if (sheet.skippedAtRules > 0) options.leftOut?.("CSS at-rule", sheet.skippedAtRules);
  if (sheet.skippedSelectors > 0) options.leftOut?.("CSS selector", sheet.skippedSelectors);
}

/** Of a document that does not say how large it is: the extent of what it draws. */
function drawnBox({ shapes, options }: Walk): ViewBox {
  const boxes = shapes.flatMap((shape): Box[] => (shape.kind === "path" ? [shape.outline.box] : []));
  if (boxes.length === 0 || !options.forFinding) return [0, 0, 100, 100];
  const [left, top, right, bottom] = joinBoxes(boxes);
  return [left, top, right - left, bottom - top];
}

function walkChildren(walk: Walk, parent: Scope, state: State): void {
  for (const child of parent.element.children) {
    if (typeof child === "string" || SKIPPED.has(child.name)) continue;
    walkElement(walk, { element: child, parent }, state, null);
    if (parent.element.name === "switch") return; // the first that can be drawn
  }
}

function walkElement(walk: Walk, scope: Scope, outer: State, user: SvgElement | null): void {
  const { element } = scope;
  walk.current = element;
  walk.drawn++;
  assertWork(walk);
  const style = resolveStyle(outer.style, scope, walk.sheet);
  if (!style.displayed) return;
  const { transform } = element.attributes;
  const matrix = transform === undefined ? outer.matrix : multiply(outer.matrix, parseTransform(transform));
  const isSame = matrix === outer.matrix && style === outer.style;
  const state: State = isSame ? outer : { ...outer, matrix, style };
  if (!(scaleOf(matrix) > 0)) {
    walk.options.leftOut?.("singular transform", 1);
    return;
  }
  if (++walk.nesting > MAX_NESTING) {
    throw new LeitmotionError(
      "LIMIT_EXCEEDED",
      `Nesting of the SVG with what it uses is over ${MAX_NESTING}`,
    );
  }
  if (SHAPE_NAMES.has(element.name)) addShape(walk, scope, state);
  else if (element.name === "text") addText(walk, scope, state);
  else if (element.name === "use") addUse(walk, scope, state);
  else if (element.name === "svg" || (element.name === "symbol" && element.attributes.viewBox !== undefined))
    addViewport(walk, scope, state, user);
  else walkChildren(walk, scope, state);
  walk.nesting--;
}

function addViewport(walk: Walk, scope: Scope, state: State, user: SvgElement | null): void {
  const fit = fitViewport(scope.element, user ?? scope.element, state.viewport);
  if (fit === null) return;
  const matrix = multiply(state.matrix, fit.matrix);
  walkChildren(walk, scope, { ...state, matrix, viewport: fit.viewport });
}

/** What a `use` refers to is drawn in its place; its shapes keep the scope of the outermost `use`. */
function addUse(walk: Walk, scope: Scope, state: State): void {
  const { attributes } = scope.element;
  const target = walk.byId.get((attributes.href ?? attributes["xlink:href"] ?? "").replace(/^#/, ""));
  if (target === undefined) {
    walk.options.leftOut?.("use of nothing", 1);
    return;
  }
  if (state.useDepth >= MAX_USE_DEPTH) {
    throw new LeitmotionError("SVG_VALUE_INVALID", `<use> of "${target.attributes.id}" leads back to itself`);
  }
  const [width, height] = state.viewport;
  const shift = [
    lengthAttribute(scope.element, "x", 0, width),
    lengthAttribute(scope.element, "y", 0, height),
  ];
  const matrix = multiply(state.matrix, [1, 0, 0, 1, shift[0], shift[1]]);
  const inner: State = { ...state, matrix, use: state.use ?? scope, useDepth: state.useDepth + 1 };
  walkElement(walk, { element: target, parent: scope }, inner, scope.element);
}
