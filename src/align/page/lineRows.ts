/** Horizontal lines that begin and end together, and the rows of them at equal distances. */
import { firstAtOrAfter } from "../../core/sortedSearch.js";
import type { LineRun } from "./lineRuns.js";
import {
  LINE_DISTANCE_SPREAD,
  MAX_LINE_THICKNESS_SPACE,
  MIN_LINE_THICKNESS_SPACE,
  MIN_STAFF_WIDTH_SPACE,
  SECOND_LINE_TRIES,
} from "./pageConstants.js";

/** Lines of an ordinary staff. */
export const FULL_STAFF = 5;

/** Lines by where they begin and end, each list from top to bottom. */
export class LineIndex {
  private readonly cells = new Map<string, { heights: number[]; indices: number[] }>();

  constructor(
    readonly lines: readonly LineRun[],
    private readonly tolerance: number,
  ) {
    lines.forEach((line, index) => {
      const key = endKey(line.from, line.to, tolerance);
      const cell = this.cells.get(key) ?? { heights: [], indices: [] };
      this.cells.set(key, cell);
      cell.heights.push(line.at);
      cell.indices.push(index);
    });
  }

  /** The first line at or below `y`, down to `limit`, that begins and ends with `line`; -1 if there is none. */
  firstBelow(line: LineRun, y: number, limit: number, isUsed: Uint8Array): number {
    let best = -1;
    let bestHeight = limit;
    for (const key of endKeysAround(line.from, line.to, this.tolerance)) {
      const cell = this.cells.get(key);
      if (cell === undefined) continue;
      for (
        let i = firstAtOrAfter(cell.heights, y);
        i < cell.heights.length && cell.heights[i] <= bestHeight;
        i++
      ) {
        const other = this.lines[cell.indices[i]];
        if (isUsed[cell.indices[i]] === 1 || !this.hasEndsOf(line, other)) continue;
        best = cell.indices[i];
        bestHeight = cell.heights[i];
        break;
      }
    }
    return best;
  }

  private hasEndsOf(a: LineRun, b: LineRun): boolean {
    return Math.abs(a.from - b.from) <= this.tolerance && Math.abs(a.to - b.to) <= this.tolerance;
  }
}

export function endKey(from: number, to: number, tolerance: number): string {
  return `${Math.round(from / tolerance)} ${Math.round(to / tolerance)}`;
}

export function endKeysAround(from: number, to: number, tolerance: number): string[] {
  const [a, b] = [Math.round(from / tolerance), Math.round(to / tolerance)];
  return [-1, 0, 1].flatMap((i) => [-1, 0, 1].map((j) => `${a + i} ${b + j}`));
}

/**
 * The longest row of lines at one distance that begins with `first`.
 *
 * @param isUsed  lines that belong to another staff
 * @returns       indices, `first` alone if nothing goes with it
 */
export function chainFrom(
  index: LineIndex,
  first: number,
  isUsed: Uint8Array,
  [nearest, farthest]: readonly number[] = [0, Number.POSITIVE_INFINITY],
): number[] {
  const line = index.lines[first];
  const { thickness } = line;
  if (thickness <= 0) return [first]; // is not seen, and would be its own neighbour
  const byThickness = thickness > 0 ? thickness / MIN_LINE_THICKNESS_SPACE : Number.POSITIVE_INFINITY;
  const byLength = (line.to - line.from) / MIN_STAFF_WIDTH_SPACE;
  const limit = line.at + Math.min(farthest, byThickness, byLength);
  let from = line.at + Math.max(nearest, thickness / MAX_LINE_THICKNESS_SPACE);
  let best: number[] = [first];
  for (let tries = 0; tries < SECOND_LINE_TRIES; tries++) {
    const second = index.firstBelow(line, from, limit, isUsed);
    if (second < 0) break;
    const chain = extendChain(index, [first, second], isUsed);
    if (chain.length > best.length) best = chain;
    if (best.length >= FULL_STAFF) break;
    from = index.lines[second].at + line.thickness;
  }
  return best;
}

function extendChain(index: LineIndex, chain: number[], isUsed: Uint8Array): number[] {
  const first = index.lines[chain[0]];
  for (;;) {
    const last = index.lines[chain[chain.length - 1]].at;
    const distance = (last - first.at) / (chain.length - 1);
    const slack = distance * LINE_DISTANCE_SPREAD;
    const next = index.firstBelow(first, last + distance - slack, last + distance + slack, isUsed);
    if (next < 0) return chain;
    chain.push(next);
  }
}
