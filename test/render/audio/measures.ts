/** Measurements of rendered samples, written for the tests and by other means than the product. */
import type { Sound, SoundEvent } from "../../../src/render/audio/sound.js";

/** A sound of one key. */
export function oneKey(
  program: number,
  pitch: number,
  rest: Partial<SoundEvent> & { percussion?: boolean } = {},
): Sound {
  const { percussion = false, velocity = 80, durationSec = 0.5 } = rest;
  return { program, percussion, events: [{ pitch, velocity, startSec: 0, durationSec }] };
}

export function peakOf(samples: Float32Array): number {
  return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
}

export function rmsOf(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length));
}

/** Sign changes per second: a plain stand-in for brightness. */
export function crossingsPerSec(samples: Float32Array, sampleRateHz: number): number {
  let crossings = 0;
  for (let i = 1; i < samples.length; i++) if (samples[i] < 0 !== samples[i - 1] < 0) crossings++;
  return (crossings * sampleRateHz) / samples.length;
}

/**
 * Deviation of the mean pitch from an expected one: how far the fundamental's phase turns against that frequency from
 * period to period, read through a Hann window of 0.1 s. Vibrato averages out over `spanSec`.
 *
 * @returns cents
 */
export function centsOff(
  samples: Float32Array,
  sampleRateHz: number,
  expectedHz: number,
  { fromSec = 0.1, spanSec = 0.25 } = {},
): number {
  const start = Math.round(fromSec * sampleRateHz);
  const hop = Math.round(sampleRateHz / expectedHz);
  const size = Math.round(0.1 * sampleRateHz);
  const count = Math.floor(Math.min(spanSec * sampleRateHz, samples.length - start - size) / hop);
  const step = Math.max(1, Math.floor(count / 60));
  let turned = 0;
  let previous = phaseAt(samples, start, size, expectedHz / sampleRateHz);
  let at = start;
  for (let k = step; k <= count; k += step) {
    const next = start + k * hop;
    const phase = phaseAt(samples, next, size, expectedHz / sampleRateHz);
    const advance = phase - previous - (2 * Math.PI * (next - at) * expectedHz) / sampleRateHz;
    turned += advance - 2 * Math.PI * Math.round(advance / (2 * Math.PI));
    previous = phase;
    at = next;
  }
  const offHz = (turned / (2 * Math.PI * (at - start))) * sampleRateHz;
  return 1200 * Math.log2((expectedHz + offHz) / expectedHz);
}

function phaseAt(samples: Float32Array, start: number, size: number, cyclesPerSample: number): number {
  let re = 0;
  let im = 0;
  for (let i = 0; i < size; i++) {
    const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size);
    const angle = 2 * Math.PI * cyclesPerSample * i;
    re += hann * samples[start + i] * Math.cos(angle);
    im -= hann * samples[start + i] * Math.sin(angle);
  }
  return Math.atan2(im, re);
}
