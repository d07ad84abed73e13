/** The neighbour notes that an ornament needs. */
import { lookUp } from "../core/lookUp.js";
import { pitchToMidi, type Step } from "../core/pitch.js";
import type { NotatedNote, Score } from "../core/score.js";
import type { KeyChange } from "../core/scoreMarks.js";
import { comparePlaces } from "./repeatPlan.js";

const STEPS: readonly Step[] = ["C", "D", "E", "F", "G", "A", "B"];
const SHARP_ORDER: readonly Step[] = ["F", "C", "G", "D", "A", "E", "B"];

const ACCIDENTAL_ALTER: Readonly<Record<string, number>> = {
  sharp: 1,
  flat: -1,
  natural: 0,
  "double-sharp": 2,
  "sharp-sharp": 2,
  "flat-flat": -2,
  "natural-sharp": 1,
  "natural-flat": -1,
};

/**
 * Sounding MIDI key of the step above or below a note: altered as the accidental mark says, else as the key signature
 * in force says, then between one and two semitones away.
 *
 * @param fifths      key signature at the note, as written
 * @param accidental  text of the accidental mark, or null
 */
export function neighbourMidi(
  note: NotatedNote,
  direction: 1 | -1,
  fifths: number,
  accidental: string | null,
): number {
  const diatonic = 7 * note.pitch.octave + STEPS.indexOf(note.pitch.step) + direction;
  const step = STEPS[((diatonic % 7) + 7) % 7];
  const marked = accidental === null ? undefined : lookUp(ACCIDENTAL_ALTER, accidental);
  const alter = marked ?? keyAlter(step, fifths);
  const interval = pitchToMidi({ step, alter, octave: Math.floor(diatonic / 7) }) - pitchToMidi(note.pitch);
  const size = Math.min(marked === undefined ? 2 : 3, Math.max(1, interval * direction));
  return Math.min(127, Math.max(0, note.soundingMidi + direction * size));
}

/** Key signatures of a score, by part in score order. */
export type KeyIndex = ReadonlyMap<number, readonly KeyChange[]>;

export function indexKeys(score: Score): KeyIndex {
  const index = new Map<number, KeyChange[]>();
  for (const key of score.keys) {
    const keys = index.get(key.partIndex);
    if (keys) keys.push(key);
    else index.set(key.partIndex, [key]);
  }
  for (const keys of index.values()) keys.sort(comparePlaces);
  return index;
}

/** Sharps (positive) or flats of the key signature at a note; 0 without one or in a non-traditional key. */
export function fifthsAt(index: KeyIndex, note: NotatedNote): number {
  const keys = index.get(note.partIndex) ?? [];
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comparePlaces(keys[middle], note) <= 0) low = middle + 1;
    else high = middle;
  }
  while (low > 0 && keys[low - 1].staff !== null && keys[low - 1].staff !== note.staff) low--;
  return keys[low - 1]?.fifths ?? 0;
}

function keyAlter(step: Step, fifths: number): number {
  const place = SHARP_ORDER.indexOf(step);
  if (fifths > 0) return Math.ceil((fifths - place) / 7);
  return -Math.ceil((-fifths - (6 - place)) / 7) || 0;
}
