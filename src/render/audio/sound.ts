/** What a synthesizer needs to know to sound one note of the score, and how the result is to look. */
import { createHash } from "node:crypto";

/** One key pressed and let go. */
export interface SoundEvent {
  /** MIDI key, 0–127. */
  readonly pitch: number;
  /** 1–127 */
  readonly velocity: number;
  /** From the start of the sound, >= 0; the first event of a sound is at 0. */
  readonly startSec: number;
  readonly durationSec: number;
}

/** A plain note has one event, a trill or tremolo has several. */
export interface Sound {
  /** General MIDI program, 0–127; the kit number for percussion. */
  readonly program: number;
  /** Played on the drum kit: `pitch` chooses the drum. */
  readonly percussion: boolean;
  /** By start; never empty. */
  readonly events: readonly SoundEvent[];
}

export interface AudioSettings {
  readonly sampleRateHz: 44_100 | 48_000 | 96_000;
  /** PCM width of every WAV; 32 is integer PCM too. */
  readonly bits: 16 | 24 | 32;
  /** Channels of a note's WAV; parts and mix are always stereo. */
  readonly noteChannels: 1 | 2;
}

export const DEFAULT_AUDIO_SETTINGS: AudioSettings = { sampleRateHz: 48_000, bits: 24, noteChannels: 1 };

/** From the first onset to the last release, seconds (the tail comes on top). */
export function soundDurationSec(sound: Sound): number {
  return Math.max(0, ...sound.events.map((event) => event.startSec + event.durationSec));
}

/**
 * Two sounds with the same key come out as the same bytes on one bank: same program, kit, and events to the sample.
 *
 * @returns 32 hex digits
 */
export function soundKey(sound: Sound, settings: AudioSettings): string {
  const { sampleRateHz, bits, noteChannels } = settings;
  const events = sound.events.map((event) => {
    const [start, end] = samplesOf(event, sampleRateHz);
    return `${event.pitch}.${event.velocity}.${start}.${end}`;
  });
  const text = [
    sampleRateHz,
    bits,
    noteChannels,
    sound.percussion ? "kit" : "gm",
    sound.program,
    ...events,
  ].join(" ");
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** The events of a sound as its key sees them: every time on a sample. Sounds of one key have the same ones. */
export function roundedEvents(
  { events }: Sound,
  { sampleRateHz }: Pick<AudioSettings, "sampleRateHz">,
): SoundEvent[] {
  return events.map((event) => {
    const [start, end] = samplesOf(event, sampleRateHz);
    return { ...event, startSec: start / sampleRateHz, durationSec: (end - start) / sampleRateHz };
  });
}

function samplesOf(
  { startSec, durationSec }: SoundEvent,
  sampleRateHz: number,
): [start: number, end: number] {
  const toSample = (valueSec: number) => Math.round(valueSec * sampleRateHz);
  return [toSample(startSec), toSample(startSec + durationSec)];
}
