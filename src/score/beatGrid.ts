/** Beats and downbeats along the unfolded score. */
import { add, compare, equals, type Fraction, fraction, subtract, ZERO } from "../core/fraction.js";
import type { Score, ScoreMeasure } from "../core/score.js";
import type { MeterChange } from "../core/scoreMarks.js";
import type { UnfoldedScore } from "./unfoldedScore.js";

/** Meters of more beats than this are no meters. */
const MAX_BEATS = 256;

export interface Beat {
  /** From the start with repeats unfolded. */
  readonly quarter: Fraction;
  /** Index into `UnfoldedScore.visits`. */
  readonly measureVisit: number;
  readonly isDownbeat: boolean;
  /** From 1. */
  readonly beatInMeasure: number;
}

/**
 * The beats that the meters give. Over eighths and shorter, 6, 9, 12 … beat in threes, additive groups (3+2) one beat
 * each; else a beat is the meter's lower figure. A pickup is counted from the end of its bar and has no downbeat, nor
 * has the second part of a bar that is split over measures. Measures without a meter have no beats.
 */
export function beatGrid(unfolded: UnfoldedScore): { beats: Beat[] } {
  const { measures } = unfolded.score;
  const meters = metersByMeasure(unfolded.score);
  let filled = ZERO;
  // Where in each measure the beats of its bar lie; those before it have a negative place.
  const bars = measures.map(({ index, lengthQuarter }) => {
    const { offsets, length } = beatOffsets(meters[index]);
    const shift = placeInBar(measures, index, length, filled);
    filled = add(shift, lengthQuarter);
    const all = offsets.concat(overlongBeats(offsets, length, filled));
    return shift.num === 0 ? all : all.map((offset) => subtract(offset, shift));
  });
  const beats: Beat[] = [];
  for (const visit of unfolded.visits) {
    if (!visit.isPlayed) continue;
    const isFromStart = visit.fromQuarter.num === 0;
    bars[visit.measureIndex].forEach((inMeasure, i) => {
      if (compare(inMeasure, visit.fromQuarter) < 0 || compare(inMeasure, visit.toQuarter) >= 0) return;
      const inVisit = isFromStart ? inMeasure : subtract(inMeasure, visit.fromQuarter);
      const quarter = add(visit.startQuarter, inVisit);
      beats.push({ quarter, measureVisit: visit.index, isDownbeat: i === 0, beatInMeasure: i + 1 });
    });
  }
  return { beats };
}

/** The meter in force in each measure: the first part's, or the first part that has one at that place. */
function metersByMeasure(score: Score): (MeterChange | null)[] {
  const ordered = score.meters.toSorted(
    (a, b) =>
      a.measureIndex - b.measureIndex ||
      compare(a.measureQuarter, b.measureQuarter) ||
      b.partIndex - a.partIndex,
  );
  let next = 0;
  let meter: MeterChange | null = null;
  return score.measures.map((measure) => {
    for (; next < ordered.length; next++) {
      const { measureIndex, measureQuarter } = ordered[next];
      if (measureIndex > measure.index || (measureIndex === measure.index && measureQuarter.num > 0)) break;
      meter = ordered[next];
    }
    return meter;
  });
}

/** Where the beats of a bar lie, and its length; nothing without a meter. */
function beatOffsets(meter: MeterChange | null): { offsets: Fraction[]; length: Fraction } {
  const offsets: Fraction[] = [];
  let length = ZERO;
  const sum = meter?.beats.reduce((a, b) => a + b, 0) ?? 0;
  if (!meter || sum > MAX_BEATS || !(meter.beatType > 0) || meter.beats.some((n) => !(n > 0)))
    return { offsets, length };
  for (const units of beatUnits(meter)) {
    offsets.push(length);
    length = add(length, fraction(4 * units, meter.beatType));
  }
  return { offsets, length };
}

/** Lengths of the beats, in units of the lower figure. */
function beatUnits({ beats, beatType }: MeterChange): number[] {
  if (beatType >= 8 && beats.length > 1) return [...beats];
  const count = beats.reduce((a, b) => a + b, 0);
  const isCompound = beatType >= 8 && count % 3 === 0 && count > 3;
  return Array.from({ length: isCompound ? count / 3 : count }, () => (isCompound ? 3 : 1));
}

/**
 * Where in its bar a measure begins.
 *
 * @param filled  how much of its bar the measure before has filled
 */
function placeInBar(
  measures: readonly ScoreMeasure[],
  index: number,
  bar: Fraction,
  filled: Fraction,
): Fraction {
  const measure = measures[index];
  const missing = subtract(bar, measure.lengthQuarter);
  if (missing.num <= 0) return ZERO;
  const sum = add(filled, measure.lengthQuarter);
  const continues =
    index > 0 && filled.num > 0 && compare(sum, bar) <= 0 && (measure.implicit || equals(sum, bar));
  if (continues) return filled;
  const next = measures[index + 1];
  const isFirstHalf = !measure.implicit && next?.implicit && equals(next.lengthQuarter, missing);
  return measure.implicit || (index === 0 && !isFirstHalf) ? missing : ZERO;
}

/** Beats past the bar line of a measure longer than its meter, in steps of the last beat. */
function overlongBeats(offsets: readonly Fraction[], bar: Fraction, to: Fraction): Fraction[] {
  const more: Fraction[] = [];
  if (offsets.length === 0) return more;
  const step = subtract(bar, offsets[offsets.length - 1]);
  for (let at = bar; compare(at, to) < 0 && more.length < MAX_BEATS; at = add(at, step)) more.push(at);
  return more;
}
