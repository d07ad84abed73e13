/** Last links: notes left over between the same neighbours, and the second half of a unison. */
import { ALIGN } from "./alignConstants.js";
import { rowsByPitch } from "./assignLanes.js";
import type { NoteLink, NoteTimes } from "./linkByPitch.js";
import type { PerformedEvents } from "./performedEvents.js";
import { lastAtOrBefore, type ScoreEvents } from "./scoreEvents.js";

const RESCUED = 0.5;

/** @returns the links given, and those rescued */
export function rescueLinks(
  score: ScoreEvents,
  performed: PerformedEvents,
  times: NoteTimes,
  links: readonly NoteLink[],
): readonly NoteLink[] {
  const toRow = new Int32Array(score.count).fill(-1);
  const toNote = new Int32Array(performed.count).fill(-1);
  for (const link of links) {
    toRow[link.score] = link.performed;
    toNote[link.performed] = link.score;
  }
  const added: NoteLink[] = [];
  const add = (note: number, row: number) => {
    toRow[note] = row;
    toNote[row] = note;
    added.push({ score: note, performed: row, confidence: RESCUED });
  };
  const notes = rowsByPitch(score.pitch);
  const rows = rowsByPitch(performed.pitch);
  const columnSec = sortedColumnTimes(score, times.scoreSec);
  for (let pitch = 0; pitch < 128; pitch++) {
    if (notes[pitch].length === 0 || rows[pitch].length === 0) continue;
    const ordered = notes[pitch]
      .filter((i) => times.scoreActive === null || times.scoreActive[i] === 1)
      .sort((a, b) => times.scoreSec[a] - times.scoreSec[b] || a - b);
    const heard = rows[pitch].filter((i) => times.performedActive === null || times.performedActive[i] === 1);
    rescueBetween(score, performed, times.scoreSec, ordered, heard, toRow, toNote, columnSec, add);
    linkSecondHalves(score, performed, ordered, heard, toRow, toNote, add);
  }
  return [...links, ...added];
}

/** Times of the score's onsets, ascending. */
function sortedColumnTimes(score: ScoreEvents, scoreSec: Float64Array): Float64Array {
  return scoreSec.filter((_, i) => score.graceRank[i] === 0).sort();
}

/** Between two linked neighbours of a pitch, pair the unlinked notes of both sides in order. */
function rescueBetween(
  score: ScoreEvents,
  performed: PerformedEvents,
  scoreSec: Float64Array,
  ordered: readonly number[],
  heard: readonly number[],
  toRow: Int32Array,
  toNote: Int32Array,
  columnSec: Float64Array,
  add: (note: number, row: number) => void,
): void {
  let row = 0;
  for (let k = 0; k < ordered.length; k++) {
    const note = ordered[k];
    if (toRow[note] >= 0) {
      const at = heard.indexOf(toRow[note], row);
      if (at >= 0) row = at + 1;
      continue;
    }
    if (isUnisonOfLinked(score, ordered, k, toRow)) continue;
    for (let r = row; r < heard.length && toNote[heard[r]] < 0; r++) {
      const dt = Math.abs(performed.onsetSec[heard[r]] - scoreSec[note]);
      const near = liesBetweenNeighbours(columnSec, scoreSec[note], performed.onsetSec[heard[r]]);
      if (dt > (near ? ALIGN.rescueNearSec : ALIGN.rescueFarSec)) continue;
      add(note, heard[r]);
      row = r + 1;
      break;
    }
  }
}

function isUnisonOfLinked(
  score: ScoreEvents,
  ordered: readonly number[],
  k: number,
  toRow: Int32Array,
): boolean {
  const same = (other: number | undefined) =>
    other !== undefined &&
    score.quarter[other] === score.quarter[ordered[k]] &&
    score.graceRank[other] === score.graceRank[ordered[k]] &&
    toRow[other] >= 0;
  return same(ordered[k - 1]) || same(ordered[k + 1]);
}

/** Whether a performed note lies between the score onsets just before and just after a note's own. */
function liesBetweenNeighbours(columnSec: Float64Array, noteSec: number, sec: number): boolean {
  const own = lastAtOrBefore(columnSec, noteSec + 1e-6);
  let before = own;
  while (before >= 0 && columnSec[before] >= noteSec - 1e-6) before--;
  const from = before >= 0 ? columnSec[before] : Number.NEGATIVE_INFINITY;
  const to = own + 1 < columnSec.length ? columnSec[own + 1] : Number.POSITIVE_INFINITY;
  return sec >= from && sec <= to;
}

/** Both notes of a unison may have been struck: an unlinked stroke beside the first takes the second. */
function linkSecondHalves(
  score: ScoreEvents,
  performed: PerformedEvents,
  ordered: readonly number[],
  heard: readonly number[],
  toRow: Int32Array,
  toNote: Int32Array,
  add: (note: number, row: number) => void,
): void {
  for (let k = 0; k < ordered.length; k++) {
    if (toRow[ordered[k]] >= 0 || !isUnisonOfLinked(score, ordered, k, toRow)) continue;
    const partner = [ordered[k - 1], ordered[k + 1]].find(
      (other) =>
        other !== undefined && score.quarter[other] === score.quarter[ordered[k]] && toRow[other] >= 0,
    ) as number;
    const at = heard.indexOf(toRow[partner]);
    const free = [at - 1, at + 1].filter(
      (r) =>
        r >= 0 &&
        r < heard.length &&
        toNote[heard[r]] < 0 &&
        Math.abs(performed.onsetSec[heard[r]] - performed.onsetSec[heard[at]]) <= ALIGN.unisonSec,
    );
    if (free.length > 0) add(ordered[k], heard[free[0]]);
  }
}
