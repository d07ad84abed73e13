/** Written and sounding pitch. Middle C is C4 = MIDI key 60. */

export type Step = "C" | "D" | "E" | "F" | "G" | "A" | "B";

/** A pitch as it is written: `alter` in semitones, microtones as fractions of one. */
export interface WrittenPitch {
  readonly step: Step;
  readonly alter: number;
  readonly octave: number;
}

const STEP_SEMITONE: Readonly<Record<Step, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const SHARP_NAMES = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"] as const;
const STEPS = ["C", "D", "E", "F", "G", "A", "B"] as const;

export function isStep(text: string): text is Step {
  return Object.hasOwn(STEP_SEMITONE, text);
}

/** Semitones above C-1, exact: quarter tones give halves. */
export function pitchToSemitone(pitch: WrittenPitch): number {
  return 12 * (pitch.octave + 1) + STEP_SEMITONE[pitch.step] + pitch.alter;
}

/** Nearest MIDI key, 0–127 for playable pitches (not clamped); halves round up. */
export function pitchToMidi(pitch: WrittenPitch): number {
  return Math.round(pitchToSemitone(pitch));
}

/** Octaves that a pitch may be written in: MIDI's ten, and one more for parts that transpose downward. */
const LOWEST_OCTAVE = -1;
const HIGHEST_OCTAVE = 10;
/** More sharps or flats than music has; beyond lie misprints. */
const MAX_ALTER = 4;

/** Can this be a written pitch: a whole octave from -1 to 10, at most four semitones up or down? */
export function isWritable({ alter, octave }: Pick<WrittenPitch, "alter" | "octave">): boolean {
  return (
    Number.isInteger(octave) &&
    octave >= LOWEST_OCTAVE &&
    octave <= HIGHEST_OCTAVE &&
    Math.abs(alter) <= MAX_ALTER
  );
}

/** Steps above C0, for staff positions: C4 = 28, D4 = 29. */
export function pitchToDiatonic(pitch: WrittenPitch): number {
  return 7 * pitch.octave + STEPS.indexOf(pitch.step);
}

/** `F#4`, `Bb3`, `C##5`; microtones as `C+0.5 4` never occur in names: they fall to the lower whole alter. */
export function formatPitch(pitch: WrittenPitch): string {
  return `${pitch.step}${accidentals(pitch.alter, "#", "b")}${pitch.octave}`;
}

/** Name for files: `Fs4`, `Bb3` (no `#`, safe on every disk). */
export function formatPitchForFile(pitch: WrittenPitch): string {
  return `${pitch.step}${accidentals(pitch.alter, "s", "b")}${pitch.octave}`.replace("-", "m");
}

/** Sharps-only name of a MIDI key: 70 is `A#4`. */
export function formatMidiPitch(midi: number): string {
  return `${SHARP_NAMES[((midi % 12) + 12) % 12]}${Math.floor(midi / 12) - 1}`;
}

/** Frequency in equal temperament, A4 = 440 Hz; fractional keys allowed. */
export function midiToHz(midi: number): number {
  return 440 * 2 ** ((midi - 69) / 12);
}

function accidentals(alter: number, sharp: string, flat: string): string {
  const whole = Math.trunc(alter);
  return whole >= 0 ? sharp.repeat(whole) : flat.repeat(-whole);
}
