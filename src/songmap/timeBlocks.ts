/** Tempo, meters, beats, bars and sections: what the score's clock says. */
import { analyseTempo } from "../analysis/tempo.js";
import { toNumber } from "../core/fraction.js";
import { bpmAtQuarter, quarterToSec, type ScoreClock } from "../core/scoreClock.js";
import type { MeterChange } from "../core/scoreMarks.js";
import { roundSec } from "../registry/rounding.js";
import type { SongMapDocument } from "../schema/songMap.js";
import type { Beat } from "../score/beatGrid.js";
import { DEFAULT_QUARTER_BPM } from "../score/scoreTempo.js";
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import { stateSpans, visitEnd } from "./stateSpans.js";

/** Beats and downbeats in seconds; of beats that fall together (where the clock stands still) one is kept. */
export function timeBeats(
  beats: readonly Beat[],
  clock: ScoreClock,
): { beats: number[]; downbeats: number[] } {
  const downs = new Map<number, boolean>();
  for (const { quarter, isDownbeat } of beats) {
    const sec = roundSec(quarterToSec(clock, toNumber(quarter)));
    downs.set(sec, isDownbeat || (downs.get(sec) ?? false));
  }
  const secs = [...downs.keys()].sort((a, b) => a - b);
  return { beats: secs, downbeats: secs.filter((sec) => downs.get(sec)) };
}

/** Every visit of a measure that takes time. */
export function timeBars(unfolded: UnfoldedScore, clock: ScoreClock): SongMapDocument["bars"] {
  return unfolded.visits.flatMap((visit) => {
    const start = roundSec(quarterToSec(clock, toNumber(visit.startQuarter)));
    const end = roundSec(quarterToSec(clock, visitEnd(visit)));
    const { index, number } = unfolded.score.measures[visit.measureIndex];
    return end > start ? [{ start, end, measure: number, measure_index: index, pass: visit.occurrence }] : [];
  });
}

/** Meters of the first part that has any; stretches without a meter (senza misura) are left out. */
export function timeMeters(unfolded: UnfoldedScore, clock: ScoreClock): SongMapDocument["meters"] {
  const { meters } = unfolded.score;
  const partIndex = Math.min(...meters.map((meter) => meter.partIndex));
  const own = meters.filter((meter) => meter.partIndex === partIndex);
  const spans: SongMapDocument["meters"] = [];
  for (const { startSec, endSec, mark } of stateSpans(unfolded, clock, own)) {
    if (!isMeter(mark)) continue;
    const meter = meterFigures(mark);
    const last = spans.at(-1);
    if (last?.end === startSec && sameMeter(last, meter)) last.end = endSec;
    else spans.push({ start: startSec, end: endSec, ...meter });
  }
  return spans;
}

/** The meter the piece begins with, even if nothing sounds in it; null where the score has none. */
export function firstMeter(unfolded: UnfoldedScore): SongMapDocument["meter"] {
  const mark = unfolded.score.meters.find(isMeter);
  return mark ? { numerator: meterFigures(mark).numerator, denominator: mark.beatType } : null;
}

/** Lower figures that are no power of two have no place in the map's meters. */
function isMeter({ beats, beatType }: MeterChange): boolean {
  const whole = beats.length > 0 && beats.every((n) => Number.isInteger(n) && n >= 1);
  return whole && Number.isInteger(Math.log2(beatType)) && beatType >= 1 && beatType <= 1024;
}

function meterFigures({ beats, beatType }: MeterChange) {
  return { numerator: beats.reduce((a, b) => a + b, 0), denominator: beatType, groups: [...beats] };
}

function sameMeter(a: SongMapDocument["meters"][number], b: ReturnType<typeof meterFigures>): boolean {
  return a.denominator === b.denominator && a.groups.join("+") === b.groups.join("+");
}

/**
 * Tempo in quarters per minute, from the first position to the last.
 *
 * The curve follows the clock's own segments where it was made of tempo marks, and the played beats (else bars) where
 * it was made of a performance. Without any length the tempo is the one the clock would have.
 */
export function timeTempo(
  unfolded: UnfoldedScore,
  clock: ScoreClock,
  beats: readonly Beat[],
): SongMapDocument["tempo"] {
  const end = toNumber(unfolded.endQuarter);
  const steps =
    clock.source !== "aligned"
      ? clock.quarters
      : beats.length > 0
        ? beats.map((beat) => toNumber(beat.quarter))
        : unfolded.visits.map((visit) => toNumber(visit.startQuarter));
  const quarters = [...new Set([0, ...steps.filter((q) => q > 0 && q < end), end])].sort((a, b) => a - b);
  const secs = quarters.map((quarter) => quarterToSec(clock, quarter));
  const left = leftOut(unfolded);
  const played = quarters.map((quarter) =>
    left.reduce((at, { from, to }) => at - Math.max(0, Math.min(quarter, to) - from), quarter),
  );
  const found = analyseTempo({ quarters: played, secs });
  const plain = bpmAtQuarter(clock, 0);
  if (!found) {
    const bpm = plain > 0 && Number.isFinite(plain) ? plain : DEFAULT_QUARTER_BPM;
    return { bpm_global: roundBpm(bpm), curve: [], confidence: 1 };
  }
  const curve = new Map(found.value.curve.map(([sec, bpm]) => [roundSec(sec), roundBpm(bpm)]));
  return {
    bpm_global: roundBpm(found.value.globalBpm),
    curve: [...curve].filter(([, bpm]) => bpm > 0),
    confidence: clock.source === "aligned" ? roundConf(found.confidence) : 1,
  };
}

/** Stretches that were not played, in unfolded quarters: they say nothing about the tempo. */
function leftOut({ visits }: UnfoldedScore): { from: number; to: number }[] {
  return visits
    .filter((visit) => !visit.isPlayed)
    .map((visit) => ({ from: toNumber(visit.startQuarter), to: visitEnd(visit) }));
}

/** Rehearsal marks, each until the next one; where the path jumps, the section of the place of landing. */
export function timeSections(unfolded: UnfoldedScore, clock: ScoreClock): SongMapDocument["sections"] {
  const { rehearsals } = unfolded.score;
  const partIndex = Math.min(...rehearsals.map((mark) => mark.partIndex));
  const own = rehearsals.filter((mark) => mark.partIndex === partIndex && mark.text.trim() !== "");
  return stateSpans(unfolded, clock, own).map(({ startSec, endSec, mark }) => {
    return { start: startSec, end: endSec, label: mark.text.trim(), confidence: 1 };
  });
}

function roundBpm(bpm: number): number {
  return Math.round(bpm * 1e4) / 1e4;
}

function roundConf(confidence: number): number {
  return Math.round(confidence * 1e4) / 1e4;
}
