/** Link score notes to performed notes, pitch by pitch, inside the staves and lanes that belong together. */
import { ALIGN } from "./alignConstants.js";
import type { LaneAssignment } from "./assignLanes.js";
import { PitchAssigner } from "./assignPitch.js";
import type { PerformedEvents } from "./performedEvents.js";
import type { ScoreEvents } from "./scoreEvents.js";
import { sortIntoBins } from "./timesByBin.js";

/** Row of `PerformedEvents` linked to each row of `ScoreEvents`, or -1. No row is linked twice. */
export type Links = Int32Array;

/** Where the notes of the score are expected, and who takes part. */
export interface NoteTimes {
  readonly scoreSec: Float64Array;
  readonly scoreActive: Uint8Array;
  readonly performedActive: Uint8Array;
}

/**
 * @returns links of all pitches; unisons (equal onset and pitch in one part) are one stroke, linked
 *          to their first note
 * @cost    n log n plus pairs within reach
 */
export function linkByPitch(
  score: ScoreEvents,
  performed: PerformedEvents,
  times: NoteTimes,
  options: { readonly lanes: LaneAssignment; readonly gapCost: number },
): Links {
  const { lanes, gapCost } = options;
  const links: Links = new Int32Array(score.count).fill(-1);
  const noteBin = new Int32Array(score.count);
  const rowBin = new Int32Array(performed.count);
  for (let i = 0; i < score.count; i++) {
    noteBin[i] = times.scoreActive[i] ? 128 * lanes.ofGroup[score.group[i]] + score.pitch[i] : -1;
  }
  for (let i = 0; i < performed.count; i++) {
    rowBin[i] = times.performedActive[i] ? 128 * lanes.ofLane[performed.lane[i]] + performed.pitch[i] : -1;
  }
  linkBins(
    score,
    performed,
    times.scoreSec,
    { noteBin, rowBin, bins: 128 * lanes.components, gapCost },
    links,
  );
  if (lanes.components < 2) return links;
  // What its own lane does not hold may stand on another one.
  for (let i = 0; i < performed.count; i++) rowBin[i] = times.performedActive[i] ? performed.pitch[i] : -1;
  for (let i = 0; i < score.count; i++) {
    noteBin[i] = times.scoreActive[i] && links[i] < 0 ? score.pitch[i] : -1;
    if (links[i] >= 0) rowBin[links[i]] = -1;
  }
  const crossGap = Math.min(gapCost, Math.sqrt(ALIGN.crossLaneSec) / 2);
  linkBins(score, performed, times.scoreSec, { noteBin, rowBin, bins: 128, gapCost: crossGap }, links);
  return links;
}

/** How notes and rows are divided (-1: takes no part), and what leaving one out costs. */
interface Binning {
  readonly noteBin: Int32Array;
  readonly rowBin: Int32Array;
  readonly bins: number;
  readonly gapCost: number;
}

function linkBins(
  score: ScoreEvents,
  performed: PerformedEvents,
  scoreSec: Float64Array,
  { noteBin, rowBin, bins, gapCost }: Binning,
  links: Links,
): void {
  const notes = sortIntoBins(scoreSec, noteBin, bins);
  const rows = sortIntoBins(performed.onsetSec, rowBin, bins);
  const strokes = gatherStrokes(score, notes.sec, notes.item, notes.start);
  const assigner = new PitchAssigner();
  for (let bin = 0; bin < bins; bin++) {
    const ofScore = { sec: strokes.sec, from: strokes.start[bin], to: strokes.start[bin + 1] };
    const ofRows = { sec: rows.sec, from: rows.start[bin], to: rows.start[bin + 1] };
    if (ofScore.from === ofScore.to || ofRows.from === ofRows.to) continue;
    assigner.assign(ofScore, ofRows, gapCost);
    for (let i = ofScore.from; i < ofScore.to; i++) {
      const partner = assigner.partner[i - ofScore.from];
      if (partner >= 0) links[strokes.note[i]] = rows.item[ofRows.from + partner];
    }
  }
}

/** Score notes of one part, onset and pitch are one stroke: one key can play only one of them. */
function gatherStrokes(score: ScoreEvents, sec: Float64Array, item: Int32Array, start: Int32Array) {
  const strokeSec = new Float64Array(item.length);
  const note = new Int32Array(item.length);
  const strokeStart = new Int32Array(start.length);
  let count = 0;
  for (let bin = 0; bin + 1 < start.length; bin++) {
    for (let k = start[bin]; k < start[bin + 1]; k++) {
      const i = item[k];
      const before = k > start[bin] ? item[k - 1] : -1;
      const isUnison =
        before >= 0 &&
        score.quarter[before] === score.quarter[i] &&
        score.graceRank[before] === score.graceRank[i] &&
        score.groups[score.group[before]].partIndex === score.groups[score.group[i]].partIndex;
      if (isUnison) continue;
      strokeSec[count] = sec[k];
      note[count++] = i;
    }
    strokeStart[bin + 1] = count;
  }
  return { sec: strokeSec, note, start: strokeStart };
}
