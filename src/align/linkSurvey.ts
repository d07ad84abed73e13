/**
 * What surrounds the final links: who is left over, how far the notes are that could stand in for each other (same pitch
 * on the same lane), and how well the neighbourhood fits its map. Confidence is judged by it.
 */
import type { Links } from "./linkByPitch.js";
import { LinkNeighbourhood } from "./linkNeighbourhood.js";
import type { PerformedEvents } from "./performedEvents.js";
import type { ScoreEvents } from "./scoreEvents.js";
import { type StaffLags, surveyStaffLags } from "./staffLags.js";
import { nearestAcross, onlyKept, separationsOf, sortIntoBins, type TimesByBin } from "./timesByBin.js";

export interface LinkSurvey {
  /** Partner of each note and row, or -1. */
  readonly rowOfNote: Int32Array;
  readonly noteOfRow: Int32Array;
  /** 1 for a note without a partner of its own whose unison (onset, pitch and lane) has one. */
  readonly isTwin: Uint8Array;
  /** Seconds from the expected time of each note to the nearest row left over. */
  readonly noteToFreeRow: Float64Array;
  /** Seconds from the onset of each row to the nearest note left over; twins of linked notes are not left over. */
  readonly rowToFreeNote: Float64Array;
  /** Seconds from each note left over to the nearest row, and from each row left over to the nearest note. */
  readonly freeNoteToRow: Float64Array;
  readonly freeRowToNote: Float64Array;
  /** Seconds from each row, and from each note, to the next one of its pitch and lane. */
  readonly rowSeparation: Float64Array;
  readonly noteSeparation: Float64Array;
  readonly neighbourhood: LinkNeighbourhood;
  readonly staffLags: StaffLags;
}

/** @cost linear, but for notes whose expected times are not in order */
export function surveyLinks(
  score: ScoreEvents,
  performed: PerformedEvents,
  expectedSec: Float64Array,
  rowOfNote: Links,
): LinkSurvey {
  const noteOfRow = new Int32Array(performed.count).fill(-1);
  for (let i = 0; i < score.count; i++) if (rowOfNote[i] >= 0) noteOfRow[rowOfNote[i]] = i;
  const { lane, pitch } = performed;
  const bins = 128 * Math.max(1, performed.lanes.length);
  const noteBin = binNotes(score, performed, rowOfNote);
  const rowBin = new Int32Array(performed.count);
  for (let row = 0; row < rowBin.length; row++) rowBin[row] = 128 * lane[row] + pitch[row];
  const notes = sortIntoBins(expectedSec, noteBin, bins);
  const rows = sortIntoBins(performed.onsetSec, rowBin, bins);
  const isTwin = findTwins(score, notes, rowOfNote);
  const isUnplayed = new Uint8Array(score.count);
  for (let i = 0; i < score.count; i++) isUnplayed[i] = rowOfNote[i] < 0 && isTwin[i] === 0 ? 1 : 0;
  const isUnwritten = new Uint8Array(performed.count);
  for (let row = 0; row < performed.count; row++) isUnwritten[row] = noteOfRow[row] < 0 ? 1 : 0;
  const freeNotes = onlyKept(notes, isUnplayed);
  const freeRows = onlyKept(rows, isUnwritten);
  return {
    rowOfNote,
    noteOfRow,
    isTwin,
    noteToFreeRow: nearestAcross(notes, freeRows, score.count),
    rowToFreeNote: nearestAcross(rows, freeNotes, performed.count),
    freeNoteToRow: nearestAcross(freeNotes, rows, score.count),
    freeRowToNote: nearestAcross(freeRows, notes, performed.count),
    rowSeparation: separationsOf(rows, performed.count),
    noteSeparation: separationsOf(notes, score.count),
    neighbourhood: new LinkNeighbourhood(performed, expectedSec, rowOfNote, isUnplayed, isUnwritten),
    staffLags: surveyStaffLags(score, performed, expectedSec, rowOfNote),
  };
}

/** A pitch of a lane: that of the partner; without one, the lane on which the staff has most links. */
function binNotes(score: ScoreEvents, performed: PerformedEvents, rowOfNote: Int32Array): Int32Array {
  const lanes = Math.max(1, performed.lanes.length);
  if (lanes === 1) return new Int32Array(score.pitch);
  const held = new Int32Array(score.groups.length * lanes);
  const home = new Int32Array(score.groups.length);
  for (let i = 0; i < score.count; i++) {
    if (rowOfNote[i] < 0) continue;
    const group = score.group[i];
    const lane = performed.lane[rowOfNote[i]];
    if (++held[group * lanes + lane] > held[group * lanes + home[group]]) home[group] = lane;
  }
  const bin = new Int32Array(score.count);
  for (let i = 0; i < score.count; i++) {
    const lane = rowOfNote[i] < 0 ? home[score.group[i]] : performed.lane[rowOfNote[i]];
    bin[i] = 128 * lane + score.pitch[i];
  }
  return bin;
}

/** Unisons stand side by side in their bin: compare each note left over with the last linked one on either side. */
function findTwins(score: ScoreEvents, { sec, item }: TimesByBin, rowOfNote: Int32Array): Uint8Array {
  const isTwin = new Uint8Array(score.count);
  const look = (from: number, to: number, step: number) => {
    let linked = -1;
    for (let k = from; k !== to; k += step) {
      const note = item[k];
      if (k !== from && sec[k] !== sec[k - step]) linked = -1;
      if (rowOfNote[note] >= 0) linked = note;
      else if (linked >= 0 && isUnison(score, note, linked)) isTwin[note] = 1;
    }
  };
  look(0, item.length, 1);
  look(item.length - 1, -1, -1);
  return isTwin;
}

function isUnison(score: ScoreEvents, a: number, b: number): boolean {
  return (
    score.pitch[a] === score.pitch[b] &&
    score.quarter[a] === score.quarter[b] &&
    score.graceRank[a] === score.graceRank[b]
  );
}
