/** A path placed on the page: everything after its first point is relative, so that moving it is free. */
import { applyMatrix, type Matrix } from "./matrix.js";
import { parsePathData } from "./pathData.js";
import { placePath } from "./placePath.js";
import { formatNumber } from "./svgTree.js";

/** Left, top, right, bottom. */
export type Box = readonly [number, number, number, number];

export interface Outline {
  /** First point. */
  readonly x: number;
  readonly y: number;
  /** Path data after the first point, relative commands, rounded to three decimals. */
  readonly tail: string;
  /** Of the geometry, without stroke. */
  readonly box: Box;
}

/**
 * Transform path data and bring it into the movable form.
 *
 * @returns null for a path without a segment: it draws nothing
 * @throws  LeitmotionError SVG_VALUE_INVALID if the path data is not valid
 */
export function outlinePath(path: string, matrix: Matrix): Outline | null {
  return placePath(parsePathData(path), matrix, false);
}

export function moveOutline(outline: Outline, dx: number, dy: number): Outline {
  const [left, top, right, bottom] = outline.box;
  return {
    x: outline.x + dx,
    y: outline.y + dy,
    tail: outline.tail,
    box: [left + dx, top + dy, right + dx, bottom + dy],
  };
}

/** Path data of an outline, moved by (dx, dy). */
export function formatOutline(outline: Outline, dx = 0, dy = 0): string {
  return `M${formatNumber(outline.x + dx)} ${formatNumber(outline.y + dy)}${outline.tail}`;
}

/**
 * A straight stroke as the area it covers: notation is drawn with such lines, and areas scale and import alike everywhere.
 *
 * @param widthUnit  stroke width
 * @param linecap    `butt` or `square`; round ends are left as strokes
 * @returns          null if the ends are round or the line has no length
 */
export function outlineStraightStroke(
  [x1, y1, x2, y2]: readonly [number, number, number, number],
  widthUnit: number,
  linecap: string,
  matrix: Matrix,
): Outline | null {
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (linecap === "round" || length === 0) return null;
  const half = widthUnit / 2;
  const [ux, uy] = [((x2 - x1) / length) * half, ((y2 - y1) / length) * half];
  const [ex, ey] = linecap === "square" ? [ux, uy] : [0, 0];
  return outlinePolygon([
    applyMatrix(matrix, x1 - ex - uy, y1 - ey + ux),
    applyMatrix(matrix, x2 + ex - uy, y2 + ey + ux),
    applyMatrix(matrix, x2 + ex + uy, y2 + ey - ux),
    applyMatrix(matrix, x1 - ex + uy, y1 - ey - ux),
  ]);
}

/** A closed polygon, its points rounded to three decimals; most of a page is of this form, so it is written directly. */
export function outlinePolygon(points: readonly (readonly [number, number])[]): Outline {
  const rounded = points.map(([x, y]) => [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000] as const);
  let tail = "";
  for (let i = 1; i < rounded.length; i++) {
    const [dx, dy] = [rounded[i][0] - rounded[i - 1][0], rounded[i][1] - rounded[i - 1][1]];
    tail += `l${formatNumber(dx)} ${formatNumber(dy)}`;
  }
  const [xs, ys] = [rounded.map(([x]) => x), rounded.map(([, y]) => y)];
  const box: Box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  return { x: rounded[0][0], y: rounded[0][1], tail: `${tail}z`, box };
}

export function joinBoxes(boxes: readonly Box[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of boxes) {
    left = Math.min(left, box[0]);
    top = Math.min(top, box[1]);
    right = Math.max(right, box[2]);
    bottom = Math.max(bottom, box[3]);
  }
  return [left, top, right, bottom];
}
