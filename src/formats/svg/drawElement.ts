/** Shapes and texts of a document, once the walk has come to them. */
import { LeitmotionError } from "../../core/error.js";
import { elementPath } from "./elementPath.js";
import { applyMatrix, type Matrix, scaleOf } from "./matrix.js";
import { type Outline, outlinePath, outlineStraightStroke } from "./outline.js";
import { type Paint, paintOf, strokeAsFill } from "./shapes.js";
import { type Line, straightLines } from "./straightStrokes.js";
import type { Scope } from "./styleSheet.js";
import type { SvgStyle } from "./svgStyle.js";
import { CHARACTERS_PER_ELEMENT, type Paints, type State, type Walk } from "./svgWalk.js";
import { textChunks } from "./textChunks.js";
import { readTextRuns, type TextRun } from "./textRuns.js";

/** Nothing on a page is as far away as this, in units of the root viewBox; thousandths are still exact. */
const FAR_UNIT = 1e9;
/** A shape as one outline, or, drawn with single straight strokes, as the area of each. */
export function addShape(walk: Walk, scope: Scope, state: State): void {
  const { style, matrix } = state;
  if (!style.visible || style.opacity === 0) return;
  const paints = paintsOf(walk, style, style.nonScalingStroke ? walk.unitPerPx : scaleOf(matrix));
  const { paint } = paints;
  if (paint.fill === null && paint.stroke === null) return;
  const path = elementPath(scope.element, state.viewport);
  const isSolid = paint.stroke !== null && paint.strokeDash.length === 0;
  const lines = isSolid ? straightLines(path) : null;
  if (lines === null) addPath(walk, state, scope, pathOutline(walk, path, state), paint);
  else {
    walk.textLength += path.length;
    addLines(walk, scope, state, lines, paints);
  }
}

/** The paints of the shape before, if they are the same: pages draw many things alike in a row. */
function paintsOf(walk: Walk, style: SvgStyle, strokeScale: number): Paints {
  const { last } = walk;
  if (last !== null && last.style === style && last.strokeScale === strokeScale) return last;
  const paint = paintOf(style, strokeScale);
  walk.last = { style, strokeScale, paint, area: strokeAsFill(paint) };
  return walk.last;
}

function addLines(walk: Walk, scope: Scope, state: State, lines: readonly Line[], paints: Paints): void {
  const { style, matrix } = state;
  const { paint, area: areaPaint } = paints;
  const width = paint.strokeWidth / scaleOf(matrix);
  for (const line of lines) {
    const area = outlineStraightStroke(line, width, style.strokeLinecap, matrix);
    if (area !== null) addPath(walk, state, scope, area, areaPaint);
    else {
      const own = `M${line[0]} ${line[1]}L${line[2]} ${line[3]}`;
      addPath(walk, state, scope, pathOutline(walk, own, state), paint);
    }
  }
}

function pathOutline(walk: Walk, path: string, { matrix, use }: State): Outline | null {
  const { forFinding = false } = walk.options;
  return forFinding || use !== null ? walk.store.place(path, matrix, forFinding) : outlinePath(path, matrix);
}

function addPath(walk: Walk, state: State, scope: Scope, outline: Outline | null, paint: Paint): void {
  if (outline === null) return;
  assertNear(outline.box, scope.element.name);
  walk.shapes.push({ kind: "path", outline, paint, scope: state.use ?? scope });
}

function assertNear(values: readonly number[], name: string): void {
  for (const value of values) {
    // Written so that NaN fails too.
    if (!(Math.abs(value) <= FAR_UNIT))
      throw new LeitmotionError("SVG_VALUE_INVALID", `<${name}> reaches to ${value}, beyond any page`);
  }
}

export function addText(walk: Walk, scope: Scope, state: State): void {
  if (state.style.opacity === 0) return;
  const { forFinding = false } = walk.options;
  const context = { sheet: walk.sheet, viewport: state.viewport, trims: forFinding };
  const runs = readTextRuns(scope, state.style, context);
  for (const run of runs) walk.textLength += run.text.length + CHARACTERS_PER_ELEMENT;
  const chunks = forFinding ? textChunks(runs) : runs.length > 0 ? [runs] : [];
  const shapeScope = forFinding ? (state.use ?? scope) : scope;
  for (const chunk of chunks)
    walk.shapes.push({
      kind: "text",
      runs: chunk.map((run) => placeRun(run, state.matrix)),
      scope: shapeScope,
    });
}

function placeRun(run: TextRun, matrix: Matrix): TextRun {
  const scale = scaleOf(matrix);
  const [x, y] = applyMatrix(matrix, run.x ?? 0, run.y ?? 0);
  assertNear([x, y, run.fontSize * scale], "text");
  return {
    ...run,
    x: run.x === null ? null : x,
    y: run.y === null ? null : y,
    dx: run.dx * scale,
    dy: run.dy * scale,
    fontSize: run.fontSize * scale,
    letterSpacing: run.letterSpacing * scale,
    rotationDeg: (Math.atan2(matrix[1], matrix[0]) * 180) / Math.PI,
  };
}
