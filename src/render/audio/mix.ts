/**
 * Parts and mix on the common clock, a window at a time: a piece of any length needs the memory of one window and
 * of the notes that sound across its edges.
 */
import type { MixPlan, Placement } from "./mixPlan.js";
import { decibelToGain, peakOf } from "./soundTail.js";

/** Peak of the loudest of mix and parts. */
export const MIX_PEAK_DBFS = -1;
/** Samples of all parts together in one window: 16 MB as stereo Float32. */
const WINDOW_BUDGET_SAMPLE = 2 ** 21;
const WINDOW_SAMPLE = { least: 2 ** 12, most: 2 ** 18 };

/** Gives a rendered sound by key: one or two channels, -1 … 1. Called more than once for sounds used again. */
export type ReadSound = (key: string) => readonly Float32Array[] | Promise<readonly Float32Array[]>;

export type StereoBlock = readonly [Float32Array, Float32Array];

export interface MixBlock {
  readonly startSample: number;
  /** One per part of the plan. The arrays are used again for the next block. */
  readonly parts: readonly StereoBlock[];
  /** The sum of the parts. */
  readonly mix: StereoBlock;
}

/**
 * The one gain of mix and parts: it brings the loudest of them to MIX_PEAK_DBFS, so that nothing clips and the
 * parts add up to the mix.
 *
 * @returns linear; 1 if nothing sounds
 */
export async function measureMixGain(plan: MixPlan, readSound: ReadSound): Promise<number> {
  let peak = 0;
  for await (const { parts, mix } of mixWindows(plan, readSound)) {
    for (const side of [...parts, mix].flat()) peak = Math.max(peak, peakOf(side));
  }
  return peak > 0 ? decibelToGain(MIX_PEAK_DBFS) / peak : 1;
}

/**
 * The finished blocks, in order and without gaps. Parts are rounded to the grid of `bits` before they are added, so
 * the mix is the exact sum of the parts as they stand in their files (32 bits: within the precision of Float32).
 */
export async function* mixBlocks(
  plan: MixPlan,
  readSound: ReadSound,
  { gain, bits }: { readonly gain: number; readonly bits: 16 | 24 | 32 },
): AsyncGenerator<MixBlock> {
  const step = 2 ** (bits - 1);
  for await (const block of mixWindows(plan, readSound)) {
    for (const side of block.parts.flat()) roundTo(side, gain, step);
    sumParts(block.parts, block.mix);
    yield block;
  }
}

/** Scale to the grid of 1/step. A plain loop: this runs over every sample of every part. */
function roundTo(samples: Float32Array, gain: number, step: number): void {
  const scale = gain * step;
  const unit = 1 / step;
  for (let i = 0; i < samples.length; i++) samples[i] = Math.floor(samples[i] * scale + 0.5) * unit;
}

/** A sound that began in an earlier window. */
interface Ringing {
  readonly placement: Placement;
  readonly channels: readonly Float32Array[];
}

async function* mixWindows(plan: MixPlan, readSound: ReadSound): AsyncGenerator<MixBlock> {
  const windowSample = windowSize(plan.parts.length);
  const stereo = (): StereoBlock => [new Float32Array(windowSample), new Float32Array(windowSample)];
  const buffers = plan.parts.map(stereo);
  const mixBuffer = stereo();
  let ringing: Ringing[] = [];
  let next = 0;
  for (let startSample = 0; startSample < plan.frameCount; startSample += windowSample) {
    const endSample = Math.min(startSample + windowSample, plan.frameCount);
    const cut = ([left, right]: StereoBlock): StereoBlock => [
      left.subarray(0, endSample - startSample),
      right.subarray(0, endSample - startSample),
    ];
    const parts = buffers.map(cut);
    for (const side of parts.flat()) side.fill(0);
    const add = (note: Ringing) => addSound(note, plan.parts[note.placement.part].gains, parts, startSample);

    for (const note of ringing) add(note);
    for (; next < plan.placements.length && plan.placements[next].startSample < endSample; next++) {
      const placement = plan.placements[next];
      const note = { placement, channels: await readSound(placement.key) };
      add(note);
      ringing.push(note);
    }
    ringing = ringing.filter(({ placement: p }) => p.startSample + p.frameCount > endSample);
    const mix = cut(mixBuffer);
    sumParts(parts, mix);
    yield { startSample, parts, mix };
  }
}

function windowSize(partCount: number): number {
  const fair = Math.floor(WINDOW_BUDGET_SAMPLE / Math.max(1, partCount));
  return Math.min(WINDOW_SAMPLE.most, Math.max(WINDOW_SAMPLE.least, fair));
}

function addSound(
  { placement, channels }: Ringing,
  [left, right]: readonly [number, number],
  parts: readonly StereoBlock[],
  windowStart: number,
): void {
  const target = parts[placement.part];
  const balance = channels.length === 1 ? 1 : Math.SQRT2;
  addScaled(target[0], channels[0], placement.startSample - windowStart, left * balance);
  addScaled(target[1], channels[channels.length - 1], placement.startSample - windowStart, right * balance);
}

/** target[i] += gain · source[i - shift], where both exist. */
function addScaled(target: Float32Array, source: Float32Array, shift: number, gain: number): void {
  const end = Math.min(target.length, shift + source.length);
  for (let i = Math.max(0, shift); i < end; i++) target[i] += gain * source[i - shift];
}

function sumParts(parts: readonly StereoBlock[], mix: StereoBlock): void {
  for (const side of [0, 1] as const) {
    const sum = mix[side];
    sum.fill(0);
    for (const part of parts) {
      const source = part[side];
      for (let i = 0; i < sum.length; i++) sum[i] += source[i];
    }
  }
}
