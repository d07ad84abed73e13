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
  return new Rescue(score, performed, times, links).run();
}

class Rescue {
  readonly #links: NoteLink[];
  /** Partner of each note and row, or -1. */
  readonly #toRow: Int32Array;
  readonly #toNote: Int32Array;
  /** Times of the score's onsets, ascending. */
  readonly #columnSec: Float64Array;
  readonly #score: ScoreEvents;
  readonly #performed: PerformedEvents;
  readonly #times: NoteTimes;

  constructor(score: ScoreEvents, performed: PerformedEvents, times: NoteTimes, links: readonly NoteLink[]) {
    this.#score = score;
    this.#performed = performed;
    this.#times = times;
    this.#links = [...links];
    this.#toRow = new Int32Array(score.count).fill(-1);
    this.#toNote = new Int32Array(performed.count).fill(-1);
    this.#columnSec = times.scoreSec.filter((_, i) => score.graceRank[i] === 0).sort();
    for (const link of links) {
      this.#toRow[link.score] = link.performed;
      this.#toNote[link.performed] = link.score;
    }
  }

  run(): readonly NoteLink[] {
    const { scoreSec, scoreActive, performedActive } = this.#times;
    const notes = rowsByPitch(this.#score.pitch);
    const rows = rowsByPitch(this.#performed.pitch);
    for (let pitch = 0; pitch < 128; pitch++) {
      if (notes[pitch].length === 0 || rows[pitch].length === 0) continue;
      const ordered = notes[pitch]
        .filter((i) => scoreActive === null || scoreActive[i] === 1)
        .sort((a, b) => scoreSec[a] - scoreSec[b] || a - b);
      const heard = rows[pitch].filter((i) => performedActive === null || performedActive[i] === 1);
      this.#linkBetween(ordered, heard);
      this.#linkSecondHalves(ordered, heard);
    }
    return this.#links;
  }

  #add(note: number, row: number): void {
    this.#toRow[note] = row;
    this.#toNote[row] = note;
    this.#links.push({ score: note, performed: row, confidence: RESCUED });
  }

  /** Between two linked neighbours of a pitch, pair the unlinked notes of both sides in order. */
  #linkBetween(ordered: readonly number[], heard: readonly number[]): void {
    let next = 0;
    for (let k = 0; k < ordered.length; k++) {
      const note = ordered[k];
      if (this.#toRow[note] >= 0) {
        const at = heard.indexOf(this.#toRow[note], next);
        if (at >= 0) next = at + 1;
        continue;
      }
      if (this.#linkedTwin(ordered, k) >= 0) continue;
      for (let r = next; r < heard.length && this.#toNote[heard[r]] < 0; r++) {
        if (!this.#isWithinReach(note, heard[r])) continue;
        this.#add(note, heard[r]);
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
    const own = lastAtOrBefore(columnSec, noteSec + 1e-6);
    let before = own;
    while (before >= 0 && columnSec[before] >= noteSec - 1e-6) before--;
    const from = before >= 0 ? columnSec[before] : Number.NEGATIVE_INFINITY;
    const to = own + 1 < columnSec.length ? columnSec[own + 1] : Number.POSITIVE_INFINITY;
    const reach = sec >= from && sec <= to ? ALIGN.rescueNearSec : ALIGN.rescueFarSec;
    return Math.abs(sec - noteSec) <= reach;
  }

  /** A linked neighbour in `ordered` that shares onset and pitch, or -1. */
  #linkedTwin(ordered: readonly number[], k: number): number {
    const { quarter, graceRank } = this.#score;
    for (const other of [ordered[k - 1], ordered[k + 1]]) {
      if (other === undefined || this.#toRow[other] < 0) continue;
      if (quarter[other] === quarter[ordered[k]] && graceRank[other] === graceRank[ordered[k]]) return other;
    }
    return -1;
  }

  /** Both notes of a unison may have been struck: an unlinked stroke beside the first takes the second. */
  #linkSecondHalves(ordered: readonly number[], heard: readonly number[]): void {
    const { onsetSec } = this.#performed;
    for (let k = 0; k < ordered.length; k++) {
      if (this.#toRow[ordered[k]] >= 0) continue;
      const twin = this.#linkedTwin(ordered, k);
      if (twin < 0) continue;
      const at = heard.indexOf(this.#toRow[twin]);
      const free = [at - 1, at + 1].find(
        (r) =>
          r >= 0 &&
          r < heard.length &&
          this.#toNote[heard[r]] < 0 &&
          Math.abs(onsetSec[heard[r]] - onsetSec[heard[at]]) <= ALIGN.unisonSec,
      );
      if (free !== undefined) this.#add(ordered[k], heard[free]);
    }
  }
}
