/** What may be a notehead: a thing of its size, on the half-space grid of a staff. */
import { partitionPoint } from "../../core/sortedSearch.js";
import { type GlyphThing, isHeadSized } from "./glyphThings.js";
import { hasLedgerLines, type LedgerLines } from "./ledgerLines.js";
import {
  BEYOND_SPACE,
  INTERVAL_SLACK_SPACE,
  JOIN_LEFT_SPACE,
  STEP_DEVIATION_STEP,
  STEP_RANGE,
} from "./pageConstants.js";
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
 * head has two readings; which of them holds is not decided here. Between two systems, the one from which ledger lines
 * lead to the thing comes before the nearer one.
 *
 * @param systems  of one page, in reading order
 * @returns        only things of the size of a head there
 * @cost           log n for each thing to find its system, then linear in that system's staves
 */
export function placeThings(
  things: readonly GlyphThing[],
  systems: readonly DrawnSystem[],
  ledgers: LedgerLines,
): PlacedThing[] {
  const bands = bandsOf(systems);
  const placed: PlacedThing[] = [];
  for (const thing of things) {
    const system = systemOf(bands, thing, ledgers);
    if (system === null) continue;
    const [x, y] = centreOf(thing);
    const { space } = nearestStaff(system, y);
    if (!isHeadSized(thing, space)) continue;
    placed.push({
      thing,
      space,
      system: system.index,
      interval: intervalAt(system.intervals, thing.box[0] + INTERVAL_SLACK_SPACE * space),
      readings: readSteps(system, x, y, ledgers),
    });
  }
  return placed;
}

/**
 * Steps of a place on the staves of a system, nearest staff first.
 *
 * @param x  centre of a head, in units of the viewBox
 */
export function readSteps(system: DrawnSystem, x: number, y: number, ledgers: LedgerLines): StepReading[] {
  const found: { reading: StepReading; distance: number }[] = [];
  for (const staff of system.staves) {
    const reading = readStep(staff, x, y, ledgers);
    if (reading !== null) found.push({ reading, distance: distanceTo(staff, y) });
  }
  return found.sort((a, b) => a.distance - b.distance).map(({ reading }) => reading);
}

function readStep(staff: DrawnStaff, x: number, y: number, ledgers: LedgerLines): StepReading | null {
  const exact = ((staff.bottom - y) * 2) / staff.space;
  const step = Math.round(exact);
  const deviation = exact - step;
  if (step < STEP_RANGE[0] || step > STEP_RANGE[1] || Math.abs(deviation) > STEP_DEVIATION_STEP) return null;
  return { staff: staff.place, step, deviation, hasLedgers: hasLedgerLines(ledgers, staff, step, x) };
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

function systemOf(bands: readonly Band[], thing: GlyphThing, ledgers: LedgerLines): DrawnSystem | null {
  const [x, y] = centreOf(thing);
  const below = partitionPoint(bands.length, (i) => bands[i].bottom < y);
  const near = bands.slice(Math.max(0, below - 1), below + 1).map((band) => nearestOf(band, thing.box[0], y));
  if (near.length < 2) return near[0] ?? null;
  near.sort((a, b) => systemDistance(a, thing.box[0], y) - systemDistance(b, thing.box[0], y));
  return near.find((system) => isLedBy(system, x, y, ledgers)) ?? near[0];
}

/** Whether a place is at a system, or ledger lines lead from its outer staff to it. */
function isLedBy(system: DrawnSystem, x: number, y: number, ledgers: LedgerLines): boolean {
  const staff = nearestStaff(system, y);
  if (distanceTo(staff, y) < BEYOND_SPACE * staff.space) return true;
  return readStep(staff, x, y, ledgers)?.hasLedgers ?? false;
}

function nearestOf(band: Band, x: number, y: number): DrawnSystem {
  return band.systems.reduce((a, b) => (systemDistance(b, x, y) < systemDistance(a, x, y) ? b : a));
}

function centreOf({ box }: GlyphThing): [number, number] {
  return [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
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
