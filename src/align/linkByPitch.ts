/** Link score notes to performed notes, pitch by pitch, inside the staves and lanes that belong together. */
import { ALIGN } from "./alignConstants.js";
import type { LaneAssignment } from "./assignLanes.js";
import { assignPitch } from "./assignPitch.js";
import type { PerformedEvents } from "./performedEvents.js";
import type { ScoreEvents } from "./scoreEvents.js";

export interface NoteLink {
  /** Row of `ScoreEvents`. */
  readonly score: number;
  /** Row of `PerformedEvents`. */
  readonly performed: number;
  /** 0–1 */
  readonly confidence: number;
}

/** Where the notes of the score are expected, and who takes part (null: all). */
export interface NoteTimes {
  readonly scoreSec: Float64Array;
  readonly scoreActive: Uint8Array | null;
  readonly performedActive: Uint8Array | null;
}

/** Score notes of one onset and pitch: one key can play only one of them. */
interface Stroke {
  readonly sec: number;
  readonly note: number;
}

/**
 * @returns links of all pitches; unisons (equal onset and pitch in one component) are one stroke, linked
 *          to their first note
 * @cost    n log n plus pairs within reach
 */
export function linkByPitch(
  score: ScoreEvents,
  performed: PerformedEvents,
  times: NoteTimes,
  lanes: LaneAssignment,
  gapCost: number,
): NoteLink[] {
  const links: NoteLink[] = [];
  const scoreBins = binScore(score, times, (i) => lanes.ofGroup[score.group[i]]);
  const performedBins = binPerformed(
    performed,
    times.performedActive,
    (i) => lanes.ofLane[performed.lane[i]],
  );
  for (const [bin, notes] of scoreBins)
    linkBin(score, performed, times, notes, performedBins.get(bin), gapCost, 1, links);
  if (lanes.components < 2) return links;
  // What its own lane does not hold may stand on another one.
  const rest = withoutLinked(times, score.count, performed.count, links);
  const restNotes = binScore(score, rest, () => 0);
  const restRows = binPerformed(performed, rest.performedActive, () => 0);
  const crossGap = Math.sqrt(ALIGN.crossLaneSec) / 2;
  for (const [bin, notes] of restNotes) {
    linkBin(score, performed, times, notes, restRows.get(bin), Math.min(gapCost, crossGap), 0.7, links);
  }
  return links;
}

/** Notes of each (component, pitch), in row order. */
function binScore(
  score: ScoreEvents,
  times: NoteTimes,
  component: (i: number) => number,
): Map<number, number[]> {
  const bins = new Map<number, number[]>();
  for (let i = 0; i < score.count; i++) {
    if (times.scoreActive && times.scoreActive[i] === 0) continue;
    pushTo(bins, component(i) * 128 + score.pitch[i], i);
  }
  return bins;
}

function binPerformed(
  performed: PerformedEvents,
  active: Uint8Array | null,
  component: (i: number) => number,
): Map<number, number[]> {
  const bins = new Map<number, number[]>();
  for (let i = 0; i < performed.count; i++) {
    if (active && active[i] === 0) continue;
    pushTo(bins, component(i) * 128 + performed.pitch[i], i);
  }
  return bins;
}

function pushTo(bins: Map<number, number[]>, bin: number, i: number): void {
  const list = bins.get(bin);
  if (list) list.push(i);
  else bins.set(bin, [i]);
}

function linkBin(
  score: ScoreEvents,
  performed: PerformedEvents,
  times: NoteTimes,
  notes: readonly number[],
  rows: readonly number[] | undefined,
  gapCost: number,
  trust: number,
  links: NoteLink[],
): void {
  if (!rows) return;
  const strokes = buildStrokes(score, times.scoreSec, notes);
  const found = assignPitch(
    strokes.map((s) => s.sec),
    rows.map((row) => performed.onsetSec[row]),
    gapCost,
  );
  for (const link of found) {
    const confidence = trust * confidenceOf(link.margin, gapCost);
    links.push({ score: strokes[link.score].note, performed: rows[link.performed], confidence });
  }
}

/** A coin flip is 0.5; a link whose loss would cost both gaps is nearly certain. */
function confidenceOf(margin: number, gapCost: number): number {
  return 1 - 0.5 * Math.exp((-4 * margin) / gapCost);
}

function buildStrokes(score: ScoreEvents, scoreSec: Float64Array, notes: readonly number[]): Stroke[] {
  const ordered = [...notes].sort(
    (a, b) =>
      scoreSec[a] - scoreSec[b] ||
      score.quarter[a] - score.quarter[b] ||
      score.grace[b] - score.grace[a] ||
      a - b,
  );
  const strokes: Stroke[] = [];
  let previous = -1;
  for (const note of ordered) {
    const unison =
      previous >= 0 &&
      score.quarter[previous] === score.quarter[note] &&
      score.graceRank[previous] === score.graceRank[note];
    if (!unison) strokes.push({ sec: scoreSec[note], note });
    previous = note;
  }
  return strokes;
}

/** The same times with every linked note out of play. */
function withoutLinked(times: NoteTimes, notes: number, rows: number, links: readonly NoteLink[]): NoteTimes {
  const scoreActive = times.scoreActive ? times.scoreActive.slice() : new Uint8Array(notes).fill(1);
  const performedActive = times.performedActive
    ? times.performedActive.slice()
    : new Uint8Array(rows).fill(1);
  for (const link of links) {
    scoreActive[link.score] = 0;
    performedActive[link.performed] = 0;
  }
  return { scoreSec: times.scoreSec, scoreActive, performedActive };
}
