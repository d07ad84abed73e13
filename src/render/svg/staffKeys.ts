/** Which key signature each staff shows: the engraver reads changes from the first part only, and draws them on every staff. */
import { compare } from "../../core/fraction.js";
import type { Score } from "../../core/score.js";
import type { ClefChange, KeyChange } from "../../core/scoreMarks.js";

/** The key signatures in force from the beginning of a measure. */
export interface StaffKeys {
  readonly measureIndex: number;
  /** By staff, from the top of the score: sharps positive, flats negative; null for a non-traditional key. */
  readonly fifths: readonly (number | null)[];
}

/**
 * Key signatures by staff, at the first measure and wherever they change, if the engraver would not show them so by
 * itself; an empty list if it does: all staves of the score change alike, and the first part says so.
 *
 * A staff with a percussion clef shows none. A key stated inside a measure counts from its beginning, as the engraver
 * draws it, and one at a measure's end from the next.
 */
export function staffKeys(score: Score): StaffKeys[] {
  const staves = new ShownKeys(score);
  const keys = byMeasure(score.keys, (key) => measureOfKey(key, score));
  const clefs = byMeasure(score.clefs, (clef) => clef.measureIndex + (clef.measureQuarter.num > 0 ? 1 : 0));
  const list: StaffKeys[] = [];
  let hasFault = false;
  for (let measureIndex = 0; measureIndex < score.measures.length; measureIndex++) {
    const stated = keys.get(measureIndex) ?? [];
    for (const clef of clefs.get(measureIndex) ?? []) staves.setClef(clef);
    for (const key of stated) staves.setKey(key);
    if (measureIndex > 0 && stated.length === 0 && !clefs.has(measureIndex)) continue;
    const fifths = staves.shown();
    const isNew = fifths.some((fifth, at) => fifth !== list.at(-1)?.fifths[at]);
    const ofFirstPart = stated.filter((key) => key.partIndex === 0);
    if (!isNew && ofFirstPart.length === 0) continue;
    const isSeen = ofFirstPart.some((key) => key.measureIndex === measureIndex);
    hasFault ||= measureIndex === 0 ? staves.hidesAny() : !isSeen || new Set(fifths).size > 1;
    list.push({ measureIndex, fifths });
  }
  return hasFault ? list : [];
}

function measureOfKey({ measureIndex, measureQuarter }: KeyChange, { measures }: Score): number {
  const isAtEnd =
    measureQuarter.num > 0 && compare(measureQuarter, measures[measureIndex].lengthQuarter) >= 0;
  return measureIndex + (isAtEnd ? 1 : 0);
}

function byMeasure<T>(marks: readonly T[], measureOf: (mark: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const mark of marks) {
    const group = groups.get(measureOf(mark));
    if (group === undefined) groups.set(measureOf(mark), [mark]);
    else group.push(mark);
  }
  return groups;
}

/** What is written on each staff of the score so far. */
class ShownKeys {
  private readonly firstStaff: number[] = [];
  private readonly written: (number | null)[];
  private readonly percussion: boolean[];

  constructor(private readonly score: Score) {
    let count = 0;
    for (const part of score.parts) {
      this.firstStaff.push(count);
      count += part.staffCount;
    }
    this.written = Array(count).fill(0);
    this.percussion = Array(count).fill(false);
  }

  setClef({ partIndex, staff, sign }: ClefChange): void {
    for (const at of this.stavesOf(partIndex, staff)) this.percussion[at] = sign === "percussion";
  }

  setKey({ partIndex, staff, fifths }: KeyChange): void {
    for (const at of this.stavesOf(partIndex, staff)) this.written[at] = fifths;
  }

  /** One staff of the part, none if it has no such staff, all for null. */
  private stavesOf(partIndex: number, staff: number | null): number[] {
    const { staffCount } = this.score.parts[partIndex];
    const staves = Array.from({ length: staffCount }, (_, index) => this.firstStaff[partIndex] + index);
    return staff === null ? staves : staves.slice(Math.max(staff - 1, 0), Math.max(staff, 0));
  }

  shown(): (number | null)[] {
    return this.written.map((fifths, at) => (this.percussion[at] ? 0 : fifths));
  }

  /** A staff shows less than is written for it. */
  hidesAny(): boolean {
    return this.written.some((fifths, at) => this.percussion[at] && fifths !== 0);
  }
}
