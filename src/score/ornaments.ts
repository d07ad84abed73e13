/** Trills, turns and mordents, played out. */
import { lookUp } from "../core/lookUp.js";
import type { NotatedNote } from "../core/score.js";
import { fifthsAt, type KeyIndex, neighbourMidi } from "./neighbourPitch.js";

/** A stroke inside a sound: MIDI key, start from the sound's onset and length. */
export interface Stroke {
  readonly pitch: number;
  readonly startSec: number;
  readonly durationSec: number;
}

/** Notes of a trill per second. */
export const TRILL_HZ = 12;
/** Longest quick note of a turn or mordent. */
export const TURN_NOTE_SEC = 0.1;
const MORDENT_NOTE_SEC = 0.08;
/** Nothing is played faster than this; notes too short for their ornament are played plain. */
export const MIN_STROKE_SEC = 0.04;

type Figure = "main" | "upper" | "lower";

/** Quick notes, then the last one held; `delayed` begins in the second half of the note. */
const FIGURES: Readonly<Record<string, { notes: readonly Figure[]; noteSec: number; delayed: boolean }>> = {
  turn: { notes: ["upper", "main", "lower", "main"], noteSec: TURN_NOTE_SEC, delayed: false },
  "vertical-turn": { notes: ["upper", "main", "lower", "main"], noteSec: TURN_NOTE_SEC, delayed: false },
  "inverted-turn": { notes: ["lower", "main", "upper", "main"], noteSec: TURN_NOTE_SEC, delayed: false },
  "inverted-vertical-turn": {
    notes: ["lower", "main", "upper", "main"],
    noteSec: TURN_NOTE_SEC,
    delayed: false,
  },
  "delayed-turn": { notes: ["upper", "main", "lower", "main"], noteSec: TURN_NOTE_SEC, delayed: true },
  "delayed-inverted-turn": {
    notes: ["lower", "main", "upper", "main"],
    noteSec: TURN_NOTE_SEC,
    delayed: true,
  },
  haydn: { notes: ["main", "upper", "main", "lower", "main"], noteSec: TURN_NOTE_SEC, delayed: false },
  mordent: { notes: ["main", "lower", "main"], noteSec: MORDENT_NOTE_SEC, delayed: false },
  "inverted-mordent": { notes: ["main", "upper", "main"], noteSec: MORDENT_NOTE_SEC, delayed: false },
};

/**
 * The strokes of an ornamented note, or null if it has no ornament that is played out or is too short for it.
 * A trill begins and ends on the main note, 12 notes a second. MusicXML's `mordent` has the lower neighbour,
 * `inverted-mordent` the upper. Unpitched notes are trilled on their own key and know no other ornament.
 *
 * @param durationSec  length of the whole sound, > 0
 */
export function playOrnament(keys: KeyIndex, note: NotatedNote, durationSec: number): Stroke[] | null {
  if (note.ornaments.some((name) => name === "trill-mark" || name === "shake"))
    return playTrill(keys, note, durationSec);
  const figure = note.ornaments.map((name) => lookUp(FIGURES, name)).find((f) => f !== undefined);
  if (!figure || note.unpitched) return null;
  const { notes, noteSec, delayed } = figure;
  const each = Math.min(noteSec, durationSec / (delayed ? 2 * notes.length : notes.length + 1));
  if (each < MIN_STROKE_SEC / 2) return null;
  const pitchOf = figurePitches(keys, note, notes);
  const startSec = delayed ? durationSec / 2 : 0;
  const strokes = notes.map((name, i) => {
    const start = startSec + i * each;
    return {
      pitch: pitchOf(name),
      startSec: start,
      durationSec: i === notes.length - 1 ? durationSec - start : each,
    };
  });
  return delayed ? [{ pitch: note.soundingMidi, startSec: 0, durationSec: startSec }, ...strokes] : strokes;
}

function playTrill(keys: KeyIndex, note: NotatedNote, durationSec: number): Stroke[] | null {
  const count = Math.floor((durationSec * TRILL_HZ + 1e-9 - 1) / 2) * 2 + 1;
  const fits = Math.max(3, count);
  if (durationSec / fits < MIN_STROKE_SEC) return null;
  const accidental = note.ornamentAccidentals[0] ?? null;
  const upper = note.unpitched ? note.soundingMidi : neighbourMidi(note, 1, fifthsAt(keys, note), accidental);
  const each = durationSec / fits;
  return Array.from({ length: fits }, (_, i) => ({
    pitch: i % 2 === 0 ? note.soundingMidi : upper,
    startSec: i * each,
    durationSec: each,
  }));
}

/** Accidental marks stand above first: the upper neighbour's, then the lower's; alone with a mordent, its neighbour's. */
function figurePitches(
  keys: KeyIndex,
  note: NotatedNote,
  notes: readonly Figure[],
): (name: Figure) => number {
  const fifths = fifthsAt(keys, note);
  const [first = null, second = null] = note.ornamentAccidentals;
  const hasUpper = notes.includes("upper");
  return (name) => {
    if (name === "main") return note.soundingMidi;
    if (name === "upper") return neighbourMidi(note, 1, fifths, first);
    return neighbourMidi(note, -1, fifths, hasUpper ? second : first);
  };
}
