/** Marks of the score placed on the unfolded timeline. */
import { add, compare, equals, type Fraction, subtract } from "../core/fraction.js";
import type { ScorePlace } from "../core/scoreMarks.js";
import type { MeasureVisit, UnfoldedScore } from "./unfoldedScore.js";

/** A mark each time its place is passed. */
export interface UnfoldedMark<M extends ScorePlace> {
  readonly mark: M;
  /** From the start with repeats unfolded. */
  readonly quarter: Fraction;
  readonly visitIndex: number;
}

/**
 * Every passing of every mark, in the order of time; at one place in the order given.
 * A mark at the very end of a measure is passed with that measure.
 */
export function unfoldMarks<M extends ScorePlace>(
  unfolded: UnfoldedScore,
  marks: readonly M[],
): UnfoldedMark<M>[] {
  const byMeasure = new Map<number, M[]>();
  for (const mark of marks) {
    const list = byMeasure.get(mark.measureIndex);
    if (list) list.push(mark);
    else byMeasure.set(mark.measureIndex, [mark]);
  }
  const passed: UnfoldedMark<M>[] = [];
  for (const visit of unfolded.visits) {
    const length = unfolded.score.measures[visit.measureIndex].lengthQuarter;
    for (const mark of byMeasure.get(visit.measureIndex) ?? []) {
      if (!isPassed(mark.measureQuarter, visit, length)) continue;
      const quarter = add(visit.startQuarter, subtract(mark.measureQuarter, visit.fromQuarter));
      passed.push({ mark, quarter, visitIndex: visit.index });
    }
  }
  return passed.sort((a, b) => compare(a.quarter, b.quarter));
}

function isPassed(at: Fraction, visit: MeasureVisit, measureLength: Fraction): boolean {
  if (compare(at, visit.fromQuarter) < 0) return false;
  return compare(at, visit.toQuarter) < 0 || equals(visit.toQuarter, measureLength);
}
