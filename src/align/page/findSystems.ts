/** Systems of a page: the staves that an upright line holds together. */
import { partitionPoint } from "../../core/sortedSearch.js";
import type { LineRun } from "./lineRuns.js";
import type { LoneStaff } from "./loneStaff.js";
import { COVER_SPACE, JOIN_LEFT_SPACE, JOIN_RIGHT_SPACE } from "./pageConstants.js";

/**
 * Put the staves of a page together.
 *
 * @param staves        sorted from top to bottom
 * @param haveSameBars  staves that nothing joins make a system only if their bar lines agree
 * @param staffCount    staves of the score
 * @returns             systems from top to bottom, side by side from left to right; staves from top to bottom
 * @cost                linear in the upright lines and the staves each covers
 */
export function findSystems(
  staves: readonly LoneStaff[],
  verticals: readonly LineRun[],
  haveSameBars: (upper: LoneStaff, lower: LoneStaff) => boolean,
  staffCount: number,
): LoneStaff[][] {
  const group = joinedGroups(staves, verticals);
  const systems = new Map<number, LoneStaff[]>();
  staves.forEach((staff, i) => {
    const members = systems.get(group[i]);
    if (members === undefined) systems.set(group[i], [staff]);
    else members.push(staff);
  });
  return inReadingOrder(cutEvenly([...systems.values()], haveSameBars, staffCount));
}

/** For each staff the first staff of its system. */
function joinedGroups(staves: readonly LoneStaff[], verticals: readonly LineRun[]): Int32Array {
  const parent = Int32Array.from(staves, (_, i) => i);
  const root = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (const line of verticals) {
    const covered = heldStaves(staves, line);
    for (let i = 1; i < covered.length; i++) {
      const [a, b] = [root(covered[0]), root(covered[i])];
      parent[Math.max(a, b)] = Math.min(a, b);
    }
  }
  return Int32Array.from(staves, (_, i) => root(i));
}

/**
 * Staves that a line stands at, and those it reaches that are drawn only for a part of the system's width, as in scores
 * where empty bars are cut away. Systems side by side do not overlap.
 */
function heldStaves(staves: readonly LoneStaff[], line: LineRun): number[] {
  const reached = reachedStaves(staves, line, COVER_SPACE);
  const held = reached.filter((i) => standsAt(staves[i], line));
  if (held.length === 0 || held.length === reached.length) return held;
  const widest = held.map((i) => staves[i]).reduce((a, b) => (widthOf(b) > widthOf(a) ? b : a));
  return reached.filter(
    (i) => held.includes(i) || (staves[i].left >= widest.left && staves[i].right <= widest.right),
  );
}

/** Indices of the staves that a line covers from the first to the last line, where it stands at them. */
export function coveredStaves(staves: readonly LoneStaff[], line: LineRun, reachSpace: number): number[] {
  return reachedStaves(staves, line, reachSpace).filter((i) => standsAt(staves[i], line));
}

function reachedStaves(staves: readonly LoneStaff[], line: LineRun, reachSpace: number): number[] {
  // Where the first line of a staff of any size may still be reached.
  const first = partitionPoint(staves.length, (i) => staves[i].firstLine < line.from - 2 * staves[0].space);
  const reached: number[] = [];
  for (let i = first; i < staves.length && staves[i].firstLine <= line.to; i++) {
    const { firstLine, lastLine, space } = staves[i];
    const reach = reachSpace * space;
    if (line.from <= firstLine + reach && line.to >= lastLine - reach) reached.push(i);
  }
  return reached;
}

function standsAt({ space, left, right }: LoneStaff, line: LineRun): boolean {
  return line.at >= left - JOIN_LEFT_SPACE * space && line.at <= right + JOIN_RIGHT_SPACE * space;
}

function widthOf(staff: LoneStaff): number {
  return staff.right - staff.left;
}

/**
 * Where no system is complete, but the staves fall into equal parts without cutting one, and within each part the bar lines
 * agree, these are the systems: a score without the line on its left.
 */
function cutEvenly(
  systems: readonly LoneStaff[][],
  haveSameBars: (upper: LoneStaff, lower: LoneStaff) => boolean,
  staffCount: number,
): LoneStaff[][] {
  const all = systems.flat().sort((a, b) => a.top - b.top);
  const largest = Math.max(0, ...systems.map((staves) => staves.length));
  const whole = [...systems];
  if (staffCount < 2 || largest >= staffCount || all.length % staffCount !== 0) return whole;
  const parts: LoneStaff[][] = [];
  for (let i = 0; i < all.length; i += staffCount) parts.push(all.slice(i, i + staffCount));
  const isWhole = systems.every((staves) =>
    parts.some((part) => staves.every((staff) => part.includes(staff))),
  );
  const agree = parts.every((part) => part.every((staff) => haveSameBars(part[0], staff)));
  return isWhole && agree ? parts : whole;
}

function inReadingOrder(systems: readonly LoneStaff[][]): LoneStaff[][] {
  const sorted = systems.toSorted((a, b) => a[0].top - b[0].top || a[0].left - b[0].left);
  const order: LoneStaff[][] = [];
  let band: LoneStaff[][] = [];
  let bottom = Number.NEGATIVE_INFINITY;
  const close = () => {
    order.push(...band.sort((a, b) => a[0].left - b[0].left));
    band = [];
  };
  for (const system of sorted) {
    const isBeside = system[0].top < bottom && band.every((other) => areBeside(other, system));
    if (!isBeside) close();
    band.push(system);
    bottom = isBeside ? Math.max(bottom, bottomOf(system)) : bottomOf(system);
  }
  close();
  return order;
}

function areBeside(a: readonly LoneStaff[], b: readonly LoneStaff[]): boolean {
  return a[0].right <= b[0].left || b[0].right <= a[0].left;
}

function bottomOf(system: readonly LoneStaff[]): number {
  return system[system.length - 1].bottom;
}
