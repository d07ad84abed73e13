/** Which performed notes a score note could be: on each lane the nearest of its pitch at its time. */
import { ALIGN } from "./alignConstants.js";
import type { PerformedEvents } from "./performedEvents.js";
import type { ScoreEvents } from "./scoreEvents.js";
import { gatherByBin } from "./timesByBin.js";

/**
 * Score notes and the performed notes nearest to them, staff by staff, note by note. A note has at most one meeting on a
 * lane, and a performed note at most one with a staff: two notes of a staff on one key meet once.
 */
export interface LaneMeetings {
  readonly count: number;
  readonly note: Int32Array;
  /** Row of `PerformedEvents`. */
  readonly row: Int32Array;
  /** Staff × number of lanes + lane. */
  readonly pair: Int32Array;
}

/**
 * @param scoreSec  expected time of every score note, seconds
 * @cost  notes × lanes that hold their pitch, as long as a staff's times rise with its notes
 */
export function findMeetings(
  score: ScoreEvents,
  performed: PerformedEvents,
  scoreSec: Float64Array,
): LaneMeetings {
  const { rows, start, bins, binStart } = binRows(performed);
  const { onsetSec } = performed;
  const lanes = performed.lanes.length;
  const order = gatherByBin(score.group, score.groups.length).item;
  const cursor = start.slice();
  const metBy = new Int32Array(performed.count).fill(-1);
  const note: number[] = [];
  const row: number[] = [];
  const pair: number[] = [];
  let count = 0;
  for (let k = 0; k < order.length; k++) {
    const i = order[k];
    const group = score.group[i];
    const sec = scoreSec[i];
    for (let b = binStart[score.pitch[i]]; b < binStart[score.pitch[i] + 1]; b++) {
      const bin = bins[b];
      const from = start[bin];
      const to = start[bin + 1];
      let next = cursor[bin];
      while (next > from && onsetSec[rows[next - 1]] >= sec) next--;
      while (next < to && onsetSec[rows[next]] < sec) next++;
      cursor[bin] = next;
      const after = next < to ? onsetSec[rows[next]] - sec : Number.POSITIVE_INFINITY;
      const before = next > from ? sec - onsetSec[rows[next - 1]] : Number.POSITIVE_INFINITY;
      if (after > ALIGN.laneSec && before > ALIGN.laneSec) continue;
      const nearest = rows[before <= after ? next - 1 : next];
      if (metBy[nearest] === group) continue;
      metBy[nearest] = group;
      note[count] = i;
      row[count] = nearest;
      pair[count++] = group * lanes + (bin >> 7);
    }
  }
  return { count, note: Int32Array.from(note), row: Int32Array.from(row), pair: Int32Array.from(pair) };
}

/** Rows of each bin (128 × lane + pitch) in onset order, and by pitch the bins that hold anything. */
function binRows({ count, lane, lanes, pitch }: PerformedEvents) {
  const bin = new Int32Array(count);
  for (let i = 0; i < count; i++) bin[i] = 128 * lane[i] + pitch[i];
  const { item: rows, start } = gatherByBin(bin, 128 * lanes.length);
  const bins: number[] = [];
  const binStart = new Int32Array(129);
  for (let p = 0; p < 128; p++) {
    for (let b = p; b < 128 * lanes.length; b += 128) if (start[b + 1] > start[b]) bins.push(b);
    binStart[p + 1] = bins.length;
  }
  return { rows, start, bins, binStart };
}
