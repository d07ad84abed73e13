/** Straight lines along one axis, joined from the pieces that meet end to end. */
import type { LinePiece } from "./drawnThings.js";

/** A line along an axis. For a horizontal one `at` is y and it goes from left to right, for an upright one x, downwards. */
export interface LineRun {
  /** Place of its middle across it. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly thickness: number;
  /** Ascending. */
  readonly shapes: readonly number[];
}

export interface JoinTolerance {
  /** Largest difference across the line, and largest gap or overlap along it; > 0, in units of the viewBox. */
  readonly across: number;
  readonly along: number;
}

export function horizontalRun({ shape, box }: LinePiece): LineRun {
  return {
    at: (box[1] + box[3]) / 2,
    from: box[0],
    to: box[2],
    thickness: box[3] - box[1],
    shapes: [shape],
  };
}

export function verticalRun({ shape, box }: LinePiece): LineRun {
  return {
    at: (box[0] + box[2]) / 2,
    from: box[1],
    to: box[3],
    thickness: box[2] - box[0],
    shapes: [shape],
  };
}

/**
 * Join runs that meet end to end.
 *
 * @returns chains of two and more, joined; and every run that meets no other
 * @cost    linear: ends are looked up in a grid, where only a few of the same place are kept
 */
export function joinRuns(
  runs: readonly LineRun[],
  tolerance: JoinTolerance,
): { joined: LineRun[]; single: LineRun[] } {
  const next = successors(runs, tolerance);
  const isFirst = new Uint8Array(runs.length).fill(1);
  for (const index of next) if (index >= 0) isFirst[index] = 0;
  const joined: LineRun[] = [];
  const single: LineRun[] = [];
  runs.forEach((run, index) => {
    if (isFirst[index] === 0) return;
    if (next[index] < 0) single.push(run);
    else joined.push(joinChain(runs, next, index));
  });
  return { joined, single };
}

/** For each run the one that goes on from its end, or -1. No run goes on from two. */
function successors(runs: readonly LineRun[], { across, along }: JoinTolerance): Int32Array {
  const starts = new Map<number, number[]>();
  runs.forEach((run, index) => {
    const cell = cellOf(Math.round(run.at / across), Math.round(run.from / along));
    const there = starts.get(cell);
    if (there === undefined) starts.set(cell, [index]);
    else if (there.length < MAX_IN_CELL) there.push(index);
  });
  const next = new Int32Array(runs.length).fill(-1);
  const taken = new Uint8Array(runs.length);
  runs.forEach((run, index) => {
    const found = nearestStart(runs, starts, taken, run, { across, along });
    if (found < 0) return;
    next[index] = found;
    taken[found] = 1;
  });
  return next;
}

function nearestStart(
  runs: readonly LineRun[],
  starts: ReadonlyMap<number, readonly number[]>,
  taken: Uint8Array,
  run: LineRun,
  { across, along }: JoinTolerance,
): number {
  const [row, column] = [Math.round(run.at / across), Math.round(run.to / along)];
  let best = -1;
  let bestGap = along;
  for (let cell = 0; cell < 9; cell++) {
    const there = starts.get(cellOf(row - 1 + Math.floor(cell / 3), column - 1 + (cell % 3)));
    for (const index of there ?? []) {
      const other = runs[index];
      const gap = Math.abs(other.from - run.to);
      const fits = other.from > run.from && other.to > run.to && Math.abs(other.at - run.at) <= across;
      if (!fits || taken[index] === 1 || gap > bestGap) continue;
      best = index;
      bestGap = gap;
    }
  }
  return best;
}

/** Runs kept of those that begin at the same place: the same line drawn again and again. */
const MAX_IN_CELL = 8;
const CELL_SHIFT = 2 ** 25;

/** A number for a cell of the grid, exact while both counts stay below 2^25. */
function cellOf(row: number, column: number): number {
  return (row + CELL_SHIFT) * 2 * CELL_SHIFT + column + CELL_SHIFT;
}

function joinChain(runs: readonly LineRun[], next: Int32Array, first: number): LineRun {
  const shapes: number[] = [];
  let { at, from, to, thickness } = runs[first];
  let count = 0;
  at = 0;
  for (let index = first; index >= 0; index = next[index]) {
    const run = runs[index];
    to = Math.max(to, run.to);
    thickness = Math.max(thickness, run.thickness);
    at += run.at;
    count++;
    for (const shape of run.shapes) shapes.push(shape);
  }
  return { at: at / count, from, to, thickness, shapes: [...new Set(shapes)].sort((a, b) => a - b) };
}
