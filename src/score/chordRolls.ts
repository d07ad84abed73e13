/** Arpeggios: the notes of a chord one after the other. */
import type { PlayedNote } from "./voiceLines.js";

/** From one note of a rolled chord to the next. */
export const ARPEGGIO_STEP_SEC = 0.04;
/** A roll takes at most this share of the shortest note. */
const MAX_SHARE = 0.5;

/**
 * Roll the chords marked with an arpeggio, through all staves of a part: upwards (downwards where the sign says so),
 * the first note on the beat, every note held to its own end.
 */
export function rollChords(played: readonly PlayedNote[]): void {
  const chords = new Map<string, PlayedNote[]>();
  for (const one of played) {
    const { note } = one.sound.members[0];
    if (note.arpeggiate === null || note.grace) continue;
    const { num, den } = one.sound.onsetQuarter;
    const key = `${note.partIndex}|${num}/${den}`;
    const chord = chords.get(key);
    if (chord) chord.push(one);
    else chords.set(key, [one]);
  }
  for (const chord of chords.values()) {
    const isDown = chord.some((n) => n.sound.members[0].note.arpeggiate === "down");
    chord.sort((a, b) => (a.sound.midi - b.sound.midi) * (isDown ? -1 : 1) || a.sound.index - b.sound.index);
    const shortest = Math.min(...chord.map((n) => n.endSec - n.startSec));
    const step =
      chord.length > 1 ? Math.min(ARPEGGIO_STEP_SEC, (shortest * MAX_SHARE) / (chord.length - 1)) : 0;
    chord.forEach((note, i) => {
      note.startSec += i * step;
    });
  }
}
