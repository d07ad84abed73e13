/** Staff lines with gaps: tablature is cut where its numbers stand. */
import { endKey, endKeysAround } from "./lineRows.js";
import type { LineRun } from "./lineRuns.js";
import { BRIDGE_COVER, BRIDGE_GAP_THICKNESS } from "./pageConstants.js";

/**
 * Join runs of one height across gaps, where together they begin and end with an unbroken line of the page and are more
 * line than gap.
 *
 * @param runs    all horizontal runs
 * @param across  largest difference of height in one line
 * @param ends    largest difference of ends
 * @returns       the runs, those of a broken line replaced by it
 * @cost          n log n
 */
export function bridgeGaps(runs: readonly LineRun[], across: number, ends: number): LineRun[] {
  const known = new Set(runs.map((run) => endKey(run.from, run.to, ends)));
  return rowsOf(runs, across)
    .flatMap(stretchesOf)
    .flatMap((stretch) => {
      const whole = stretch.length < 2 ? null : wholeOf(stretch);
      const fits = whole !== null && endKeysAround(whole.from, whole.to, ends).some((key) => known.has(key));
      return fits && isMostlyLine(stretch, whole) ? [whole] : stretch;
    });
}

function rowsOf(runs: readonly LineRun[], across: number): LineRun[][] {
  const rows: LineRun[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const run of runs.toSorted((a, b) => a.at - b.at)) {
    if (run.at - last > across) rows.push([]);
    rows[rows.length - 1].push(run);
    last = run.at;
  }
  return rows;
}

/** Runs from left to right, parted where a gap is too wide; runs that overlap stand alone. */
function stretchesOf(row: readonly LineRun[]): LineRun[][] {
  const stretches: LineRun[][] = [];
  for (const run of row.toSorted((a, b) => a.from - b.from)) {
    const stretch = stretches.at(-1);
    const gap = run.from - (stretch?.at(-1)?.to ?? Number.NEGATIVE_INFINITY);
    if (stretch !== undefined && gap >= 0 && gap <= BRIDGE_GAP_THICKNESS * run.thickness) stretch.push(run);
    else stretches.push([run]);
  }
  return stretches;
}

function wholeOf(stretch: readonly LineRun[]): LineRun {
  const shapes = new Set(stretch.flatMap((run) => run.shapes));
  return {
    at: stretch.reduce((sum, run) => sum + run.at, 0) / stretch.length,
    from: stretch[0].from,
    to: stretch[stretch.length - 1].to,
    thickness: stretch[0].thickness,
    shapes: [...shapes].sort((a, b) => a - b),
  };
}

function isMostlyLine(stretch: readonly LineRun[], whole: LineRun): boolean {
  const drawn = stretch.reduce((sum, run) => sum + run.to - run.from, 0);
  return drawn >= BRIDGE_COVER * (whole.to - whole.from);
}
