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

/** Score notes of one part, onset and pitch: one key can play only one of them. */
interface Stroke {
  readonly sec: number;
  readonly note: number;
}

/**
 * @returns links of all pitches; unisons of one part (equal onset and pitch) are one stroke, linked
 *          to their first note
 * @cost    n log n plus pairs within reach
 */
export function linkByPitch(
  score: ScoreEvents,
  performed: PerformedEvents,
  times: NoteTimes,
  options: { readonly lanes: LaneAssignment; readonly gapCost: number },
): NoteLink[] {
  const { lanes, gapCost } = options;
  const ofNote = (i: number) => lanes.ofGroup[score.group[i]];
  const ofRow = (i: number) => lanes.ofLane[performed.lane[i]];
  const links = linkBins(score, performed, times, { ofNote, ofRow, gapCost });
  if (lanes.components < 2) return links;
  // What its own lane does not hold may stand on another one.
  const rest = withoutLinked(times, score.count, performed.count, links);
  const crossGap = Math.min(gapCost, Math.sqrt(ALIGN.crossLaneSec) / 2);
  const crossed = linkBins(score, performed, rest, { ofNote: () => 0, ofRow: () => 0, gapCost: crossGap });
  return [...links, ...crossed.map((link) => ({ ...link, confidence: CROSS_LANE_TRUST * link.confidence }))];
}

/** A note found on another part's track is less certain. */
const CROSS_LANE_TRUST = 0.7;

/** How notes and rows are divided into components, and what leaving one out costs. */
interface Binning {
  readonly ofNote: (i: number) => number;
  readonly ofRow: (i: number) => number;
  readonly gapCost: number;
}

function linkBins(
  score: ScoreEvents,
  performed: PerformedEvents,
  times: NoteTimes,
  { ofNote, ofRow, gapCost }: Binning,
): NoteLink[] {
  const links: NoteLink[] = [];
  const rowBins = binByPitch(performed.pitch, times.performedActive, ofRow);
  for (const [bin, notes] of binByPitch(score.pitch, times.scoreActive, ofNote)) {
    const rows = rowBins.get(bin);
    if (!rows) continue;
    const strokes = buildStrokes(score, times.scoreSec, notes);
    const strokeSec = strokes.map((s) => s.sec);
    const rowSec = rows.map((row) => performed.onsetSec[row]);
    for (const link of assignPitch(strokeSec, rowSec, gapCost)) {
      const confidence = confidenceOf(link.margin, gapCost);
      links.push({ score: strokes[link.score].note, performed: rows[link.performed], confidence });
    }
  }
  return links;
}

/** Indices of each (component, pitch), ascending. */
function binByPitch(
  pitch: Uint8Array,
  active: Uint8Array | null,
  component: (i: number) => number,
): Map<number, number[]> {
  const bins = new Map<number, number[]>();
  for (let i = 0; i < pitch.length; i++) {
    if (active && active[i] === 0) continue;
    const bin = component(i) * 128 + pitch[i];
    const list = bins.get(bin);
    if (list) list.push(i);
    else bins.set(bin, [i]);
  }
  return bins;
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
      partOf(score, a) - partOf(score, b) ||
      a - b,
  );
  const strokes: Stroke[] = [];
  let previous = -1;
  for (const note of ordered) {
    const unison =
      previous >= 0 &&
      score.quarter[previous] === score.quarter[note] &&
      score.graceRank[previous] === score.graceRank[note] &&
      partOf(score, previous) === partOf(score, note);
    if (!unison) strokes.push({ sec: scoreSec[note], note });
    previous = note;
  }
  return strokes;
}

const partOf = (score: ScoreEvents, note: number) => score.groups[score.group[note]].partIndex;

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
