/** A staff before it is known to which system it belongs. */
import type { LineRun } from "./lineRuns.js";
import { ONE_LINE_HALF_HEIGHT_SPACE } from "./pageConstants.js";

export interface LoneStaff {
  /** Middle of the first and of the last line; of a one-line staff, one space above and below it. */
  readonly top: number;
  readonly bottom: number;
  readonly space: number;
  readonly left: number;
  readonly right: number;
  readonly lineCount: number;
  /** What upright lines must reach: the lines themselves. */
  readonly firstLine: number;
  readonly lastLine: number;
  readonly shapes: readonly number[];
}

/** @param lines at equal distances, from top to bottom */
export function staffOf(lines: readonly LineRun[]): LoneStaff {
  const [first, last] = [lines[0].at, lines[lines.length - 1].at];
  return {
    top: first,
    bottom: last,
    space: (last - first) / (lines.length - 1),
    left: Math.min(...lines.map((line) => line.from)),
    right: Math.max(...lines.map((line) => line.to)),
    lineCount: lines.length,
    firstLine: first,
    lastLine: last,
    shapes: shapesOf(lines),
  };
}

/** @param space the staff space of the page */
export function oneLineStaff(line: LineRun, space: number): LoneStaff {
  const half = ONE_LINE_HALF_HEIGHT_SPACE * space;
  return {
    top: line.at - half,
    bottom: line.at + half,
    space,
    left: line.from,
    right: line.to,
    lineCount: 1,
    firstLine: line.at,
    lastLine: line.at,
    shapes: line.shapes,
  };
}

function shapesOf(lines: readonly LineRun[]): number[] {
  return [...new Set(lines.flatMap((line) => line.shapes))].sort((a, b) => a - b);
}
