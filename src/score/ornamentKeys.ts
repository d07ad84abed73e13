/** Which keys an ornamented note may strike besides its own. */
import type { NotatedNote } from "../core/score.js";
import { fifthsAt, type KeyIndex, neighbourMidi } from "./neighbourPitch.js";

const NEIGHBOUR_ORNAMENTS: ReadonlySet<string> = new Set([
  "trill-mark",
  "shake",
  "wavy-line",
  "turn",
  "vertical-turn",
  "inverted-turn",
  "inverted-vertical-turn",
  "delayed-turn",
  "delayed-inverted-turn",
  "haydn",
  "mordent",
  "inverted-mordent",
  "schleifer",
]);

/**
 * MIDI keys of a note's ornament: the note itself, and its neighbours where it is trilled or turned. Players choose the
 * size of a neighbour by ear, so both a semitone and a tone count, and what an accidental mark says.
 *
 * @returns ascending; null for a note without ornament, tremolo or arpeggio sign
 */
export function ornamentKeys(keys: KeyIndex, note: NotatedNote): readonly number[] | null {
  const main = note.soundingMidi;
  const hasNeighbours = note.ornaments.some((name) => NEIGHBOUR_ORNAMENTS.has(name));
  if (hasNeighbours && !note.unpitched) {
    const fifths = fifthsAt(keys, note);
    const marked = note.ornamentAccidentals.flatMap((accidental) => [
      neighbourMidi(note, 1, fifths, accidental),
      neighbourMidi(note, -1, fifths, accidental),
    ]);
    const all = new Set([main - 2, main - 1, main, main + 1, main + 2, ...marked]);
    return [...all].filter((key) => key >= 0 && key <= 127).sort((a, b) => a - b);
  }
  const isRepeated =
    hasNeighbours || note.tremoloStrokes > 0 || note.doubleTremolo !== null || note.arpeggiate !== null;
  return isRepeated ? [main] : null;
}
