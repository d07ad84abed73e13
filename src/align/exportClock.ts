/** Recognise a MIDI file that is an export of the score: its ticks are the score's positions. */
import { toNumber } from "../core/fraction.js";
import type { Performance } from "../core/performance.js";
import { clockFromTempoMap, type ScoreClock } from "../core/scoreClock.js";
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import { ALIGN } from "./alignConstants.js";
import type { ScoreEvents } from "./scoreEvents.js";

export interface ExportMatch {
  /** Tick of the score's first quarter; negative if the file leaves out silence at the start. */
  readonly startTick: number;
  /** Share of the score's notes (graces aside) that lie where the file says. */
  readonly share: number;
  readonly clock: ScoreClock | null;
}

export const NO_EXPORT: ExportMatch = { startTick: 0, share: 0, clock: null };

/** The better of two starts: tick 0, and the start that puts the first performed note on the first written one. */
export function matchExport(
  unfolded: UnfoldedScore,
  score: ScoreEvents,
  performance: Performance,
): ExportMatch {
  if (score.columns.count === 0 || performance.notes.length === 0) return NO_EXPORT;
  const { ppq } = performance.tempoMap;
  const firstTick = performance.notes.reduce(
    (least, n) => Math.min(least, n.onsetTick),
    Number.POSITIVE_INFINITY,
  );
  const shifted = firstTick - score.columns.quarter[0] * ppq;
  const ticks = ticksByPitch(performance);
  const starts = [...new Set([0, shifted])].map((startTick) => ({
    startTick,
    share: coincidingShare(score, ticks, ppq, startTick),
  }));
  const best = starts.reduce((a, b) => (b.share > a.share ? b : a));
  if (best.share < ALIGN.exportShare) return { ...best, clock: null };
  const end = Math.max(1, toNumber(unfolded.endQuarter));
  return { ...best, clock: clockFromTempoMap("midi", performance.tempoMap, best.startTick, end) };
}

function ticksByPitch(performance: Performance): Float64Array[] {
  const ticks: number[][] = Array.from({ length: 128 }, () => []);
  for (const note of performance.notes) ticks[note.pitch].push(note.onsetTick);
  return ticks.map((list) => Float64Array.from(list).sort());
}

function coincidingShare(
  score: ScoreEvents,
  ticks: readonly Float64Array[],
  ppq: number,
  startTick: number,
): number {
  const tolerance = ALIGN.exportQuarter * ppq;
  const next = new Int32Array(128); // in the list of each pitch: the score's notes are in order
  let notes = 0;
  let found = 0;
  for (let i = 0; i < score.count; i++) {
    if (score.grace[i]) continue;
    notes++;
    const pitch = score.pitch[i];
    const list = ticks[pitch];
    const tick = startTick + score.quarter[i] * ppq;
    let at = next[pitch];
    while (at < list.length && list[at] < tick - tolerance) at++;
    if (at < list.length && list[at] <= tick + tolerance) found++;
    next[pitch] = at;
  }
  return notes === 0 ? 0 : found / notes;
}
