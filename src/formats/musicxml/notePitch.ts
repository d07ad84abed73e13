/** Written pitch of a note, and the key it sounds. */
import { LeitmotionError } from "../../core/error.js";
import { formatPitch, isStep, isWritable, pitchToSemitone, type WrittenPitch } from "../../core/pitch.js";
import type { PartReader } from "./partReader.js";
import type { NoteDraft } from "./scoreDraft.js";
import { childText, parseNumber, parseWhole, requireNumber, trimmed, type XmlElement } from "./xmlElement.js";

/** Where an unpitched note without a display position stands: the middle line of a treble staff. */
export const MIDDLE_LINE: WrittenPitch = { step: "B", alter: 0, octave: 4 };

/** General MIDI key of an unpitched note whose instrument names none: 38, the acoustic snare. */
export const DEFAULT_UNPITCHED_MIDI = 38;

/** @throws LeitmotionError SCORE_VALUE_INVALID without a step A–G and an octave and alteration that can be written */
export function readPitch(pitch: XmlElement): WrittenPitch {
  let step = "";
  let alter = 0;
  let octave: number | null = null;
  for (let child = pitch.first; child !== null; child = child.next) {
    if (child.name === "step") step = trimmed(child.text);
    else if (child.name === "octave") octave = requireNumber(child);
    else if (child.name === "alter") alter = parseNumber(trimmed(child.text)) ?? 0;
  }
  if (!isStep(step) || octave === null || !isWritable({ alter, octave })) {
    throw new LeitmotionError(
      "SCORE_VALUE_INVALID",
      `Not a pitch: step "${step}", alter ${alter}, octave ${octave}`,
      { line: pitch.line },
    );
  }
  return { step, alter, octave };
}

export function readDisplayPosition(unpitched: XmlElement): WrittenPitch {
  const step = childText(unpitched, "display-step");
  const octave = parseWhole(childText(unpitched, "display-octave"));
  const isPlace = isStep(step) && octave !== null && isWritable({ alter: 0, octave });
  return isPlace ? { step, alter: 0, octave } : MIDDLE_LINE;
}

/**
 * Sounding MIDI key: written pitch and transposition of its staff, or the instrument's key.
 *
 * @returns 0–127
 * @throws  LeitmotionError SCORE_VALUE_INVALID for a note beyond these keys: no sound or MIDI file could hold it
 */
export function soundingMidi(note: NoteDraft, reader: PartReader): number {
  if (note.unpitched) return unpitchedMidi(note, reader);
  const key = Math.round(pitchToSemitone(note.pitch) + reader.semitonesOf(note.staff));
  if (key >= 0 && key <= 127) return key;
  throw new LeitmotionError(
    "SCORE_VALUE_INVALID",
    `${formatPitch(note.pitch)} sounds as MIDI key ${key}, and keys go from 0 to 127`,
    { line: note.line },
  );
}

/** The key of the note's own instrument, else of the part's first one that has any. */
function unpitchedMidi(note: NoteDraft, reader: PartReader): number {
  const keys = reader.unpitchedKeys();
  const own = note.instrumentId === null ? undefined : keys.get(note.instrumentId);
  return own ?? keys.values().next().value ?? DEFAULT_UNPITCHED_MIDI;
}
