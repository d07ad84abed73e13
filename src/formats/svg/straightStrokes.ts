/** Paths that are nothing but single straight lines: staff lines, stems and bar lines. */
import { CODE, isRelative, parsePathData } from "./pathData.js";

/** x1, y1, x2, y2. */
export type Line = readonly [number, number, number, number];

/** What curves and arcs are drawn with. */
const CURVE = /[csqta]/i;

/**
 * The lines of a path each of whose pieces is one straight line, or null for any other path. Programs draw single lines
 * this way, and some converters the lines of a whole staff.
 *
 * @throws LeitmotionError SVG_VALUE_INVALID if the path data is not valid
 */
export function straightLines(path: string): Line[] | null {
  if (CURVE.test(path)) return null;
  const { codes, values } = parsePathData(path);
  const lines: Line[] = [];
  let [x, y, startX, startY, at] = [0, 0, 0, 0, 0];
  let isOpen = false;
  for (const code of codes) {
    const lower = code | 32;
    if (lower === CODE.z) {
      [x, y, isOpen] = [startX, startY, false];
      continue;
    }
    const [fromX, fromY] = [x, y];
    const [baseX, baseY] = isRelative(code) ? [x, y] : [0, 0];
    if (lower !== CODE.v) x = baseX + values[at++];
    if (lower !== CODE.h) y = baseY + values[at++];
    if (lower === CODE.m) [startX, startY, isOpen] = [x, y, true];
    else if (!isOpen)
      return null; // a second line of the same piece
    else {
      lines.push([fromX, fromY, x, y]);
      isOpen = false;
    }
  }
  return lines.length > 0 ? lines : null;
}
