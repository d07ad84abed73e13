/** How well the heads of some intervals would serve as the heads of some measures: by count alone. */

import type { ExpectedGroup } from "./expectedHeads.js";
import type { Candidate } from "./pageGeometry.js";
import { SOLVER } from "./solverConstants.js";

/** The score staff of each drawn staff of a system, from the top; -1 for a staff that is not in the score. */
export type StaffMapping = readonly number[];

/** Heads that measures ask for, by spot (staff and step). */
export interface Demand {
  readonly spots: Int32Array;
  readonly minHeads: Int32Array;
  readonly maxHeads: Int32Array;
  /** Sum of `minHeads`. */
  readonly required: number;
}

export interface Misfit {
  /** Heads that are asked for and not there. */
  readonly missing: number;
  /** Heads that nobody asks for. */
  readonly extra: number;
}

/** Number of a spot; steps that no page shows fall together at either end. */
export function spotOf(staff: number, step: number): number {
  const line = Math.max(0, Math.min(SOLVER.stepRange - 1, step + SOLVER.stepZero));
  return staff * SOLVER.stepRange + line;
}

export function demandOf(groups: readonly ExpectedGroup[]): Demand {
  const bySpot = new Map<number, { min: number; max: number }>();
  for (const { staff, step, minHeads, maxHeads } of groups) {
    const spot = spotOf(staff, step);
    const sum = bySpot.get(spot);
    if (sum === undefined) bySpot.set(spot, { min: minHeads, max: maxHeads });
    else {
      sum.min += minHeads;
      sum.max += maxHeads;
    }
  }
  const sums = [...bySpot.values()];
  return {
    spots: Int32Array.from(bySpot.keys()),
    minHeads: Int32Array.from(sums, (sum) => sum.min),
    maxHeads: Int32Array.from(sums, (sum) => sum.max),
    required: sums.reduce((total, { min }) => total + min, 0),
  };
}

/** Heads of one interval, read with the mapping of its system. */
export interface Supply {
  readonly heads: readonly Candidate[];
  readonly mapping: StaffMapping;
}

/** Counts heads against demands; one for a whole search, so that its table is made once. */
export class HeadCounter {
  private readonly min: Int32Array;
  private readonly max: Int32Array;
  private readonly taken: Int32Array;

  constructor(staffCount: number) {
    this.min = new Int32Array(staffCount * SOLVER.stepRange);
    this.max = new Int32Array(staffCount * SOLVER.stepRange);
    this.taken = new Int32Array(staffCount * SOLVER.stepRange);
  }

  /**
   * Give every head to one of the spots it may stand on: those with one reading first, then the others where they are
   * needed most.
   *
   * @cost linear in heads and spots
   */
  count(demands: readonly Demand[], supplies: readonly Supply[]): Misfit {
    for (const demand of demands) this.ask(demand);
    let extra = 0;
    for (const { heads, mapping } of supplies) {
      for (const head of heads) if (head.readings.length === 1) extra += this.take(head, mapping);
    }
    for (const { heads, mapping } of supplies) {
      for (const head of heads) if (head.readings.length !== 1) extra += this.take(head, mapping);
    }
    let missing = 0;
    for (const { spots } of demands) {
      for (const spot of spots) {
        missing += Math.max(0, this.min[spot] - this.taken[spot]);
        this.min[spot] = 0;
        this.max[spot] = 0;
        this.taken[spot] = 0;
      }
    }
    return { missing, extra };
  }

  private ask({ spots, minHeads, maxHeads }: Demand): void {
    for (let k = 0; k < spots.length; k++) {
      this.min[spots[k]] += minHeads[k];
      this.max[spots[k]] += maxHeads[k];
    }
  }

  /** @returns 1 if the head is one too many */
  private take(head: Candidate, mapping: StaffMapping): number {
    let best = -1;
    for (const { staff, step } of head.readings) {
      const scoreStaff = mapping[staff];
      if (scoreStaff < 0) continue;
      const spot = spotOf(scoreStaff, step);
      if (this.taken[spot] < this.min[spot]) {
        this.taken[spot]++;
        return 0;
      }
      if (best < 0 && this.taken[spot] < this.max[spot]) best = spot;
    }
    if (best < 0) return 1;
    this.taken[best]++;
    return 0;
  }
}
