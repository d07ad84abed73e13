/** The clock that the score itself gives: tempo marks and fermatas. */
import { add, compare, type Fraction, toNumber } from "../core/fraction.js";
import { buildScoreClock, type ScoreClock } from "../core/scoreClock.js";
import type { UnfoldedScore } from "./unfoldedScore.js";
import { unfoldMarks } from "./unfoldMarks.js";

/** Tempo of a score that names none (and of Standard MIDI Files): quarters per minute. */
export const DEFAULT_QUARTER_BPM = 120;

/** A value under a fermata lasts this many times as long; the clock slows down, so all parts stay together. */
export const FERMATA_STRETCH = 1.75;

/**
 * The clock of a score without a performance. A tempo mark holds from each passing of its place on; at one place
 * `sound` wins over `metronome`, then the later mark.
 */
export function clockFromScore(unfolded: UnfoldedScore): ScoreClock {
  const end = toNumber(unfolded.endQuarter);
  const tempi = readTempi(unfolded).filter(([quarter]) => quarter < end);
  const holds = findHolds(unfolded).filter((h) => h.from < end);
  const edges = [
    0,
    end,
    ...tempi.map(([quarter]) => quarter),
    ...holds.flatMap((h) => [h.from, Math.min(h.to, end)]),
  ];
  // One quarter past the end at the plain tempo: what rings on is not held.
  const quarters = [...new Set(edges), end + 1].sort((a, b) => a - b);
  const secs = [0];
  let bpm = DEFAULT_QUARTER_BPM;
  let [t, h] = [0, 0];
  for (let i = 0; i + 1 < quarters.length; i++) {
    for (; t < tempi.length && tempi[t][0] <= quarters[i]; t++) bpm = tempi[t][1];
    for (; h < holds.length && holds[h].to <= quarters[i]; h++);
    const isHeld = h < holds.length && holds[h].from <= quarters[i] && quarters[i] < end;
    const secPerQuarter = (60 / bpm) * (isHeld ? FERMATA_STRETCH : 1);
    secs.push(secs[i] + (quarters[i + 1] - quarters[i]) * secPerQuarter);
  }
  return buildScoreClock("score", quarters, secs);
}

function readTempi(unfolded: UnfoldedScore): [quarter: number, bpm: number][] {
  const tempi = new Map<number, { bpm: number; isSound: boolean }>();
  for (const { mark, quarter } of unfoldMarks(unfolded, unfolded.score.tempoMarks)) {
    if (!(mark.quarterBpm > 0 && Number.isFinite(mark.quarterBpm))) continue;
    const isSound = mark.source === "sound";
    const known = tempi.get(toNumber(quarter));
    if (!known?.isSound || isSound) tempi.set(toNumber(quarter), { bpm: mark.quarterBpm, isSound });
  }
  return [...tempi].map(([quarter, { bpm }]) => [quarter, bpm]);
}

/**
 * Stretches under a fermata, apart and in order. Of fermatas that end together only the shortest value is held:
 * a whole note above two halves waits with the second half.
 */
function findHolds(unfolded: UnfoldedScore): { from: number; to: number }[] {
  const byEnd = new Map<string, { from: Fraction; to: Fraction }>();
  for (const { note, onsetQuarter: from } of unfolded.notes) {
    if (!note.fermata || note.durationQuarter.num === 0) continue;
    const to = add(from, note.durationQuarter);
    const key = `${to.num}/${to.den}`;
    const known = byEnd.get(key);
    if (!known || compare(from, known.from) > 0) byEnd.set(key, { from, to });
  }
  const ordered = [...byEnd.values()].map((h) => ({ from: toNumber(h.from), to: toNumber(h.to) }));
  ordered.sort((a, b) => a.from - b.from || a.to - b.to);
  const holds: { from: number; to: number }[] = [];
  for (const hold of ordered) {
    const last = holds.at(-1);
    if (last && hold.from < last.to) last.to = Math.max(last.to, hold.to);
    else holds.push(hold);
  }
  return holds;
}
