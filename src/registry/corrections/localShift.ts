/** How far the music around a note has moved in time since the last run: by so much a correction moves along. */
import { partitionPoint } from "../../core/sortedSearch.js";
import type { NoteRecord } from "../../schema/registry.js";

/** Notes on either side of one whose own measure says nothing. */
const NEIGHBOURS = 4;
/** Notes of its own measure: in a slow one the tempo changes from note to note. */
const CLOSEST = 5;
/** Both times are rounded to a microsecond. */
const ROUNDING_SEC = 2e-6;

interface Anchor {
  readonly universalId: string;
  readonly oldSec: number;
  readonly shiftSec: number;
}

/**
 * The median shift of a few notes that both runs have heard: the nearest in time of the note's own measure and pass,
 * else of all. Corrected notes do not count, nor does the note itself: where it was heard is what is in question.
 *
 * @param records  of the last run
 * @param onsetOf  when a note of this run is heard, by universal ID; undefined if it is not heard, or not there
 */
export class LocalShift {
  readonly #byMeasure = new Map<string, Anchor[]>();
  readonly #byTime: readonly Anchor[];

  constructor(records: readonly NoteRecord[], onsetOf: (universalId: string) => number | undefined) {
    const isPlayed = records.some((record) => record.score !== null && record.midi !== null);
    const anchors: Anchor[] = [];
    for (const record of records) {
      const { universalId, score, midi, match, timing } = record;
      const isSaid = match.corrected || timing.source === "corrected_by_hand";
      if (!score || match.status === "tied" || isSaid || (isPlayed && !midi)) continue;
      const onsetSec = onsetOf(universalId);
      if (onsetSec === undefined) continue;
      const anchor = { universalId, oldSec: timing.startSec, shiftSec: onsetSec - timing.startSec };
      anchors.push(anchor);
      const key = measureOf(score);
      const measure = this.#byMeasure.get(key);
      if (measure) measure.push(anchor);
      else this.#byMeasure.set(key, [anchor]);
    }
    this.#byTime = anchors.sort((a, b) => a.oldSec - b.oldSec);
  }

  /** Seconds; 0 where no note of the last run is heard in this one. */
  at({ universalId, score, timing }: NoteRecord): number {
    const isOther = (anchor: Anchor) => anchor.universalId !== universalId;
    const measure = score ? (this.#byMeasure.get(measureOf(score)) ?? []).filter(isOther) : [];
    const near =
      measure.length > 0 ? closest(measure, timing.startSec) : this.#nearest(timing.startSec).filter(isOther);
    if (near.length === 0) return 0;
    const shifts = near.map((anchor) => anchor.shiftSec).sort((a, b) => a - b);
    const shiftSec = shifts[shifts.length >> 1];
    return Math.abs(shiftSec) <= ROUNDING_SEC ? 0 : shiftSec;
  }

  #nearest(sec: number): readonly Anchor[] {
    const low = partitionPoint(this.#byTime.length, (k) => this.#byTime[k].oldSec < sec);
    return this.#byTime.slice(Math.max(0, low - NEIGHBOURS), low + NEIGHBOURS);
  }
}

function closest(anchors: readonly Anchor[], sec: number): Anchor[] {
  const apart = (anchor: Anchor) => Math.abs(anchor.oldSec - sec);
  return anchors.toSorted((a, b) => apart(a) - apart(b)).slice(0, CLOSEST);
}

function measureOf({ measureIndex, pass }: NonNullable<NoteRecord["score"]>): string {
  return `${measureIndex}/${pass}`;
}
