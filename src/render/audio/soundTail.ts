/** Where a sound ends, and how it comes out: channels, level, fade. */
import type { Sound } from "./sound.js";

/** Below this nothing counts as sound any more. */
export const SILENCE_DBFS = -66;
/** No note is louder; one that would be (never with the built-in bank) is turned down as a whole. */
export const NOTE_PEAK_DBFS = -1;
/** One gain for all notes, so that their dynamics stay as played. At 0 dB the loudest notes of usual banks reach -2 dBFS. */
export const NOTE_GAIN_DB = 0;
const TAIL_CAP_SEC = { melodic: 3, percussion: 4, ringing: 6 };
/** Fade at the end, once the sound has died away by itself, and where the tail's cap cuts it. */
const FADE_SEC = { quiet: 0.01, cut: 0.25 };

export interface RenderedSound {
  /** One or two channels of equal length, -1 … 1. */
  readonly channels: readonly Float32Array[];
  /** Largest absolute sample before the final fade, linear. */
  readonly peak: number;
  /** Turned down to NOTE_PEAK_DBFS because it would have been louder. */
  readonly limited: boolean;
}

/** Longest tail after the last key is let go: 3 s; drums 4 s; bells, harps, pads and effects (they ring on) 6 s. */
export function tailCapSec({ program, percussion }: Pick<Sound, "program" | "percussion">): number {
  if (percussion) return TAIL_CAP_SEC.percussion;
  const ringing = (program >= 8 && program <= 15) || program === 46 || (program >= 88 && program <= 103);
  return ringing ? TAIL_CAP_SEC.ringing : TAIL_CAP_SEC.melodic;
}

/**
 * Cut off the silence after the sound, bring it to its level, and fade its end to zero.
 * The result covers the held time even if the sound (a xylophone) died earlier.
 *
 * @param sides  what the engine wrote: left and right, or their plain sum; not changed
 */
export function finishSound(
  sides: readonly Float32Array[],
  { sampleRateHz, heldSample, cut }: SoundEnd,
): RenderedSound {
  // Equal power: in mono a voice in the middle keeps its own level, one at the side loses 3 dB.
  const gain = decibelToGain(NOTE_GAIN_DB) * (sides.length === 1 ? Math.SQRT1_2 : 1);
  const loudest = gain * Math.max(...sides.map((side) => peakOf(side)));
  const limit = decibelToGain(NOTE_PEAK_DBFS);
  const limited = loudest > limit;
  const scale = limited ? (gain * limit) / loudest : gain;

  const fadeSample = Math.round((cut ? FADE_SEC.cut : FADE_SEC.quiet) * sampleRateHz);
  const soundedSample = lastAbove(sides, decibelToGain(SILENCE_DBFS) / scale) + 1;
  const endSample = cut ? sides[0].length : Math.max(heldSample, soundedSample + fadeSample);
  const channels = sides.map((side) => scaled(side, scale, endSample));
  for (const channel of channels) fadeOut(channel, fadeSample);
  return { channels, peak: limited ? limit : loudest, limited };
}

export interface SoundEnd {
  readonly sampleRateHz: number;
  /** Where the last key is let go. */
  readonly heldSample: number;
  /** The sound would have gone on: it is faded, not trimmed. */
  readonly cut: boolean;
}

/** A copy of the given length, with zeros behind what there is. */
function scaled(samples: Float32Array, scale: number, length: number): Float32Array {
  const copy = new Float32Array(length);
  const count = Math.min(length, samples.length);
  for (let i = 0; i < count; i++) copy[i] = samples[i] * scale;
  return copy;
}

export function decibelToGain(levelDb: number): number {
  return 10 ** (levelDb / 20);
}

/** Equal power: a voice in the middle keeps its own level, one at the side loses 3 dB. */
export function foldToMono([left, right]: readonly [Float32Array, Float32Array]): Float32Array {
  const mono = new Float32Array(left.length);
  for (let i = 0; i < mono.length; i++) mono[i] = (left[i] + right[i]) * Math.SQRT1_2;
  return mono;
}

/** Largest absolute sample from `from` to before `to`; NaN if any of them is not a number. */
export function peakOf(samples: Float32Array, from = 0, to = samples.length): number {
  let peak = 0;
  for (let i = from; i < to; i++) {
    const level = Math.abs(samples[i]);
    if (!(level <= peak)) {
      if (Number.isNaN(level)) return level;
      peak = level;
    }
  }
  return peak;
}

function lastAbove(channels: readonly Float32Array[], level: number): number {
  let last = -1;
  for (const channel of channels) {
    let i = channel.length - 1;
    while (i > last && !(Math.abs(channel[i]) > level)) i--;
    last = Math.max(last, i);
  }
  return last;
}

/** Raised cosine over the last samples; the very last is zero. */
function fadeOut(channel: Float32Array, fadeSample: number): void {
  const count = Math.min(fadeSample, channel.length);
  const from = channel.length - count;
  for (let i = 0; i < count; i++) channel[from + i] *= 0.5 * (1 + Math.cos((Math.PI * (i + 1)) / count));
}
