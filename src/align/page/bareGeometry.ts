/** A page of noteheads alone: staves and bars are worked out from where the heads stand. */
import { upperMedian } from "../../core/median.js";
import type { ExpectedHeads, ExpectedNote } from "./expectedHeads.js";
import { type GlyphThing, glyphThings, isHeadSized } from "./glyphThings.js";
import { EM_SPACE } from "./pageConstants.js";
import type {
  BarInterval,
  Candidate,
  DrawnStaff,
  DrawnSystem,
  GlyphCluster,
  PageGeometry,
  UserPage,
} from "./pageGeometry.js";
import { groupBy } from "./proveOrder.js";
import { SOLVER } from "./solverConstants.js";

interface BareStaff {
  readonly bottom: number;
  readonly heads: readonly { readonly note: ExpectedNote; readonly thing: GlyphThing }[];
}

/**
 * Read one page without staff lines as one system, if it has exactly as many heads as the score has notes, and all stand
 * where the notes of their staff would: from top to bottom staff by staff, from left to right in the order of time.
 *
 * @returns null if they do not
 */
export function bareGeometry({ flat }: UserPage, { notes, staffCount }: ExpectedHeads): PageGeometry | null {
  const space = glyphSpace(flat);
  const things =
    space > 0 ? glyphThings(flat, 0, [space, space]).filter((thing) => isHeadSized(thing, space)) : [];
  const required = notes.filter((note): note is ExpectedNote => note !== null && !note.optional);
  if (things.length === 0 || things.length !== required.length) return null;
  const byHeight = things.toSorted((a, b) => middleOf(a) - middleOf(b));
  const staves: BareStaff[] = [];
  for (let staff = 0, used = 0; staff < staffCount; staff++) {
    const own = required.filter((note) => note.staff === staff);
    if (own.length === 0) continue;
    const fitted = fitStaff(byHeight.slice(used, used + own.length), own, space);
    if (fitted === null) return null;
    used += own.length;
    staves.push(fitted);
  }
  const system = buildSystem(staves, space);
  return system === null
    ? null
    : { systems: [system], verticals: [], strays: [], ...nameHeads(things, system) };
}

/** Size of the characters, or height of the outlines, that are commonest. */
function glyphSpace(flat: UserPage["flat"]): number {
  const sizes = flat.shapes.flatMap((shape) =>
    shape.kind === "text" ? shape.runs.map((run) => run.fontSize / EM_SPACE) : [],
  );
  if (sizes.length > 0) return upperMedian(sizes);
  return upperMedian(
    flat.shapes.flatMap((shape) =>
      shape.kind === "path" ? [shape.outline.box[3] - shape.outline.box[1]] : [],
    ),
  );
}

function fitStaff(
  things: readonly GlyphThing[],
  notes: readonly ExpectedNote[],
  space: number,
): BareStaff | null {
  const byTime = notes.toSorted(
    (a, b) => a.measureIndex - b.measureIndex || a.time - b.time || b.step - a.step,
  );
  const byPlace = things.toSorted((a, b) => a.box[0] - b.box[0] || middleOf(a) - middleOf(b));
  const columns = groupBy(byTime, ({ measureIndex, time }) => `${measureIndex} ${time}`);
  const ordered: GlyphThing[] = [];
  for (const column of columns.values()) {
    const here = byPlace.slice(ordered.length, ordered.length + column.length);
    for (const thing of here.sort((a, b) => middleOf(a) - middleOf(b))) ordered.push(thing);
  }
  const half = space / 2;
  const heads = byTime.map((note, k) => ({ note, thing: ordered[k] }));
  const bottoms = heads.map(({ note, thing }) => middleOf(thing) + note.step * half);
  const bottom = upperMedian(bottoms);
  return bottoms.every((y) => Math.abs(y - bottom) <= SOLVER.stepDeviation * half) ? { bottom, heads } : null;
}

function middleOf({ box }: GlyphThing): number {
  return (box[1] + box[3]) / 2;
}

function buildSystem(staves: readonly BareStaff[], space: number): DrawnSystem | null {
  const intervals = findIntervals(staves, space);
  if (intervals === null) return null;
  const [left, right] = [intervals[0].left, intervals[intervals.length - 1].right];
  const drawn = staves.map(({ bottom }, place): DrawnStaff => {
    const lines = { top: bottom - 4 * space, bottom, space, left, right, lineCount: 5 };
    return { page: 0, system: 0, place, ...lines, shapes: [], barXs: intervals.map((bar) => bar.right) };
  });
  const [top, bottom] = [drawn[0].top, drawn[drawn.length - 1].bottom];
  return { index: 0, page: 0, placeOnPage: 0, staves: drawn, left, right, top, bottom, intervals };
}

/** One interval for each measure with notes, parted half way between the heads; null if measures overlap. */
function findIntervals(staves: readonly BareStaff[], space: number): BarInterval[] | null {
  const byMeasure = groupBy(
    staves.flatMap(({ heads }) => heads),
    ({ note }) => note.measureIndex,
  );
  const extents = [...byMeasure]
    .sort(([a], [b]) => a - b)
    .map(([, heads]) => ({
      left: Math.min(...heads.map(({ thing }) => thing.box[0])),
      right: Math.max(...heads.map(({ thing }) => thing.box[2])),
    }));
  const intervals: BarInterval[] = [];
  let left = extents[0].left - space;
  for (let k = 0; k < extents.length; k++) {
    const next = extents[k + 1]?.left ?? extents[k].right + 2 * space;
    if (next <= extents[k].right) return null;
    const right = (extents[k].right + next) / 2;
    intervals.push({ left, right });
    left = right;
  }
  return intervals;
}

function nameHeads(
  things: readonly GlyphThing[],
  system: DrawnSystem,
): Pick<PageGeometry, "candidates" | "clusters"> {
  const { space } = system.staves[0];
  const forms = [...groupBy(things, formOf).values()];
  const clusterOf = new Map(forms.flatMap((form, cluster) => form.map((thing) => [thing, cluster] as const)));
  const candidates = things.map((thing, index): Candidate => {
    const { page, shape, run, box } = thing;
    const [x, y] = [box[0], middleOf(thing)];
    const interval = system.intervals.findIndex(({ right }) => x < right);
    const place = { system: 0, interval, cluster: clusterOf.get(thing)!, box, x, y };
    return { index, page, shape, run, ...place, readings: readingsOf(y, system) };
  });
  const clusters = forms.map((form, index): GlyphCluster => {
    const [{ box, text }] = form;
    return {
      index,
      kind: text === null ? "outline" : "text",
      widthSpace: (box[2] - box[0]) / space,
      heightSpace: (box[3] - box[1]) / space,
      family: text?.family ?? "",
      character: text?.character ?? "",
      members: candidates.filter(({ cluster }) => cluster === index).map((candidate) => candidate.index),
    };
  });
  return { candidates, clusters };
}

function formOf({ text, outline }: GlyphThing): string {
  return text === null
    ? (outline?.tail ?? "")
    : `${text.family} ${text.character} ${text.sizeUnit.toFixed(1)}`;
}

function readingsOf(y: number, { staves }: DrawnSystem): Candidate["readings"] {
  return staves
    .map(({ place, bottom, space }) => {
      const exact = (bottom - y) / (space / 2);
      return {
        staff: place,
        step: Math.round(exact),
        deviation: exact - Math.round(exact),
        hasLedgers: true,
      };
    })
    .filter(({ deviation }) => Math.abs(deviation) <= SOLVER.stepDeviation)
    .sort((a, b) => Math.abs(a.step - MIDDLE_STEP) - Math.abs(b.step - MIDDLE_STEP));
}

const MIDDLE_STEP = 4;
