/** Engraved pages → staves, systems, bars and what may be a notehead, whoever drew them. */
import { upperMedian } from "../../core/median.js";
import type { FlatSvg } from "../../formats/svg/flattenSvg.js";
import { findBrokenLines } from "./brokenLines.js";
import { linePieces } from "./drawnThings.js";
import { findFewLineStaves } from "./fewLineStaves.js";
import { barLinesOfStaves, confirmBars, findIntervals, type HeadPlaces, haveSameBars } from "./findBars.js";
import { type PlacedThing, placeThings } from "./findCandidates.js";
import { findStaves, type StaffLines } from "./findStaves.js";
import { findSystems } from "./findSystems.js";
import { findVerticals } from "./findVerticals.js";
import { glyphThings, headPlaces } from "./glyphThings.js";
import { findLedgerLines } from "./ledgerLines.js";
import type { LineRun } from "./lineRuns.js";
import type { LoneStaff } from "./loneStaff.js";
import { nameCandidates } from "./nameCandidates.js";
import type { DrawnStaff, DrawnSystem, PageGeometry, UserPage, VerticalLine } from "./pageGeometry.js";
import { guessSpace } from "./pageSpace.js";

export interface GeometryOptions {
  /** Whether the score has staves of other than five lines: then single lines are staves too. */
  readonly oneLineStaves: boolean;
  /** Staves of the score. */
  readonly staffCount: number;
}

/** One page on the way: lines found, staves not yet in systems. */
interface PageLines extends StaffLines {
  readonly flat: FlatSvg;
  readonly sideUnit: number;
  readonly pieces: ReturnType<typeof linePieces>;
}

interface PageFinds {
  readonly systems: readonly DrawnSystem[];
  readonly placed: readonly PlacedThing[];
  readonly verticals: readonly VerticalLine[];
}

/**
 * Find staves, systems, bars and candidates for noteheads on pages in the order given. A page without a staff has no
 * system; its size of staff is taken from the others.
 *
 * @returns every list in reading order, whatever the order of drawing: by page, system, x, y
 * @cost    n log n in the shapes
 */
export function readGeometry(pages: readonly UserPage[], options: GeometryOptions): PageGeometry {
  const lines = pages.map(({ flat }): PageLines => {
    const sideUnit = Math.min(flat.viewBox[2], flat.viewBox[3]);
    const pieces = linePieces(flat);
    return { flat, sideUnit, pieces, ...findStaves(pieces.horizontal, sideUnit) };
  });
  const usual = upperMedian(lines.flatMap((page) => page.staves.map((staff) => staff.space)));
  const systems: DrawnSystem[] = [];
  const placed: PlacedThing[] = [];
  const verticals: VerticalLine[] = [];
  lines.forEach((page, index) => {
    const finds = readPage(page, index, systems.length, usual, options);
    for (const system of finds.systems) systems.push(system);
    for (const thing of finds.placed) placed.push(thing);
    for (const line of finds.verticals) verticals.push(line);
  });
  return { systems, verticals, ...nameCandidates(placed) };
}

function readPage(
  drawn: PageLines,
  page: number,
  firstSystem: number,
  usual: number,
  options: GeometryOptions,
): PageFinds {
  const { flat, pieces } = drawn;
  const median = upperMedian(drawn.staves.map((staff) => staff.space));
  const spaceUnit = median > 0 ? median : guessSpace(flat, drawn.rest, usual);
  if (spaceUnit <= 0) return { systems: [], placed: [], verticals: [] };
  const runs = findVerticals(pieces.vertical, spaceUnit);
  const staves = allStaves(drawn, runs, spaceUnit, options);
  const spaces = spaceRange(staves, spaceUnit);
  const things = glyphThings(flat, page, spaces);
  const heads = headPlaces(things, spaces);
  const lines = [...runs, ...findBrokenLines(flat, spaceUnit, heads)].sort((a, b) => a.at - b.at);
  const systems = buildSystems(staves, lines, heads, { page, firstSystem, ...options });
  const ledgers = findLedgerLines(pieces.horizontal, spaces);
  const verticals = lines.map(({ at, from, to, thickness, shapes }) => {
    return { page, x: at, top: from, bottom: to, width: thickness, shapes };
  });
  return { systems, placed: placeThings(things, systems, ledgers), verticals };
}

function allStaves(
  { staves, rest, sideUnit }: PageLines,
  verticals: readonly LineRun[],
  spaceUnit: number,
  { oneLineStaves }: GeometryOptions,
): LoneStaff[] {
  if (!oneLineStaves) return [...staves];
  const few = findFewLineStaves(rest, staves, { sideUnit, spaceUnit, verticals });
  return [...staves, ...few].sort((a, b) => a.firstLine - b.firstLine || a.left - b.left);
}

function spaceRange(staves: readonly LoneStaff[], spaceUnit: number): [number, number] {
  let range: [number, number] = [spaceUnit, spaceUnit];
  for (const { space } of staves) range = [Math.min(range[0], space), Math.max(range[1], space)];
  return range;
}

interface SystemContext extends GeometryOptions {
  readonly page: number;
  readonly firstSystem: number;
}

function buildSystems(
  staves: readonly LoneStaff[],
  verticals: readonly LineRun[],
  heads: HeadPlaces,
  context: SystemContext,
): DrawnSystem[] {
  const bars = barLinesOfStaves(staves, verticals, heads);
  const barsOf = new Map(staves.map((staff, i) => [staff, bars[i]]));
  const agree = (a: LoneStaff, b: LoneStaff) => haveSameBars(barsOf.get(a)!, barsOf.get(b)!, a.space);
  const groups = findSystems(staves, verticals, agree, context.staffCount);
  return groups.map((members, placeOnPage): DrawnSystem => {
    const index = context.firstSystem + placeOnPage;
    const memberBars = confirmBars(
      members.map((staff) => barsOf.get(staff)!),
      members[0].space,
    );
    return {
      index,
      page: context.page,
      placeOnPage,
      staves: members.map((staff, place) => drawnStaff(staff, memberBars[place], context.page, index, place)),
      left: Math.min(...members.map((staff) => staff.left)),
      right: Math.max(...members.map((staff) => staff.right)),
      top: members[0].top,
      bottom: Math.max(...members.map((staff) => staff.bottom)),
      intervals: findIntervals(members, memberBars),
    };
  });
}

function drawnStaff(
  staff: LoneStaff,
  barXs: readonly number[],
  page: number,
  system: number,
  place: number,
): DrawnStaff {
  const { top, bottom, space, left, right, lineCount, shapes } = staff;
  return { page, system, place, top, bottom, space, left, right, lineCount, shapes, barXs };
}
