/** What may be a notehead: a thing of its size, on the half-space grid of a staff. */
import { partitionPoint } from "../../core/sortedSearch.js";
import { type GlyphThing, isHeadSized } from "./glyphThings.js";
import { INTERVAL_SLACK_SPACE, JOIN_LEFT_SPACE, STEP_DEVIATION_STEP, STEP_RANGE } from "./pageConstants.js";
import type { BarInterval, DrawnStaff, DrawnSystem, StepReading } from "./pageGeometry.js";

export interface PlacedThing {
  readonly thing: GlyphThing;
  /** The nearest staff's, in which sizes are compared. */
  readonly space: number;
  readonly system: number;
  readonly interval: number;
  /** Nearest staff first; empty if it stands on no staff's grid. */
  readonly readings: readonly StepReading[];
}

/**
 * Find for each thing the system it is nearest to, its interval, and its steps on all staves there. Between two staves a
 * head has two readings; which of them holds is not decided here.
 *
 * @param systems  of one page, in reading order
 * @returns        only things of the size of a head there
 * @cost           log n for each thing to find its system, then linear in that system's staves
 */
export function placeThings(things: readonly GlyphThing[], systems: readonly DrawnSystem[]): PlacedThing[] {
  const bands = bandsOf(systems);
  const placed: PlacedThing[] = [];
  for (const thing of things) {
    const system = nearestSystem(bands, thing);
    if (system === null) continue;
    const y = (thing.box[1] + thing.box[3]) / 2;
    const { space } = nearestStaff(system, y);
    if (!isHeadSized(thing, space)) continue;
    placed.push({
      thing,
      space,
      system: system.index,
      interval: intervalAt(system.intervals, thing.box[0] + INTERVAL_SLACK_SPACE * space),
      readings: readSteps(system, y),
    });
  }
  return placed;
}

/**
 * Steps of a height on the staves of a system, nearest staff first.
 *
 * @param y  centre of a head, in units of the viewBox
 */
export function readSteps(system: DrawnSystem, y: number): StepReading[] {
  const found: { reading: StepReading; distance: number }[] = [];
  for (const staff of system.staves) {
    const exact = ((staff.bottom - y) * 2) / staff.space;
    const step = Math.round(exact);
    const deviation = exact - step;
    if (step < STEP_RANGE[0] || step > STEP_RANGE[1] || Math.abs(deviation) > STEP_DEVIATION_STEP) continue;
    found.push({ reading: { staff: staff.place, step, deviation }, distance: distanceTo(staff, y) });
  }
  return found.sort((a, b) => a.distance - b.distance).map(({ reading }) => reading);
}

/** The interval that `x` lies in or before; the last one for what stands behind it. */
export function intervalAt(intervals: readonly BarInterval[], x: number): number {
  const index = partitionPoint(intervals.length, (i) => intervals[i].right <= x);
  return Math.min(index, intervals.length - 1);
}

/** Systems that stand side by side, or else one. */
interface Band {
  readonly top: number;
  readonly bottom: number;
  readonly systems: readonly DrawnSystem[];
}

function bandsOf(systems: readonly DrawnSystem[]): Band[] {
  const bands: { top: number; bottom: number; systems: DrawnSystem[] }[] = [];
  for (const system of systems.toSorted((a, b) => a.top - b.top)) {
    const last = bands.at(-1);
    if (last === undefined || system.top > last.bottom) {
      bands.push({ top: system.top, bottom: system.bottom, systems: [system] });
      continue;
    }
    last.systems.push(system);
    last.bottom = Math.max(last.bottom, system.bottom);
  }
  return bands;
}

function nearestSystem(bands: readonly Band[], { box }: GlyphThing): DrawnSystem | null {
  const y = (box[1] + box[3]) / 2;
  const below = partitionPoint(bands.length, (i) => bands[i].bottom < y);
  let best: DrawnSystem | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const band of bands.slice(Math.max(0, below - 1), below + 1)) {
    for (const system of band.systems) {
      const distance = systemDistance(system, box[0], y);
      if (distance >= bestDistance) continue;
      best = system;
      bestDistance = distance;
    }
  }
  return best;
}

function systemDistance(system: DrawnSystem, x: number, y: number): number {
  const beside = Math.max(system.left - JOIN_LEFT_SPACE * system.staves[0].space - x, x - system.right, 0);
  return Math.max(system.top - y, y - system.bottom, 0) + beside;
}

function nearestStaff(system: DrawnSystem, y: number): DrawnStaff {
  return system.staves.reduce((a, b) => (distanceTo(b, y) < distanceTo(a, y) ? b : a));
}

function distanceTo(staff: DrawnStaff, y: number): number {
  return Math.max(staff.top - y, y - staff.bottom, 0);
}
