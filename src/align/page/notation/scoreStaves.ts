/** Which staves and measures of the score the drawn ones show. */
import type { Score } from "../../../core/score.js";
import { lastAtOrBefore } from "../../../core/sortedSearch.js";
import type { DrawnSystem } from "../pageGeometry.js";
import type { PageSolution } from "../pageSolution.js";

export class ScoreStaves {
  /** First staff of each part, all staves counted through. */
  readonly #firstStaff: readonly number[];
  readonly staffCount: number;

  constructor(
    private readonly score: Score,
    private readonly solution: Pick<PageSolution, "staffOf" | "measuresOf">,
  ) {
    const firsts: number[] = [];
    let count = 0;
    for (const part of score.parts) {
      firsts.push(count);
      count += part.staffCount;
    }
    this.#firstStaff = firsts;
    this.staffCount = count;
  }

  ofNote(noteIndex: number): number {
    const { partIndex, staff } = this.score.notes[noteIndex];
    return this.ofPart(partIndex, staff);
  }

  /** @param staff  from 1 inside the part */
  ofPart(partIndex: number, staff: number): number {
    return this.#firstStaff[partIndex] + staff - 1;
  }

  partOf(staff: number): number {
    return lastAtOrBefore(this.#firstStaff, staff);
  }

  /** Score staff of a drawn one; null where it is not known. */
  ofDrawn(system: DrawnSystem, place: number): number | null {
    const known = this.solution.staffOf[system.index]?.[place];
    if (known !== undefined) return known >= 0 ? known : null;
    return system.staves.length === this.staffCount ? place : null;
  }

  /** Measures that an interval shows. */
  measuresOf(system: DrawnSystem, interval: number): readonly number[] {
    return this.solution.measuresOf[system.index]?.[interval] ?? [];
  }

  /** The only measure that an interval shows, or null. */
  measureOf(system: DrawnSystem, interval: number): number | null {
    const measures = this.measuresOf(system, interval);
    return measures.length === 1 ? measures[0] : null;
  }
}
