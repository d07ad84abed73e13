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
  const sec = new Float64Array(notes.length); // of the linked ones
  let linked = 0;
  for (let k = 0; k < notes.length; k++) {
    sec[linked] = lateSec[notes[k]];
    if (!Number.isNaN(sec[linked])) linked++;
  }
  const near = new SortedWindow(2 * SIDE + 1);
  let from = 0; // the window holds sec[from] … sec[to - 1]
  let to = 0;
  let before = 0; // linked notes before this one
  for (let k = 0; k < notes.length; k++) {
    const note = notes[k];
    const own = lateSec[note];
    const isLinked = !Number.isNaN(own);
    const end = before + SIDE + (isLinked ? 1 : 0);
    while (from < before - SIDE) near.remove(sec[from++]);
    while (to < end && to < linked) near.insert(sec[to++]);
    if (isLinked) {
      before++;
      near.remove(own);
    }
    if (near.count > 0) {
      const lag = near.median();
      lagSec[note] = lag;
      spreadSec[note] = near.medianDistance(lag);
    }
    if (isLinked) near.insert(own);
  }
}

/** A few numbers kept in order. */
class SortedWindow {
  count = 0;
  readonly #values: Float64Array;

  constructor(most: number) {
    this.#values = new Float64Array(most);
  }

  insert(value: number): void {
    const values = this.#values;
    let k = this.count++;
    for (; k > 0 && values[k - 1] > value; k--) values[k] = values[k - 1];
    values[k] = value;
  }

  /** @param value  one that was inserted */
  remove(value: number): void {
    const values = this.#values;
    let k = 0;
    while (values[k] !== value) k++;
    const last = --this.count;
    for (; k < last; k++) values[k] = values[k + 1];
  }

  median(): number {
    return (this.#values[(this.count - 1) >> 1] + this.#values[this.count >> 1]) / 2;
  }

  /** Median of the distances from the median: they grow from the middle to both sides. */
  medianDistance(median: number): number {
    const values = this.#values;
    const { count } = this;
    let below = (count - 1) >> 1;
    let above = below + 1;
    let last = 0;
    let distance = 0;
    for (let k = 0; k <= count >> 1; k++) {
      last = distance;
      const down = below < 0 ? Number.POSITIVE_INFINITY : median - values[below];
      const up = above === count ? Number.POSITIVE_INFINITY : values[above] - median;
      if (down <= up) {
        distance = down;
        below--;
      } else {
        distance = up;
        above++;
      }
    }
    return ((count & 1) === 0 ? last + distance : distance + distance) / 2;
  }
}
