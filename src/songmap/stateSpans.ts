/** Marks that hold until the next one (keys, meters, chords, sections), along the path through the repeats. */
import { add, compare, equals, subtract, toNumber, ZERO } from "../core/fraction.js";
import { quarterToSec, type ScoreClock } from "../core/scoreClock.js";
import type { ScorePlace } from "../core/scoreMarks.js";
import { roundSec } from "../registry/rounding.js";
import type { MeasureVisit, UnfoldedScore } from "../score/unfoldedScore.js";
import { unfoldMarks } from "../score/unfoldMarks.js";

/** A stretch of time under one mark. */
export interface StateSpan<M> {
  readonly startSec: number;
  readonly endSec: number;
  readonly mark: M;
}

/**
 * What is in force when. A mark holds from each passing of its place to the next mark; where the path jumps, the mark
 * that stands before the place of landing holds. Of marks at one place the last given holds. Spans of no length are
 * left out, and so is the time before the first mark.
 *
 * @param marks  of one kind and one part, in any order
 */
export function stateSpans<M extends ScorePlace>(
  unfolded: UnfoldedScore,
  clock: ScoreClock,
  marks: readonly M[],
): StateSpan<M>[] {
  const changes = changesOnPath(unfolded, marks);
  const endSec = roundSec(quarterToSec(clock, toNumber(unfolded.endQuarter)));
  const spans: StateSpan<M>[] = [];
  changes.forEach(({ quarter, mark }, i) => {
    const start = roundSec(quarterToSec(clock, quarter));
    const end = i + 1 < changes.length ? roundSec(quarterToSec(clock, changes[i + 1].quarter)) : endSec;
    if (mark && end > start) spans.push({ startSec: start, endSec: end, mark });
  });
  return spans;
}

interface Change<M> {
  readonly quarter: number;
  readonly mark: M | null;
}

function changesOnPath<M extends ScorePlace>(unfolded: UnfoldedScore, marks: readonly M[]): Change<M>[] {
  const ordered = marks.toSorted(comparePlaces);
  const passed = unfoldMarks(unfolded, ordered);
  const changes: Change<M>[] = [];
  let current: M | null = null;
  let next = 0;
  unfolded.visits.forEach((visit, i) => {
    // Sorted by time, so marks at the end of a measure still come before the jump that follows them.
    for (; next < passed.length && passed[next].visitIndex < visit.index; next++) {
      current = passed[next].mark;
      changes.push({ quarter: toNumber(passed[next].quarter), mark: current });
    }
    if (i > 0 && isContinued(unfolded, unfolded.visits[i - 1], visit)) return;
    const landed = lastBefore(ordered, visit);
    if (landed === current) return;
    current = landed;
    changes.push({ quarter: toNumber(visit.startQuarter), mark: landed });
  });
  for (; next < passed.length; next++) {
    changes.push({ quarter: toNumber(passed[next].quarter), mark: passed[next].mark });
  }
  return changes;
}

/** Whether the path simply goes on from one visit to the next. */
export function isContinued(unfolded: UnfoldedScore, previous: MeasureVisit, visit: MeasureVisit): boolean {
  if (previous.measureIndex === visit.measureIndex) return equals(previous.toQuarter, visit.fromQuarter);
  const isAtEnd = equals(previous.toQuarter, unfolded.score.measures[previous.measureIndex].lengthQuarter);
  return visit.measureIndex === previous.measureIndex + 1 && isAtEnd && equals(visit.fromQuarter, ZERO);
}

/** The mark in force just before a visit begins; marks on its first position are passed. */
function lastBefore<M extends ScorePlace>(ordered: readonly M[], visit: MeasureVisit): M | null {
  const landing = { measureIndex: visit.measureIndex, measureQuarter: visit.fromQuarter };
  return ordered.findLast((mark) => comparePlaces(mark, landing) < 0) ?? null;
}

export function comparePlaces(a: ScorePlace, b: ScorePlace): number {
  return a.measureIndex - b.measureIndex || compare(a.measureQuarter, b.measureQuarter);
}

/** Where a visit ends, in unfolded quarters. */
export function visitEnd(visit: MeasureVisit): number {
  return toNumber(add(visit.startQuarter, subtract(visit.toQuarter, visit.fromQuarter)));
}
