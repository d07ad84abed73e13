/** Names of pitch classes, as a key spells them. */
import type { Step } from "../core/pitch.js";

const LINE: readonly Step[] = ["F", "C", "G", "D", "A", "E", "B"];
const STEP_PLACE: Readonly<Record<Step, number>> = { F: -1, C: 0, G: 1, D: 2, A: 3, E: 4, B: 5 };

/** Fb and B#: the ends of the line before double accidentals. */
const LOWEST_SINGLE = -8;
const HIGHEST_SINGLE = 12;

/** Place on the line of fifths: C is 0, G 1, F -1, F sharp 6, B flat -2. */
export function lineOfFifths(step: Step, alter: number): number {
  return STEP_PLACE[step] + 7 * alter;
}

/** `Bb`, `C`, `F#`: the name of a place on the line of fifths. */
export function nameOnLine(place: number): string {
  const alter = Math.floor((place + 1) / 7);
  const step = LINE[place + 1 - 7 * alter];
  return alter >= 0 ? step + "#".repeat(alter) : step + "b".repeat(-alter);
}

/** Pitch class of a place on the line of fifths. */
export function pitchClassOnLine(place: number): number {
  return (((7 * place) % 12) + 12) % 12;
}

/**
 * Name of a chord's root near a key: of the places that sound so, the one from five fifths below the signature's major
 * tonic to six above; in C major that is Db, Ab, Eb and Bb, but F#. The root of a diminished chord leads upward and
 * lies from one fifth below to ten above: C#, D#, G#. Double accidentals are spelled as what they sound like.
 *
 * @param fifths  key signature, sharps positive
 */
export function spellRoot(pitchClass: number, fifths: number, isDiminished = false): string {
  let place = fifths - (isDiminished ? 1 : 5);
  while (pitchClassOnLine(place) !== pitchClass) place++;
  if (place < LOWEST_SINGLE) place += 12;
  if (place > HIGHEST_SINGLE) place -= 12;
  return nameOnLine(place);
}
