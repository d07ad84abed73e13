/** Staves of a page: lines at equal distances that begin and end together. */
import { upperMedian } from "../../core/median.js";
import { bridgeGaps } from "./brokenStaffLines.js";
import type { LinePiece } from "./drawnThings.js";
import { chainFrom, endKey, FULL_STAFF, LineIndex } from "./lineRows.js";
import { horizontalRun, joinRuns, type LineRun } from "./lineRuns.js";
import { type LoneStaff, staffOf } from "./loneStaff.js";
import {
  MAX_LINES,
  SAME_END_SIDE,
  SAME_LINE_SIDE,
  SAME_LINE_THICKNESS,
  STAFF_LINE_GAP_SIDE,
  STAFF_LINE_GAP_THICKNESS,
  STAFF_LINE_LENGTH_THICKNESS,
} from "./pageConstants.js";

export interface StaffLines {
  readonly staves: readonly LoneStaff[];
  /** Long lines that belong to no staff, from top to bottom. */
  readonly rest: readonly LineRun[];
}

/**
 * Find the staves of five to seven lines (a tablature has six).
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
    if (chain.length <= MAX_LINES) staves.push(staffOf(chain.map((line) => lines[line])));
  });
  return { staves: withoutLedgerLines(staves), rest: lines.filter((_, line) => isUsed[line] === 0) };
}

function staffLines(pieces: readonly LinePiece[], sideUnit: number): LineRun[] {
  const thickness = upperMedian(pieces.map(({ box }) => box[3] - box[1]));
  const across = Math.max(SAME_LINE_THICKNESS * thickness, SAME_LINE_SIDE * sideUnit);
  const along = Math.max(STAFF_LINE_GAP_THICKNESS * thickness, STAFF_LINE_GAP_SIDE * sideUnit);
  const ends = SAME_END_SIDE * sideUnit;
  const { joined, single } = joinRuns(pieces.map(horizontalRun), { across, along });
  const long = bridgeGaps([...joined, ...single], across, ends).filter(
    (line) => line.to - line.from >= STAFF_LINE_LENGTH_THICKNESS * line.thickness,
  );
  const sorted = long.sort((a, b) => a.at - b.at || a.from - b.from);
  return mergeRepeated(sorted, across, ends);
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
