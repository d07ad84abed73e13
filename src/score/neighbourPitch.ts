/** The neighbour notes that an ornament needs. */
import { compare } from "../core/fraction.js";
import { pitchToMidi, type Step } from "../core/pitch.js";
import type { NotatedNote, Score } from "../core/score.js";

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
  const marked = accidental === null ? undefined : ACCIDENTAL_ALTER[accidental];
  const alter = marked ?? keyAlter(step, fifths);
  const interval = pitchToMidi({ step, alter, octave: Math.floor(diatonic / 7) }) - pitchToMidi(note.pitch);
  const size = Math.min(marked === undefined ? 2 : 3, Math.max(1, interval * direction));
  return Math.min(127, Math.max(0, note.soundingMidi + direction * size));
}

/** Sharps (positive) or flats of the key signature at a note; 0 without one or in a non-traditional key. */
export function fifthsAt(score: Score, note: NotatedNote): number {
  const inForce = score.keys.filter(
    (key) =>
      key.partIndex === note.partIndex &&
      (key.staff === null || key.staff === note.staff) &&
      (key.measureIndex - note.measureIndex || compare(key.measureQuarter, note.measureQuarter)) <= 0,
  );
  const last = inForce.reduce<(typeof inForce)[number] | null>(
    (a, b) =>
      a && (a.measureIndex - b.measureIndex || compare(a.measureQuarter, b.measureQuarter)) > 0 ? a : b,
    null,
  );
  return last?.fifths ?? 0;
}

function keyAlter(step: Step, fifths: number): number {
  const place = SHARP_ORDER.indexOf(step);
  if (fifths > 0) return Math.ceil((fifths - place) / 7);
  return -Math.ceil((-fifths - (6 - place)) / 7) || 0;
}
