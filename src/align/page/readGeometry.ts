/** Engraved pages → staves, systems, bars and what may be a notehead, whoever drew them. */
import type { FlatSvg } from "../../formats/svg/flattenSvg.js";
import { findBrokenLines } from "./brokenLines.js";
import { clusterThings } from "./clusterCandidates.js";
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
import { medianOf } from "./medianOf.js";
import type {
  Candidate,
  DrawnStaff,
  DrawnSystem,
  GlyphCluster,
  PageGeometry,
  StrayGlyph,
  UserPage,
  VerticalLine,
} from "./pageGeometry.js";
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
  const usual = medianOf(lines.flatMap((page) => page.staves.map((staff) => staff.space)));
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
  const median = medianOf(drawn.staves.map((staff) => staff.space));
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

/** Number candidates and clusters; what shares a candidate's form but stands on no grid is a stray. */
function nameCandidates(
  placed: readonly PlacedThing[],
): Pick<PageGeometry, "candidates" | "clusters" | "strays"> {
  const sorted = placed.toSorted(inReadingOrder);
  const candidates: Candidate[] = [];
  const clusters: GlyphCluster[] = [];
  const strays: StrayGlyph[] = [];
  const clusterOf = new Int32Array(sorted.length).fill(-1);
  const forms = clusterThings(sorted).filter((form) => form.some((i) => sorted[i].readings.length > 0));
  forms.forEach((form, cluster) => {
    for (const i of form) clusterOf[i] = cluster;
  });
  const members: number[][] = forms.map(() => []);
  sorted.forEach((item, i) => {
    const cluster = clusterOf[i];
    if (cluster < 0) return;
    const { page, shape, run, box } = item.thing;
    if (item.readings.length === 0) {
      strays.push({ page, shape, run, box, system: item.system, cluster });
      return;
    }
    members[cluster].push(candidates.length);
    const { system, interval, readings } = item;
    const place = { box, x: box[0], y: (box[1] + box[3]) / 2 };
    candidates.push({
      index: candidates.length,
      page,
      shape,
      run,
      system,
      interval,
      cluster,
      ...place,
      readings,
    });
  });
  forms.forEach((form, index) => {
    clusters.push(
      describeCluster(
        index,
        form.map((i) => sorted[i]),
        members[index],
      ),
    );
  });
  return { candidates, clusters, strays };
}

function inReadingOrder(a: PlacedThing, b: PlacedThing): number {
  const [p, q] = [a.thing, b.thing];
  return (
    a.system - b.system || p.box[0] - q.box[0] || p.box[1] - q.box[1] || p.shape - q.shape || p.run - q.run
  );
}

function describeCluster(
  index: number,
  items: readonly PlacedThing[],
  members: readonly number[],
): GlyphCluster {
  const mean = (sizeOf: (item: PlacedThing) => number) =>
    items.reduce((sum, item) => sum + sizeOf(item), 0) / items.length;
  const { text } = items[0].thing;
  return {
    index,
    kind: text === null ? "outline" : "text",
    widthSpace: mean(({ thing, space }) => (thing.box[2] - thing.box[0]) / space),
    heightSpace: mean(({ thing, space }) => (thing.box[3] - thing.box[1]) / space),
    family: text?.family ?? "",
    character: text?.character ?? "",
    members,
  };
}
