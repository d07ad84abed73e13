/** The score in the order in which it is heard. */
import { add, compare, equals, type Fraction, subtract, ZERO } from "../core/fraction.js";
import { assertWithin, DEFAULT_LIMITS, type Limits } from "../core/limits.js";
import type { NotatedNote, Score } from "../core/score.js";
import type { RepeatPlan } from "./repeatMarks.js";
import { type PathSpan, walkRepeats } from "./repeatPath.js";
import { buildRepeatPlan } from "./repeatPlan.js";
import { joinTies } from "./tieChains.js";
import type {
  MeasureStretch,
  MeasureVisit,
  RepeatChoice,
  UnfoldedNote,
  UnfoldedScore,
  WrittenChoice,
} from "./unfoldedScore.js";

export interface UnfoldOptions {
  readonly repeats: WrittenChoice;
  /** `unfoldedMeasure` and `note` are used. */
  readonly limits?: Limits;
}

/**
 * Unfold the repeats of a score and merge its ties.
 *
 * Marks may stand inside a measure; such a measure is visited in stretches. With `repeats: "none"` each section is
 * played once with its last ending, and jumps and Fine are passed over. A score without measures or notes gives
 * empty lists.
 *
 * @throws LeitmotionError LIMIT_EXCEEDED if there are more measures or notes than the limits allow
 */
export function unfoldScore(score: Score, options: UnfoldOptions): UnfoldedScore {
  const limits = options.limits ?? DEFAULT_LIMITS;
  return unfoldAlong(score, writtenWay(score, options.repeats, limits), options.repeats, limits);
}

/**
 * The way that the signs of a score prescribe.
 *
 * @throws LeitmotionError LIMIT_EXCEEDED if it has more measures than the limits allow
 */
export function writtenWay(score: Score, repeats: WrittenChoice, limits: Limits): MeasureStretch[] {
  const plan = buildRepeatPlan(score);
  return stretchesOf(score, plan, walkRepeats(plan, repeats, limits.unfoldedMeasure));
}

/** Whether two ways play the same stretches in the same order, wholly. */
export function isSameWay(a: readonly MeasureStretch[], b: readonly MeasureStretch[]): boolean {
  return (
    a.length === b.length &&
    a.every(
      (stretch, i) =>
        stretch.measureIndex === b[i].measureIndex &&
        stretch.isPlayed === b[i].isPlayed &&
        equals(stretch.fromQuarter, b[i].fromQuarter) &&
        equals(stretch.toQuarter, b[i].toQuarter),
    )
  );
}

/** Every measure once, in the order of the page, whatever its signs say. */
export function wholeScore(score: Score): MeasureStretch[] {
  return score.measures.map(({ index, lengthQuarter }) => ({
    measureIndex: index,
    fromQuarter: ZERO,
    toQuarter: lengthQuarter,
    isPlayed: true,
  }));
}

/**
 * Unfold a score along a given way and merge its ties.
 *
 * @throws LeitmotionError LIMIT_EXCEEDED if there are more measures or notes than the limits allow
 */
export function unfoldAlong(
  score: Score,
  stretches: readonly MeasureStretch[],
  repeats: RepeatChoice,
  limits: Limits = DEFAULT_LIMITS,
): UnfoldedScore {
  const { visits, endQuarter } = visitMeasures(score, stretches, limits);
  const notes = unfoldNotes(score, visits, limits);
  return { score, repeats, visits, notes, sounding: joinTies(notes), endQuarter };
}

function stretchesOf(score: Score, plan: RepeatPlan, spans: readonly PathSpan[]): MeasureStretch[] {
  const stretches: MeasureStretch[] = [];
  for (const span of spans) {
    const [from, to] = [plan.points[span.from], plan.points[span.to]];
    for (let m = from.measureIndex; m <= to.measureIndex && m < score.measures.length; m++) {
      const fromQuarter = m === from.measureIndex ? from.measureQuarter : ZERO;
      const toQuarter = m === to.measureIndex ? to.measureQuarter : score.measures[m].lengthQuarter;
      if (m === to.measureIndex && compare(toQuarter, fromQuarter) <= 0) continue;
      stretches.push({ measureIndex: m, fromQuarter, toQuarter, isPlayed: true });
    }
  }
  return stretches;
}

function visitMeasures(score: Score, stretches: readonly MeasureStretch[], limits: Limits) {
  assertWithin(limits, "unfoldedMeasure", stretches.length, "Measures with repeats unfolded");
  const played: PlayedRange[][] = score.measures.map(() => []);
  let at = ZERO;
  const visits = stretches.map((stretch, index): MeasureVisit => {
    const { measureIndex, fromQuarter, toQuarter, isPlayed } = stretch;
    const occurrence = countPlay(played[measureIndex], fromQuarter, toQuarter);
    const startQuarter = at;
    at = add(at, subtract(toQuarter, fromQuarter));
    return { index, measureIndex, occurrence, fromQuarter, toQuarter, startQuarter, isPlayed };
  });
  return { visits, endQuarter: at };
}

/** A stretch of a measure and how often exactly it has been played. */
interface PlayedRange {
  readonly from: Fraction;
  readonly to: Fraction;
  count: number;
}

/** Count one more play of a stretch; how often any of it has been played now, from 1. */
function countPlay(played: PlayedRange[], from: Fraction, to: Fraction): number {
  let same = played.find((r) => equals(r.from, from) && equals(r.to, to));
  if (!same) {
    same = { from, to, count: 0 };
    played.push(same);
  }
  same.count++;
  const overlapping = played.filter(
    (r) => r === same || (compare(r.from, to) < 0 && compare(from, r.to) < 0),
  );
  return overlapping.reduce((sum, r) => sum + r.count, 0);
}

function unfoldNotes(score: Score, visits: readonly MeasureVisit[], limits: Limits): UnfoldedNote[] {
  const byMeasure: NotatedNote[][] = score.measures.map(() => []);
  for (const note of score.notes) byMeasure[note.measureIndex].push(note);
  const passes = new Uint32Array(score.notes.length);
  const found: Unnumbered[] = [];
  for (const visit of visits) {
    const length = score.measures[visit.measureIndex].lengthQuarter;
    const isWhole = visit.fromQuarter.num === 0 && compare(visit.toQuarter, length) >= 0;
    let at = visit.fromQuarter;
    let onsetQuarter = visit.startQuarter;
    for (const note of byMeasure[visit.measureIndex]) {
      if (isWhole ? note.measureQuarter.num < 0 : !isInside(note, visit, length)) continue;
      if (!equals(note.measureQuarter, at)) {
        at = note.measureQuarter;
        onsetQuarter = add(visit.startQuarter, isWhole ? at : subtract(at, visit.fromQuarter));
      }
      const pass = ++passes[note.index];
      found.push({ index: 0, note, pass, visitIndex: visit.index, onsetQuarter });
    }
    assertWithin(limits, "note", found.length, "Notes with repeats unfolded");
  }
  found.sort(compareUnfolded);
  for (let index = 0; index < found.length; index++) found[index].index = index;
  return found;
}

/** A note that is numbered last. */
type Unnumbered = Omit<UnfoldedNote, "index"> & { index: number };

/** A stretch holds what begins in it; grace notes after a note belong to the stretch that ends with them. */
function isInside(note: NotatedNote, visit: MeasureVisit, measureLength: Fraction): boolean {
  const at = note.measureQuarter;
  const toEnd = compare(visit.toQuarter, measureLength) >= 0;
  if (note.grace?.kind === "after" && visit.fromQuarter.num > 0 && equals(at, visit.fromQuarter))
    return false;
  const beforeEnd =
    compare(at, visit.toQuarter) < 0 ||
    toEnd ||
    (note.grace?.kind === "after" && equals(at, visit.toQuarter));
  return compare(at, visit.fromQuarter) >= 0 && beforeEnd;
}

/** By onset, part, visit, document order: a grace note at a measure's end comes before the next measure's notes. */
function compareUnfolded(a: UnfoldedNote, b: UnfoldedNote): number {
  return (
    compare(a.onsetQuarter, b.onsetQuarter) ||
    a.note.partIndex - b.note.partIndex ||
    a.visitIndex - b.visitIndex ||
    a.note.index - b.note.index
  );
}
