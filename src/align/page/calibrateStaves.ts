/** Staves on which all heads stand higher or lower than the clef says: one-line staves, percussion, octave conventions. */
import type { DrawnBar } from "./drawnBars.js";
import type { ExpectedHeads } from "./expectedHeads.js";
import { spotOf } from "./headDemand.js";
import type { BarPlan } from "./measureSearch.js";
import { SOLVER } from "./solverConstants.js";

/** Heads that stand on a spot, and heads asked for, of one staff and measure, by step. */
interface StaffMeasure {
  readonly asked: readonly { readonly step: number; readonly count: number }[];
  /** By `spotOf(0, step)`. */
  readonly there: Uint16Array;
}

/**
 * Find the shift of each staff: that at which most of its notes stand where a head may be.
 *
 * @returns steps by which heads stand higher than expected, by staff; 0 for staves that fit as they are
 * @cost    linear in heads; for a staff that does not fit, times the number of shifts tried
 */
export function calibrateStaves(bars: readonly DrawnBar[], plan: BarPlan, expected: ExpectedHeads): number[] {
  const byStaff = collect(bars, plan, expected);
  return byStaff.map((measures) => {
    const total = measures.reduce((sum, { asked }) => sum + asked.reduce((n, a) => n + a.count, 0), 0);
    const unmoved = hits(measures, 0);
    if (total === 0 || unmoved >= SOLVER.calibrateBelow * total) return 0;
    let best = { shift: 0, hits: unmoved };
    for (let distance = 1; distance <= SOLVER.calibrateSteps; distance++) {
      for (const shift of [distance, -distance]) {
        const found = hits(measures, shift);
        if (found > best.hits) best = { shift, hits: found };
      }
    }
    return best.hits - unmoved > SOLVER.calibrateGain * total ? best.shift : 0;
  });
}

function hits(measures: readonly StaffMeasure[], shift: number): number {
  let sum = 0;
  for (const { asked, there } of measures) {
    for (const { step, count } of asked) sum += Math.min(count, there[spotOf(0, step + shift)]);
  }
  return sum;
}

function collect(bars: readonly DrawnBar[], plan: BarPlan, expected: ExpectedHeads): StaffMeasure[][] {
  const byStaff: StaffMeasure[][] = Array.from({ length: expected.staffCount }, () => []);
  for (const cell of plan.cells) {
    if (cell.bars.length === 0 || cell.measures.length === 0) continue;
    const there = byStaff.map(() => new Uint16Array(SOLVER.stepRange));
    for (const index of cell.bars) {
      const { system, heads } = bars[index];
      const mapping = plan.mappings.get(system.index)!;
      for (const { readings } of heads) {
        for (const { staff, step } of readings)
          if (mapping[staff] >= 0) there[mapping[staff]][spotOf(0, step)]++;
      }
    }
    const asked = byStaff.map(() => [] as { step: number; count: number }[]);
    for (const measure of cell.measures) {
      for (const { staff, step, minHeads } of expected.measures[measure].groups) {
        asked[staff].push({ step, count: minHeads });
      }
    }
    asked.forEach((list, staff) => {
      if (list.length > 0) byStaff[staff].push({ asked: list, there: there[staff] });
    });
  }
  return byStaff;
}
