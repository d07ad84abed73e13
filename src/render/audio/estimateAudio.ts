/** How much room a run's sound files can take, before anything is rendered. */
import { HOLD_LIMIT_SEC } from "./keySchedule.js";
import { type AudioSettings, soundDurationSec, soundKey } from "./sound.js";
import type { NoteSound } from "./soundPlan.js";
import { tailCapSec } from "./soundTail.js";

/** Header of a WAV and the rest of its last block on the disk. */
const FILE_OVERHEAD_BYTE = 8192;
/** A single-note MIDI file fits into one block. */
const MIDI_FILE_BYTE = 4096;

export interface AudioEstimate {
  readonly noteByte: number;
  /** Parts and mix. */
  readonly mixByte: number;
  readonly totalByte: number;
}

/**
 * Upper bound for the WAV and MIDI files of notes, parts and mix. Every tail counts at its cap, so what is written
 * is usually half of it.
 *
 * @param canLink  false if the disk has no hard links: then identical notes are copies
 */
export function estimateAudioByte(
  sounds: readonly NoteSound[],
  settings: AudioSettings,
  { canLink = true }: { readonly canLink?: boolean } = {},
): AudioEstimate {
  const frameByte = (channels: number) => (settings.bits / 8) * channels * settings.sampleRateHz;
  const lengthSec = (sound: NoteSound) =>
    Math.min(soundDurationSec(sound), HOLD_LIMIT_SEC) + tailCapSec(sound);
  const files = canLink ? [...new Map(sounds.map((s) => [soundKey(s, settings), s])).values()] : sounds;
  let noteByte = 0;
  for (const sound of files) {
    noteByte += lengthSec(sound) * frameByte(settings.noteChannels) + FILE_OVERHEAD_BYTE + MIDI_FILE_BYTE;
  }
  const endSec = sounds.reduce((end, sound) => Math.max(end, sound.startSec + lengthSec(sound)), 0);
  const partCount = new Set(sounds.map((sound) => sound.partKey)).size;
  const mixByte = sounds.length === 0 ? 0 : (partCount + 1) * (endSec * frameByte(2) + FILE_OVERHEAD_BYTE);
  return {
    noteByte: Math.ceil(noteByte),
    mixByte: Math.ceil(mixByte),
    totalByte: Math.ceil(noteByte + mixByte),
  };
}
