/** Last links: notes left over between the same neighbours, and the second half of a unison. */
import { lastAtOrBefore } from "../core/sortedSearch.js";
import { ALIGN } from "./alignConstants.js";
import type { Links, NoteTimes } from "./linkByPitch.js";
import type { PerformedEvents } from "./performedEvents.js";
import type { ScoreEvents } from "./scoreEvents.js";
import { sortIntoBins, type TimesByBin } from "./timesByBin.js";

/** Adds the links that it finds. @cost n log n */
export function rescueLinks(
  score: ScoreEvents,
  performed: PerformedEvents,
  times: NoteTimes,
  links: Links,
): void {
  new Rescue(score, performed, times, links).run();
}

class Rescue {
  /** Partner of each note and row, or -1. */
  readonly #toRow: Links;
  readonly #toNote: Int32Array;
  /** Active notes and rows of each pitch in time order. */
  readonly #notes: TimesByBin;
  readonly #rows: TimesByBin;
  /** Place of each row in `#rows`. */
  readonly #placeOf: Int32Array;
  /** Times of the score's onsets, ascending. */
  readonly #columnSec: Float64Array;
  readonly #score: ScoreEvents;
  readonly #performed: PerformedEvents;
  readonly #times: NoteTimes;

  constructor(score: ScoreEvents, performed: PerformedEvents, times: NoteTimes, links: Links) {
    this.#score = score;
    this.#performed = performed;
    this.#times = times;
    this.#toRow = links;
    this.#toNote = new Int32Array(performed.count).fill(-1);
    for (let i = 0; i < links.length; i++) if (links[i] >= 0) this.#toNote[links[i]] = i;
    this.#notes = sortIntoBins(times.scoreSec, activeBins(score.pitch, times.scoreActive), 128);
    this.#rows = sortIntoBins(performed.onsetSec, activeBins(performed.pitch, times.performedActive), 128);
    this.#placeOf = new Int32Array(performed.count);
    for (let k = 0; k < this.#rows.item.length; k++) this.#placeOf[this.#rows.item[k]] = k;
    this.#columnSec = times.scoreSec.filter((_, i) => score.graceRank[i] === 0).sort();
  }

  run(): void {
    for (let pitch = 0; pitch < 128; pitch++) {
      if (this.#rows.start[pitch] === this.#rows.start[pitch + 1]) continue;
      this.#linkBetween(pitch);
      this.#linkSecondHalves(pitch);
    }
  }

  #add(note: number, row: number): void {
    this.#toRow[note] = row;
    this.#toNote[row] = note;
  }

  /** Between two linked neighbours of a pitch, pair the unlinked notes of both sides in order. */
  #linkBetween(pitch: number): void {
    const { start, item } = this.#notes;
    const end = this.#rows.start[pitch + 1];
    let next = this.#rows.start[pitch];
    for (let k = start[pitch]; k < start[pitch + 1]; k++) {
      const note = item[k];
      if (this.#toRow[note] >= 0) {
        next = Math.max(next, this.#placeOf[this.#toRow[note]] + 1);
        continue;
      }
      if (this.#linkedTwin(k, pitch) >= 0) continue;
      for (let r = next; r < end && this.#toNote[this.#rows.item[r]] < 0; r++) {
        if (!this.#isWithinReach(note, this.#rows.item[r])) continue;
        this.#add(note, this.#rows.item[r]);
        next = r + 1;
        break;
      }
    }
  }

  /** Far if the performed note lies between the score onsets just before and after the note's own, else near only. */
  #isWithinReach(note: number, row: number): boolean {
    const columnSec = this.#columnSec;
    const noteSec = this.#times.scoreSec[note];
    const sec = this.#performed.onsetSec[row];
    if (Math.abs(sec - noteSec) > ALIGN.rescueNearSec) return false;
    if (Math.abs(sec - noteSec) <= ALIGN.rescueFarSec) return true;
    const own = lastAtOrBefore(columnSec, noteSec + 1e-6);
    let before = own;
    while (before >= 0 && columnSec[before] >= noteSec - 1e-6) before--;
    const from = before >= 0 ? columnSec[before] : Number.NEGATIVE_INFINITY;
    const to = own + 1 < columnSec.length ? columnSec[own + 1] : Number.POSITIVE_INFINITY;
    return sec >= from && sec <= to;
  }

  /** A linked neighbour of entry `k` that shares onset and pitch, or -1. */
  #linkedTwin(k: number, pitch: number): number {
    const { quarter, graceRank } = this.#score;
    const { start, item } = this.#notes;
    const note = item[k];
    for (let other = k - 1; other <= k + 1; other += 2) {
      if (other < start[pitch] || other >= start[pitch + 1]) continue;
      const twin = item[other];
      if (this.#toRow[twin] < 0) continue;
      if (quarter[twin] === quarter[note] && graceRank[twin] === graceRank[note]) return twin;
    }
    return -1;
  }

  /** Both notes of a unison may have been struck: an unlinked stroke beside the first takes the second. */
  #linkSecondHalves(pitch: number): void {
    const { onsetSec } = this.#performed;
    const { start, item } = this.#notes;
    for (let k = start[pitch]; k < start[pitch + 1]; k++) {
      if (this.#toRow[item[k]] >= 0) continue;
      const twin = this.#linkedTwin(k, pitch);
      if (twin < 0) continue;
      const at = this.#placeOf[this.#toRow[twin]];
      for (let r = at - 1; r <= at + 1; r += 2) {
        if (r < this.#rows.start[pitch] || r >= this.#rows.start[pitch + 1]) continue;
        const row = this.#rows.item[r];
        if (this.#toNote[row] >= 0) continue;
        if (Math.abs(onsetSec[row] - onsetSec[this.#toRow[twin]]) > ALIGN.unisonSec) continue;
        this.#add(item[k], row);
        break;
      }
    }
  }
}

function activeBins(pitch: Uint8Array, active: Uint8Array): Int32Array {
  const bins = new Int32Array(pitch.length);
  for (let i = 0; i < pitch.length; i++) bins[i] = active[i] ? pitch[i] : -1;
  return bins;
}
