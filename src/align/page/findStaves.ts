/** Staves of a page: lines at equal distances that begin and end together. */
import { firstAtOrAfter, partitionPoint } from "../../core/sortedSearch.js";
import type { LinePiece } from "./drawnThings.js";
import { horizontalRun, joinRuns, type LineRun } from "./lineRuns.js";
import {
  CROSSING_LENGTH_SPACE,
  CROSSING_MIDDLE_SPACE,
  FEW_LINES_DISTANCE_SPACE,
  LINE_DISTANCE_SPREAD,
  MAX_LINE_THICKNESS_SPACE,
  MAX_LINES,
  MIN_LINE_THICKNESS_SPACE,
  MIN_STAFF_WIDTH_SPACE,
  ONE_LINE_HALF_HEIGHT_SPACE,
  SAME_END_SIDE,
  SAME_LINE_SIDE,
  SAME_LINE_THICKNESS,
  SECOND_LINE_TRIES,
  STAFF_LINE_GAP_SIDE,
  STAFF_LINE_GAP_THICKNESS,
  STAFF_LINE_LENGTH_THICKNESS,
} from "./pageConstants.js";

/** A staff before it is known to which system it belongs. */
export interface LoneStaff {
  /** Middle of the first and of the last line; of a one-line staff, two spaces above and below its line. */
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

export interface StaffLines {
  readonly staves: readonly LoneStaff[];
  /** Long lines that belong to no staff, from top to bottom. */
  readonly rest: readonly LineRun[];
}

/** Lines of an ordinary staff. */
const FULL_STAFF = 5;

/**
 * Find the staves of five lines and more (a tablature has six).
 *
 * @param pieces     horizontal pieces of lines
 * @param sideUnit   shorter side of the page
 * @returns          from top to bottom, then from left to right
 * @cost             n log n
 */
export function findStaves(pieces: readonly LinePiece[], sideUnit: number): StaffLines {
  const lines = staffLines(pieces, sideUnit);
  const index = new LineIndex(lines, SAME_END_SIDE * sideUnit);
  const isUsed = new Uint8Array(lines.length);
  const staves: LoneStaff[] = [];
  lines.forEach((_, first) => {
    const chain = isUsed[first] === 1 ? [] : chainFrom(index, first, isUsed);
    if (chain.length < FULL_STAFF) return;
    for (const line of chain) isUsed[line] = 1;
    staves.push(staffOf(chain.map((line) => lines[line])));
  });
  return { staves: withoutLedgerLines(staves), rest: lines.filter((_, line) => isUsed[line] === 0) };
}

/**
 * Staves of fewer lines among those left over: such as begin and end with a staff of the page, or, on a page without any,
 * with one of its long lines, and are met by a bar line or the line that begins a system.
 *
 * @param rest       from top to bottom
 * @param spaceUnit  a staff space of this page
 * @param verticals  upright lines, sorted by x
 */
export function findFewLineStaves(
  rest: readonly LineRun[],
  staves: readonly LoneStaff[],
  options: { sideUnit: number; spaceUnit: number; verticals: readonly LineRun[] },
): LoneStaff[] {
  const { spaceUnit, verticals } = options;
  const tolerance = SAME_END_SIDE * options.sideUnit;
  const ends = staffEnds(rest, staves, tolerance);
  const lines = rest.filter(
    (line) =>
      ends.has(endKey(line.from, line.to, tolerance)) &&
      line.thickness <= MAX_LINE_THICKNESS_SPACE * spaceUnit &&
      isCrossed(line, verticals, spaceUnit),
  );
  const index = new LineIndex(lines, tolerance);
  const isUsed = new Uint8Array(lines.length);
  const range = FEW_LINES_DISTANCE_SPACE.map((distance) => distance * spaceUnit);
  const found: LoneStaff[] = [];
  lines.forEach((line, first) => {
    if (isUsed[first] === 1) return;
    const chain = chainFrom(index, first, isUsed, range);
    for (const used of chain) isUsed[used] = 1;
    found.push(chain.length > 1 ? staffOf(chain.map((used) => lines[used])) : oneLineStaff(line, spaceUnit));
  });
  return found;
}

/** Where staves begin and end; on a page without five lines, where lines of half the greatest length do. */
function staffEnds(rest: readonly LineRun[], staves: readonly LoneStaff[], tolerance: number): Set<string> {
  const longest = rest.reduce((length, line) => Math.max(length, line.to - line.from), 0);
  const long = rest.filter((line) => staves.length === 0 && line.to - line.from > longest / 2);
  return new Set([
    ...staves.flatMap((staff) => endKeysAround(staff.left, staff.right, tolerance)),
    ...long.flatMap((line) => endKeysAround(line.from, line.to, tolerance)),
  ]);
}

function isCrossed(line: LineRun, verticals: readonly LineRun[], space: number): boolean {
  const first = partitionPoint(verticals.length, (i) => verticals[i].at < line.from - space);
  for (let i = first; i < verticals.length && verticals[i].at <= line.to + space; i++) {
    const { at, from, to } = verticals[i];
    const meets = from <= line.at + space / 4 && to >= line.at - space / 4;
    if (!meets || to - from < CROSSING_LENGTH_SPACE * space) continue;
    const isAtEnd = at < line.from + space || at > line.to - space;
    if (isAtEnd || Math.abs((from + to) / 2 - line.at) <= CROSSING_MIDDLE_SPACE * space) return true;
  }
  return false;
}

function staffLines(pieces: readonly LinePiece[], sideUnit: number): LineRun[] {
  const thickness = medianOf(pieces.map(({ box }) => box[3] - box[1]));
  const across = Math.max(SAME_LINE_THICKNESS * thickness, SAME_LINE_SIDE * sideUnit);
  const along = Math.max(STAFF_LINE_GAP_THICKNESS * thickness, STAFF_LINE_GAP_SIDE * sideUnit);
  const { joined, single } = joinRuns(pieces.map(horizontalRun), { across, along });
  const long = [...joined, ...single].filter(
    (line) => line.to - line.from >= STAFF_LINE_LENGTH_THICKNESS * line.thickness,
  );
  return mergeRepeated(
    long.sort((a, b) => a.at - b.at || a.from - b.from),
    across,
    SAME_END_SIDE * sideUnit,
  );
}

/** A line drawn twice counts once. */
function mergeRepeated(sorted: readonly LineRun[], across: number, ends: number): LineRun[] {
  const kept: LineRun[] = [];
  const last = new Map<string, number>();
  for (const line of sorted) {
    const key = endKey(line.from, line.to, ends);
    const before = last.get(key);
    if (before !== undefined && line.at - kept[before].at <= across) {
      kept[before] = { ...kept[before], shapes: [...kept[before].shapes, ...line.shapes] };
      continue;
    }
    last.set(key, kept.length);
    kept.push(line);
  }
  return kept;
}

/** Lines by where they begin and end, each list from top to bottom. */
class LineIndex {
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

function endKey(from: number, to: number, tolerance: number): string {
  return `${Math.round(from / tolerance)} ${Math.round(to / tolerance)}`;
}

function endKeysAround(from: number, to: number, tolerance: number): string[] {
  const [a, b] = [Math.round(from / tolerance), Math.round(to / tolerance)];
  return [-1, 0, 1].flatMap((i) => [-1, 0, 1].map((j) => `${a + i} ${b + j}`));
}

/** The longest row of lines at one distance that begins with `first`; the second at a distance in the given range. */
function chainFrom(
  index: LineIndex,
  first: number,
  isUsed: Uint8Array,
  [nearest, farthest]: readonly number[] = [0, Number.POSITIVE_INFINITY],
): number[] {
  const line = index.lines[first];
  const { thickness } = line;
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
  while (chain.length < MAX_LINES) {
    const last = index.lines[chain[chain.length - 1]].at;
    const distance = (last - first.at) / (chain.length - 1);
    const slack = distance * LINE_DISTANCE_SPREAD;
    const next = index.firstBelow(first, last + distance - slack, last + distance + slack, isUsed);
    if (next < 0) break;
    chain.push(next);
  }
  return chain;
}

function staffOf(lines: readonly LineRun[]): LoneStaff {
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

function oneLineStaff(line: LineRun, space: number): LoneStaff {
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

/** Five ledger lines of neighbouring notes may touch: such a "staff" lies one space from a wider one. */
function withoutLedgerLines(staves: readonly LoneStaff[]): LoneStaff[] {
  const sorted = staves.toSorted((a, b) => a.top - b.top || a.left - b.left);
  return sorted.filter((staff, i) => {
    const neighbours = sorted.slice(Math.max(0, i - 4), i + 5);
    return !neighbours.some((other) => other !== staff && isOnLedgerLinesOf(staff, other));
  });
}

function isOnLedgerLinesOf(staff: LoneStaff, other: LoneStaff): boolean {
  const inside = staff.left >= other.left && staff.right <= other.right;
  const gap = Math.max(staff.top - other.bottom, other.top - staff.bottom);
  return inside && staff.right - staff.left < (other.right - other.left) / 2 && gap < 1.5 * other.space;
}

export function medianOf(values: readonly number[]): number {
  if (values.length === 0) return 0;
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
