/** Names of a note's sound files: `{instrument}_{pitch}_vel{velocity}_{id}` with their endings. */
import { safeFileName } from "../../core/fileName.js";
import { formatMidiPitch, formatPitch, formatPitchForFile } from "../../core/pitch.js";
import type { NoteRecord } from "../../schema/registry.js";
import type { NoteSound } from "./soundPlan.js";

export interface AudioNames {
  readonly wav: string;
  readonly midi: string;
  readonly keyframes: string;
}

const MAX_INSTRUMENT = 40;

/** Unique in a run because `shortId` is, on disks that ignore case too. */
export function audioNames(record: NoteRecord, sound: NoteSound): AudioNames {
  const instrument = safeFileName(sound.instrument, MAX_INSTRUMENT);
  const stem = `${instrument}_${pitchForFile(record, sound)}_vel${sound.velocity}_${record.shortId}`;
  return { wav: `${stem}.wav`, midi: `${stem}.mid`, keyframes: `${stem}_keyframes.json` };
}

/** As written (so that a note's drawing and sound carry one name); by the MIDI key where nothing is written. */
export function soundPitchName(record: NoteRecord, sound: NoteSound): string {
  return record.score ? formatPitch(record.score.pitch) : formatMidiPitch(sound.events[0].pitch);
}

function pitchForFile(record: NoteRecord, sound: NoteSound): string {
  if (record.score) return formatPitchForFile(record.score.pitch);
  return formatMidiPitch(sound.events[0].pitch).replace("#", "s").replace("-", "m");
}
