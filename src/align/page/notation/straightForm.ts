/** Outlines of straight sides: slanted bars, thin lines, wedges. */
import type { Outline } from "../../../formats/svg/outline.js";
import { readOutline } from "../outlineForm.js";

/** A bar with two parallel long sides, thin or thick, level or slanted. */
export interface SlantedBar {
  /** Middle of its left and of its right end. */
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** Measured upright. */
  readonly thickness: number;
}

type Point = readonly [number, number];

/** Path data of four corners is no longer. */
const SHORT_TAIL = 200;

/** Corners of each piece of an outline of straight sides, each once; null for curves and long paths. */
export function straightPieces({ x, y, tail }: Outline): Point[][] | null {
  if (tail.length > SHORT_TAIL || /[csqta]/.test(tail)) return null;
  const { subpaths } = readOutline({ x, y, tail });
  return subpaths.map(({ xs, ys }) => distinct(xs.map((px, i): Point => [px, ys[i]])));
}

/** Each piece as a bar; null if one of them is none. */
export function slantedBars(outline: Outline): SlantedBar[] | null {
  const pieces = straightPieces(outline);
  if (pieces === null || pieces.length === 0) return null;
  const bars = pieces.map(slantedBar);
  return bars.every((bar) => bar !== null) ? bars : null;
}

/** A stroked line with round ends; its thickness is not in its outline. */
export function thinStroke(outline: Outline): SlantedBar | null {
  const pieces = straightPieces(outline);
  if (pieces?.length !== 1 || pieces[0].length !== 2) return null;
  const [[x1, y1], [x2, y2]] = pieces[0].toSorted((p, q) => p[0] - q[0]);
  return { x1, y1, x2, y2, thickness: 0 };
}

function slantedBar(corners: readonly Point[]): SlantedBar | null {
  if (corners.length !== 4) return null;
  const [a, b, c, d] = corners.toSorted((p, q) => p[0] - q[0]);
  const [x1, x2] = [(a[0] + b[0]) / 2, (c[0] + d[0]) / 2];
  const [left, right] = [Math.abs(a[1] - b[1]), Math.abs(c[1] - d[1])];
  const uneven = Math.max(b[0] - a[0], d[0] - c[0]);
  if (uneven > 0.4 * (x2 - x1) || Math.abs(left - right) > 0.25 * Math.max(left, right)) return null;
  return { x1, x2, y1: (a[1] + b[1]) / 2, y2: (c[1] + d[1]) / 2, thickness: (left + right) / 2 };
}

/** Three corners, the first or last of which in x is between the heights of the two others: an opened wedge. */
export function isWedge(corners: readonly Point[]): boolean {
  if (corners.length !== 3) return false;
  const [first, tip, last] = corners;
  const opening = Math.abs(first[1] - last[1]);
  const slip = Math.abs(first[0] - last[0]);
  const isBetween = (tip[1] - first[1]) * (tip[1] - last[1]) < 0;
  return isBetween && slip < 0.5 * opening && Math.abs(tip[0] - first[0]) > opening / 2;
}

function distinct(points: readonly Point[]): Point[] {
  const found: Point[] = [];
  for (const point of points) {
    const isKnown = found.some((other) => Math.hypot(other[0] - point[0], other[1] - point[1]) < 1e-3);
    if (!isKnown) found.push(point);
  }
  return found;
}
