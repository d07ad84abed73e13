/** Which staves of the score a system shows, if empty ones are hidden. */
import type { DrawnBar } from "./drawnBars.js";
import { type Demand, type StaffMapping, spotOf } from "./headDemand.js";
import { SOLVER } from "./solverConstants.js";

/** A drawn staff that the score does not have: dearer than a few notes without heads. */
const FOREIGN_STAFF_COST = 4;

export interface MappingInput {
  /** Of every measure. */
  readonly demands: readonly Demand[];
  readonly staffCount: number;
  readonly extraCost: number;
}

/**
 * Match the drawn staves of a system with those of the score, from the top, at least cost: notes without a head, heads
 * without a note, notes on hidden staves.
 *
 * @param bars          of the system, taken to show measure by measure
 * @param firstMeasure  measure of the first of them
 * @returns             the score staff of each drawn staff; identity if all are there
 * @cost                drawn staves x score staves, and once the heads and notes of the system
 */
export function mapStaves(
  input: MappingInput,
  bars: readonly DrawnBar[],
  firstMeasure: number,
): StaffMapping {
  const drawn = bars[0].system.staves.length;
  const { staffCount } = input;
  if (drawn === staffCount) return Array.from({ length: drawn }, (_, k) => k);
  const costs = Array.from({ length: drawn }, () => new Float64Array(staffCount));
  const foreign = new Float64Array(drawn).fill(FOREIGN_STAFF_COST);
  const hidden = new Float64Array(staffCount);
  bars.forEach((bar, k) => {
    const demand = input.demands[firstMeasure + k];
    addBar(input, bar, demand, { costs, foreign, hidden });
  });
  return cheapestMapping(costs, foreign, hidden);
}

interface Costs {
  /** By drawn staff and score staff. */
  readonly costs: readonly Float64Array[];
  /** Of a drawn staff that shows none of the score. */
  readonly foreign: Float64Array;
  /** Of a score staff that is not shown. */
  readonly hidden: Float64Array;
}

function addBar(input: MappingInput, bar: DrawnBar, demand: Demand | undefined, sums: Costs): void {
  const drawn = sums.costs.length;
  const range = SOLVER.stepRange;
  const available = new Uint16Array(drawn * range);
  const nearest = new Uint16Array(drawn);
  for (const { readings } of bar.heads) {
    readings.forEach(({ staff, step }, k) => {
      available[spotOf(staff, step)]++;
      if (k === 0) nearest[staff]++;
    });
  }
  const used = Array.from({ length: drawn }, () => new Uint16Array(input.staffCount));
  for (let k = 0; k < (demand?.spots.length ?? 0); k++) {
    const { spots, minHeads, maxHeads } = demand!;
    const staff = Math.floor(spots[k] / range);
    const line = spots[k] % range;
    sums.hidden[staff] += minHeads[k];
    for (let d = 0; d < drawn; d++) {
      const there = available[d * range + line];
      sums.costs[d][staff] += Math.max(0, minHeads[k] - there);
      used[d][staff] += Math.min(maxHeads[k], there);
    }
  }
  for (let d = 0; d < drawn; d++) {
    sums.foreign[d] += nearest[d] * input.extraCost;
    for (let staff = 0; staff < input.staffCount; staff++) {
      sums.costs[d][staff] += Math.max(0, nearest[d] - used[d][staff]) * input.extraCost;
    }
  }
}

/** Match two ordered lists at least cost; ties go to the upper staves. */
function cheapestMapping(
  costs: readonly Float64Array[],
  foreign: Float64Array,
  hidden: Float64Array,
): number[] {
  const [drawn, staves] = [costs.length, hidden.length];
  const width = staves + 1;
  const best = new Float64Array((drawn + 1) * width);
  for (let d = drawn; d >= 0; d--) {
    for (let s = staves; s >= 0; s--) {
      if (d === drawn && s === staves) continue;
      best[d * width + s] = Math.min(
        d < drawn && s < staves ? costs[d][s] + best[(d + 1) * width + s + 1] : Infinity,
        s < staves ? hidden[s] + best[d * width + s + 1] : Infinity,
        d < drawn ? foreign[d] + best[(d + 1) * width + s] : Infinity,
      );
    }
  }
  const mapping: number[] = [];
  for (let d = 0, s = 0; d < drawn; ) {
    const here = best[d * width + s];
    if (s < staves && here === costs[d][s] + best[(d + 1) * width + s + 1]) {
      mapping.push(s++);
      d++;
    } else if (s < staves && here === hidden[s] + best[d * width + s + 1]) s++;
    else {
      mapping.push(-1);
      d++;
    }
  }
  return mapping;
}
