/**
 * What surrounds the final links: who is left over, which notes of the same pitch on the same lane could stand in for
 * each other, and how well the neighbourhood fits its map. Confidence and alternatives are judged by it.
 */
import type { PerformedEvents } from "./performedEvents.js";
import type { ScoreEvents } from "./scoreEvents.js";
import { firstFrom, separations, sortIntoBins, type TimesByBin } from "./timesByBin.js";

/** A score note and its performed note: rows of `ScoreEvents` and `PerformedEvents`. */
export interface EventLink {
  readonly score: number;
  readonly performed: number;
}

export interface LinkSurvey {
  /** Partner of each note and row, or -1. */
  readonly rowOfNote: Int32Array;
  readonly noteOfRow: Int32Array;
  /** Bin of each note and row: a pitch of a lane. A note without a partner is at home where its staff has most links. */
  readonly noteBin: Int32Array;
  readonly rowBin: Int32Array;
  /** 1 for a note without a partner of its own whose unison (onset, pitch and lane) has one. */
  readonly isTwin: Uint8Array;
  /** All notes and rows, and those left over; twins of linked notes are not left over. */
  readonly notes: TimesByBin;
  readonly rows: TimesByBin;
  readonly freeNotes: TimesByBin;
  readonly freeRows: TimesByBin;
  /** Seconds to the next performed note of the bin. */
  readonly rowSeparation: Float64Array;
  /** Times of the notes and rows left over, ascending. */
  readonly freeNoteSec: Float64Array;
  readonly freeRowSec: Float64Array;
  /** Expected times of the linked notes, ascending, and the sum of |performed − expected| of those before each. */
  readonly linkedSec: Float64Array;
  readonly deviationBefore: Float64Array;
}

/** @cost n log n */
export function surveyLinks(
  score: ScoreEvents,
  performed: PerformedEvents,
  expectedSec: Float64Array,
  links: readonly EventLink[],
): LinkSurvey {
  const rowOfNote = new Int32Array(score.count).fill(-1);
  const noteOfRow = new Int32Array(performed.count).fill(-1);
  for (const link of links) {
    rowOfNote[link.score] = link.performed;
    noteOfRow[link.performed] = link.score;
  }
  const bins = 128 * Math.max(1, performed.lanes.length);
  const homes = homeLanes(score, performed, rowOfNote);
  const rowBin = performed.pitch.reduce((bin, pitch, r) => {
    bin[r] = 128 * performed.lane[r] + pitch;
    return bin;
  }, new Int32Array(performed.count));
  const noteBin = new Int32Array(score.count);
  for (let i = 0; i < score.count; i++) {
    const lane = rowOfNote[i] >= 0 ? performed.lane[rowOfNote[i]] : homes[score.group[i]];
    noteBin[i] = 128 * lane + score.pitch[i];
  }
  const notes = sortIntoBins(expectedSec, noteBin, bins);
  const rows = sortIntoBins(performed.onsetSec, rowBin, bins);
  const isTwin = findTwins(score, notes, rowOfNote);
  const freeNoteBin = noteBin.map((bin, i) => (rowOfNote[i] < 0 && isTwin[i] === 0 ? bin : -1));
  const freeRowBin = rowBin.map((bin, r) => (noteOfRow[r] < 0 ? bin : -1));
  return {
    ...{ rowOfNote, noteOfRow, noteBin, rowBin, isTwin, notes, rows },
    freeNotes: sortIntoBins(expectedSec, freeNoteBin, bins),
    freeRows: sortIntoBins(performed.onsetSec, freeRowBin, bins),
    rowSeparation: separations(rows, performed.count),
    freeNoteSec: expectedSec.filter((_, i) => freeNoteBin[i] >= 0).sort(),
    freeRowSec: performed.onsetSec.filter((_, r) => freeRowBin[r] >= 0).sort(),
    ...sumDeviations(performed, expectedSec, rowOfNote),
  };
}

/** The lane on which each staff has most links; the first where it has none. */
function homeLanes(score: ScoreEvents, performed: PerformedEvents, rowOfNote: Int32Array): Int32Array {
  const lanes = performed.lanes.length;
  const home = new Int32Array(score.groups.length);
  if (lanes < 2) return home;
  const held = new Int32Array(score.groups.length * lanes);
  for (let i = 0; i < score.count; i++)
    if (rowOfNote[i] >= 0) held[score.group[i] * lanes + performed.lane[rowOfNote[i]]]++;
  for (let g = 0; g < home.length; g++)
    for (let l = 1; l < lanes; l++) if (held[g * lanes + l] > held[g * lanes + home[g]]) home[g] = l;
  return home;
}

/** Unisons stand side by side in their bin: compare each note left over with the last linked one on either side. */
function findTwins(score: ScoreEvents, { start, sec, item }: TimesByBin, rowOfNote: Int32Array): Uint8Array {
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
  for (let b = 0; b + 1 < start.length; b++) {
    look(start[b], start[b + 1], 1);
    look(start[b + 1] - 1, start[b] - 1, -1);
  }
  return isTwin;
}

/** Of notes of one pitch: one onset, and the same place among grace notes. */
function isUnison(score: ScoreEvents, a: number, b: number): boolean {
  return score.quarter[a] === score.quarter[b] && score.graceRank[a] === score.graceRank[b];
}

function sumDeviations(performed: PerformedEvents, expectedSec: Float64Array, rowOfNote: Int32Array) {
  const linked = sortIntoBins(
    expectedSec,
    rowOfNote.map((row) => (row < 0 ? -1 : 0)),
    1,
  );
  const deviationBefore = new Float64Array(linked.item.length + 1);
  for (let k = 0; k < linked.item.length; k++) {
    const note = linked.item[k];
    const deviation = Math.abs(performed.onsetSec[rowOfNote[note]] - expectedSec[note]);
    deviationBefore[k + 1] = deviationBefore[k] + deviation;
  }
  return { linkedSec: linked.sec, deviationBefore };
}

/** How many of ascending times lie within `reachSec` of a moment, both ends included or not. */
export function countAround(sec: Float64Array, at: number, reachSec: number): number {
  return firstFrom(sec, at + reachSec) - firstFrom(sec, at - reachSec);
}
