/** Bar lines: those of a staff, and those that all staves of a system share. */
import { upperMedian } from "../../core/median.js";
import { firstAtOrAfter } from "../../core/sortedSearch.js";
import { coveredStaves } from "./findSystems.js";
import type { LineRun } from "./lineRuns.js";
import type { LoneStaff } from "./loneStaff.js";
import {
  BAR_GROUP_SPACE,
  BAR_REACH_SPACE,
  LAST_INTERVAL_SPACE,
  ONE_LINE_BAR_SPACE,
  SAME_BAR_SPACE,
  SAME_UPRIGHT_SPACE,
  STEM_END_SPACE,
  STEM_THICKNESS_SPREAD,
  STEM_TOUCH_SPACE,
  SYSTEM_START_SPACE,
} from "./pageConstants.js";
import type { BarInterval } from "./pageGeometry.js";

/** Things of the size of a head: what touches the end of an upright line makes it a stem. */
export interface HeadPlaces {
  /** Left edges, ascending; the other lists go with it. */
  readonly lefts: readonly number[];
  readonly rights: readonly number[];
  readonly centres: readonly number[];
  /** Widest of them. */
  readonly widest: number;
}

/** Bar lines of one staff, by x, ascending. */
export interface StaffBars {
  readonly sure: readonly number[];
  /** Something of the size of a head touches one end: a stem, unless another staff has a bar line there. */
  readonly doubtful: readonly number[];
}

/**
 * For each staff the x of upright lines that run from its first line to its last. Most upright lines of a page are
 * stems: what is thicker than the usual one is none, whatever touches it.
 *
 * @param staves     sorted from top to bottom
 * @param verticals  sorted by x
 */
export function barLinesOfStaves(
  staves: readonly LoneStaff[],
  verticals: readonly LineRun[],
  heads: HeadPlaces,
): StaffBars[] {
  const bars = staves.map(() => ({ sure: [] as number[], doubtful: [] as number[] }));
  const stemThickness = STEM_THICKNESS_SPREAD * upperMedian(verticals.map((line) => line.thickness));
  for (const line of verticals) {
    const covered = coveredStaves(staves, line, BAR_REACH_SPACE);
    const crossed = covered.filter((i) => isBarOf(staves[i], line, covered.length > 1));
    if (crossed.length === 0) continue;
    const isDoubtful = line.thickness <= stemThickness && isStem(line, staves[crossed[0]].space, heads);
    for (const i of crossed) {
      const xs = isDoubtful ? bars[i].doubtful : bars[i].sure;
      if (xs.at(-1) !== line.at) xs.push(line.at);
    }
  }
  return bars;
}

/** Bar lines of each staff of a system: the sure ones, and the doubtful ones at whose x another staff has a sure one. */
export function confirmBars(system: readonly StaffBars[], space: number): number[][] {
  const tolerance = SAME_UPRIGHT_SPACE * space;
  const sure = system.flatMap((bars) => bars.sure).sort((a, b) => a - b);
  const isConfirmed = (x: number) => (sure[firstAtOrAfter(sure, x - tolerance)] ?? Infinity) <= x + tolerance;
  return system.map((bars) => {
    const all = new Set([...bars.sure, ...bars.doubtful.filter(isConfirmed)]);
    return [...all].sort((a, b) => a - b);
  });
}

/** A line through several staves may end on a one-line staff; one through it alone must reach to both sides. */
function isBarOf(staff: LoneStaff, line: LineRun, coversMore: boolean): boolean {
  const isInside = line.at >= staff.left - staff.space / 2 && line.at <= staff.right + staff.space / 2;
  if (!isInside || staff.lineCount > 1 || coversMore) return isInside;
  const reach = ONE_LINE_BAR_SPACE * staff.space;
  return line.from <= staff.firstLine - reach && line.to >= staff.lastLine + reach;
}

function isStem(line: LineRun, space: number, heads: HeadPlaces): boolean {
  const touch = STEM_TOUCH_SPACE * space + line.thickness / 2;
  const end = STEM_END_SPACE * space;
  const { lefts, rights, centres, widest } = heads;
  for (
    let i = firstAtOrAfter(lefts, line.at - widest - touch);
    i < lefts.length && lefts[i] <= line.at + touch;
    i++
  ) {
    const isHung = Math.abs(lefts[i] - line.at) <= touch && Math.abs(centres[i] - line.from) <= end;
    const isStood = Math.abs(rights[i] - line.at) <= touch && Math.abs(centres[i] - line.to) <= end;
    if (isHung || isStood) return true;
  }
  return false;
}

/** Whether two staves have bar lines at the same places, within the tolerance. */
export function haveSameBars(a: StaffBars, b: StaffBars, space: number): boolean {
  const [x, y] = [groupsOf(a.sure, space), groupsOf(b.sure, space)];
  return x.length === y.length && x.every(([left], i) => Math.abs(left - y[i][0]) <= SAME_BAR_SPACE * space);
}

/**
 * Intervals of a system. A bar line counts if every staff that is drawn there has one at that place; staves without any
 * bar line do not vote.
 *
 * @param bars  of each staff, ascending
 */
export function findIntervals(
  staves: readonly LoneStaff[],
  bars: readonly (readonly number[])[],
): BarInterval[] {
  const space = Math.max(...staves.map((staff) => staff.space));
  const left = Math.min(...staves.map((staff) => staff.left));
  const right = Math.max(...staves.map((staff) => staff.right));
  const shared = sharedBars(staves, bars, space);
  const groups = groupsOf(shared, space).filter(([, end]) => end > left + SYSTEM_START_SPACE * space);
  const intervals: BarInterval[] = [];
  let from = left;
  for (const [start, end] of groups) {
    intervals.push({ left: from, right: start });
    from = end;
  }
  if (right - from > LAST_INTERVAL_SPACE * space || intervals.length === 0)
    intervals.push({ left: from, right });
  return intervals;
}

function sharedBars(
  staves: readonly LoneStaff[],
  bars: readonly (readonly number[])[],
  space: number,
): number[] {
  const voters = staves.map((_, i) => i).filter((i) => bars[i].length > 0);
  if (voters.length === 0) return [];
  const tolerance = SAME_BAR_SPACE * space;
  const hasBar = (i: number, x: number) => {
    const isDrawn = x >= staves[i].left - tolerance && x <= staves[i].right + tolerance;
    const next = firstAtOrAfter(bars[i], x - tolerance);
    return !isDrawn || (next < bars[i].length && bars[i][next] <= x + tolerance);
  };
  const widest = voters.reduce((a, b) => (widthOf(staves[b]) > widthOf(staves[a]) ? b : a));
  return bars[widest].filter((x) => voters.every((i) => hasBar(i, x)));
}

function widthOf(staff: LoneStaff): number {
  return staff.right - staff.left;
}

/** First and last x of each group of bar lines that stand close together. */
export function groupsOf(xs: readonly number[], space: number): [number, number][] {
  const groups: [number, number][] = [];
  for (const x of xs) {
    const last = groups.at(-1);
    if (last !== undefined && x - last[1] <= BAR_GROUP_SPACE * space) last[1] = x;
    else groups.push([x, x]);
  }
  return groups;
}
