/** Staves of one to four lines: percussion, tablature, chant. */
import { partitionPoint } from "../../core/sortedSearch.js";
import { chainFrom, endKey, endKeysAround, LineIndex } from "./lineRows.js";
import type { LineRun } from "./lineRuns.js";
import { type LoneStaff, oneLineStaff, staffOf } from "./loneStaff.js";
import {
  CROSSING_LENGTH_SPACE,
  CROSSING_MIDDLE_SPACE,
  FEW_LINES_DISTANCE_SPACE,
  MAX_LINE_THICKNESS_SPACE,
  SAME_END_SIDE,
} from "./pageConstants.js";

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
