/**
 * How far each staff lies behind the map or ahead of it, note by note.
 *
 * The map is everybody's. A player, or a hand, may be late by as much as a slip lies beside its note, and steadily so: a
 * link is told from its neighbours better by the lag of its own staff than by the map.
 */
import type { Links } from "./linkByPitch.js";
import type { PerformedEvents } from "./performedEvents.js";
import type { ScoreEvents } from "./scoreEvents.js";
import { gatherByBin } from "./timesByBin.js";

/** So many linked notes of the staff before a note and after it, in the order of the score, are its neighbours. */
const SIDE = 4;
/** Spread of neighbours that are not there, seconds. */
const UNKNOWN_SEC = 0.5;

export interface StaffLags {
  /** By score note: median of performed − expected of its neighbours, seconds; 0 without neighbours. */
  readonly lagSec: Float64Array;
  /** Median distance of the neighbours' own lags from that. */
  readonly spreadSec: Float64Array;
}

/** @cost linear */
export function surveyStaffLags(
  score: ScoreEvents,
  performed: PerformedEvents,
  expectedSec: Float64Array,
  links: Links,
): StaffLags {
  const lags = {
    lagSec: new Float64Array(score.count),
    spreadSec: new Float64Array(score.count).fill(UNKNOWN_SEC),
  };
  const { start, item } = gatherByBin(score.group, score.groups.length);
  const lateSec = new Float64Array(score.count).fill(Number.NaN);
  for (let i = 0; i < score.count; i++)
    if (links[i] >= 0) lateSec[i] = performed.onsetSec[links[i]] - expectedSec[i];
  for (let staff = 0; staff < score.groups.length; staff++)
    surveyStaff(item.subarray(start[staff], start[staff + 1]), lateSec, lags);
  return lags;
}

/**
 * @param notes    of one staff, in the order of the score
 * @param lateSec  performed − expected by note, NaN for those that are not linked
 */
function surveyStaff(notes: Int32Array, lateSec: Float64Array, { lagSec, spreadSec }: StaffLags): void {
  const sec = new Float64Array(notes.length);
  let linked = 0;
  for (let k = 0; k < notes.length; k++) {
    sec[linked] = lateSec[notes[k]];
    if (!Number.isNaN(sec[linked])) linked++;
  }
  const linkedSec = sec.subarray(0, linked);
  const near = new Float64Array(2 * SIDE);
  let before = 0;
  for (let k = 0; k < notes.length; k++) {
    const note = notes[k];
    const itself = Number.isNaN(lateSec[note]) ? 0 : 1;
    const count = gatherNear(linkedSec, before, itself, near);
    before += itself;
    if (count === 0) continue;
    lagSec[note] = medianInPlace(near, count);
    for (let n = 0; n < count; n++) near[n] = Math.abs(near[n] - lagSec[note]);
    spreadSec[note] = medianInPlace(near, count);
  }
}

/** Fill `near` with the entries around position `at`, which is left out if it is the note's own; returns their number. */
function gatherNear(sec: Float64Array, at: number, itself: number, near: Float64Array): number {
  let count = 0;
  for (let k = Math.max(0, at - SIDE); k < at; k++) near[count++] = sec[k];
  for (let k = at + itself; k < Math.min(sec.length, at + itself + SIDE); k++) near[count++] = sec[k];
  return count;
}

/** Sorts the first `count` entries, which are few. */
function medianInPlace(x: Float64Array, count: number): number {
  for (let k = 1; k < count; k++) {
    const value = x[k];
    let j = k - 1;
    for (; j >= 0 && x[j] > value; j--) x[j + 1] = x[j];
    x[j + 1] = value;
  }
  return (x[(count - 1) >> 1] + x[count >> 1]) / 2;
}
