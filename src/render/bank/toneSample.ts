import type { NoiseCourse } from "./attackNoise.js";
import type { BandNoiseStock } from "./bandNoise.js";
import { dbToGain } from "./exactMath.js";
import { fitToLoop, type LoopPlan } from "./loops.js";
import { type Chirp, type Course, levelAt, type PartialTrack } from "./partials.js";
import { seededRandom } from "./seededRandom.js";
import { addSine, BLOCK_SAMPLE } from "./sineTrack.js";

/** A finished mono sample on the scale of 16 bits; `loopEnd` is 0 when it is played once. */
export interface BankSample {
  readonly name: string;
  readonly samples: Int16Array;
  readonly rateHz: number;
  readonly rootKey: number;
  readonly loopStart: number;
  readonly loopEnd: number;
  /** Level of the loop (one-shot: of the first 0.2 s) against full scale, dB RMS. */
  readonly heldDb: number;
}

/** What a tone sample is made of. */
export interface ToneRecipe {
  readonly name: string;
  readonly rootKey: number;
  readonly rateHz: number;
  /** Length before the loop (or of the whole one-shot sample), seconds. */
  readonly attackSec: number;
  /** Absent: played once. */
  readonly loop?: LoopPlan;
  readonly partials: readonly PartialTrack[];
  readonly noise: readonly NoiseCourse[];
  /** What the volume envelope will do, dB at a time in seconds: the sample is raised by it. */
  readonly fallDb: (timeSec: number) => number;
  /** Linear rise the volume envelope will do, seconds: the sample is raised by it. */
  readonly riseSec: number;
  /** Seconds of the onset fade. */
  readonly fadeInSec: number;
  /** Boost in dB at a frequency and time in seconds, making up for the filter at velocity 80. */
  readonly boostDb: (freqHz: number, timeSec: number) => number;
  /** Sounds made of noise: the noise goes on in the loop, whose length is the noise's own period. */
  readonly noiseLoops?: boolean;
  readonly seed: number;
}

const PEAK = 30000;
/** Silent samples a synthesizer may read past a loop. */
const GUARD_SAMPLE = 8;
/** Noise is gone this long before the loop starts. */
const NOISE_FADE_SEC = 0.03;
/** Where the course is looked at for the level of the loop, seconds after its start. */
const LOOP_MEAN_SEC = [0, 0.1, 0.2, 0.4, 0.6, 0.9, 1.2];
const LOOP_SHIFT_DB = 12;
/** What has fallen below this no longer counts for the loop's level. */
const LOOP_FAINT_DB = -70;

/** Synthesise the sample of a recipe: attack, then the loop as the same sines going on. */
export function toneSample(
  recipe: ToneRecipe,
  bandEdgesHz: readonly number[],
  stock: BandNoiseStock,
): BankSample {
  const { rateHz, loop } = recipe;
  const attackSample = Math.ceil((recipe.attackSec * rateHz) / BLOCK_SAMPLE) * BLOCK_SAMPLE;
  const length = attackSample + (loop?.lengthSample ?? 0);
  const out = new Float32Array(length);
  const random = seededRandom(recipe.seed);
  for (const partial of recipe.partials) addPartial(out, partial, recipe, attackSample, random());
  for (const noise of recipe.noise) addNoise(out, noise, recipe, attackSample, bandEdgesHz, stock, random());
  fadeIn(out, Math.max(1, Math.round(recipe.fadeInSec * rateHz)));
  if (!loop) fadeOut(out, Math.round(NOISE_FADE_SEC * rateHz));
  return quantised(out, recipe, attackSample);
}

/**
 * Level of a course in the sample. What envelope and filter will take away is put on top, and towards the loop the
 * level glides to the one the loop keeps: the mean over the second and a half after the loop start.
 */
function sampleLevel(
  course: Course,
  freqHz: number,
  recipe: ToneRecipe,
  loopStartSec: number,
): (timeSec: number) => number {
  const { riseSec } = recipe;
  const rise = (t: number): number =>
    -20 * Math.log10(Math.max(0.1, Math.min(1, riseSec > 0 ? t / riseSec : 1)));
  const steady = (t: number): number => levelAt(course, t) - recipe.fallDb(t) + recipe.boostDb(freqHz, t);
  if (!recipe.loop) return steady;
  const here = steady(loopStartSec);
  const heard = LOOP_MEAN_SEC.filter((u) => u === 0 || levelAt(course, loopStartSec + u) > LOOP_FAINT_DB);
  const mean = heard.reduce((s, u) => s + steady(loopStartSec + u), 0) / heard.length;
  const held = here + Math.max(-LOOP_SHIFT_DB, Math.min(LOOP_SHIFT_DB, mean - here));
  const glideSec = (riseSec > 0 ? 0.9 : 0.4) * loopStartSec;
  return (t) => {
    const part = Math.max(0, Math.min(1, (loopStartSec - t) / glideSec));
    return part === 0 ? held : held + (steady(t) + rise(t) - held) * part;
  };
}

function blockGains(length: number, rateHz: number, levelDb: (timeSec: number) => number): Float32Array {
  return Float32Array.from({ length: Math.ceil(length / BLOCK_SAMPLE) + 1 }, (_, block) => {
    const db = levelDb((block * BLOCK_SAMPLE) / rateHz);
    return db > -95 ? dbToGain(db) : 0;
  });
}

function addPartial(
  out: Float32Array,
  partial: PartialTrack,
  recipe: ToneRecipe,
  attackSample: number,
  phaseTurns: number,
): void {
  const { rateHz, loop } = recipe;
  const freqHz = loop ? fitToLoop(partial.freqHz, loop) : partial.freqHz;
  const gains = blockGains(
    out.length,
    rateHz,
    sampleLevel(partial.course, freqHz, recipe, attackSample / rateHz),
  );
  const step = freqHz / rateHz;
  const steps = chirpSteps(partial.chirp, rateHz, step, attackSample);
  // The chirp runs backwards from the loop, so that the loop is reached with the wanted phase.
  const chirpTurns = steps.reduce((sum, s) => sum + (s - step) * BLOCK_SAMPLE, 0);
  addSine(out, phaseTurns - chirpTurns, (block) => steps[block] ?? step, gains);
}

/** Steps of the first blocks, while the pitch is still off; empty without a chirp. */
function chirpSteps(chirp: Chirp | undefined, rateHz: number, step: number, attackSample: number): number[] {
  if (!chirp) return [];
  const endSec = Math.min(attackSample / rateHz, chirp.timesSec[chirp.timesSec.length - 1]);
  const blocks = Math.floor((endSec * rateHz) / BLOCK_SAMPLE);
  return Array.from({ length: blocks }, (_, block) => {
    const t = ((block + 0.5) * BLOCK_SAMPLE) / rateHz;
    let i = chirp.timesSec.findIndex((x) => x >= t);
    if (i < 0) i = chirp.timesSec.length - 1;
    const t0 = i === 0 ? 0 : chirp.timesSec[i - 1];
    const c0 = i === 0 ? chirp.cents[0] : chirp.cents[i - 1];
    const cents = c0 + ((chirp.cents[i] - c0) * (t - t0)) / (chirp.timesSec[i] - t0);
    return step * Math.fround(2 ** (cents / 1200));
  });
}

/** Noise may not enter the loop, nor break off before it: its last two fifths fade, over by 30 ms before the loop. */
function fadeOutDb(timeSec: number, loopStartSec: number): number {
  const end = loopStartSec - NOISE_FADE_SEC;
  const part = (end - timeSec) / (0.4 * loopStartSec);
  return part >= 1 ? 0 : part <= 0 ? -200 : 20 * Math.log10(part);
}

function addNoise(
  out: Float32Array,
  noise: NoiseCourse,
  recipe: ToneRecipe,
  attackSample: number,
  bandEdgesHz: readonly number[],
  stock: BandNoiseStock,
  place: number,
): void {
  const { rateHz } = recipe;
  const period = recipe.noiseLoops ? recipe.loop?.lengthSample : undefined;
  const source = stock.band(noise.band, rateHz, period).samples;
  const middleHz = Math.sqrt(Math.max(60, bandEdgesHz[noise.band]) * bandEdgesHz[noise.band + 1]);
  const endSec = attackSample / rateHz;
  const length = recipe.noiseLoops ? out.length : attackSample;
  const fades = recipe.loop !== undefined && !recipe.noiseLoops;
  const level = recipe.noiseLoops
    ? sampleLevel(noise.course, middleHz, recipe, endSec)
    : (t: number): number => levelAt(noise.course, t) - recipe.fallDb(t) + recipe.boostDb(middleHz, t);
  // A partial of level L has the power 10^(L/10)/2: noise of the same level is 3 dB down on its unit power.
  const gains = blockGains(length, rateHz, (t) => level(t) - 3.01 + (fades ? fadeOutDb(t, endSec) : 0));
  let read = Math.floor(place * source.length);
  for (let i = 0; i < length; i++) {
    const block = Math.floor(i / BLOCK_SAMPLE);
    const part = (i - block * BLOCK_SAMPLE) / BLOCK_SAMPLE;
    out[i] += source[read] * (gains[block] + (gains[block + 1] - gains[block]) * part);
    if (++read === source.length) read = 0;
  }
}

function fadeIn(out: Float32Array, count: number): void {
  for (let i = 0; i < Math.min(count, out.length); i++) out[i] *= i / count;
}

function fadeOut(out: Float32Array, count: number): void {
  for (let i = 0; i < Math.min(count, out.length); i++) out[out.length - 1 - i] *= i / count;
}

/** Scale to the common peak, round to 16 bits, repeat the loop's first samples past its end. */
export function quantised(
  out: Float32Array,
  { name, rootKey, rateHz, loop }: Pick<ToneRecipe, "name" | "rootKey" | "rateHz" | "loop">,
  attackSample: number,
): BankSample {
  let peak = 1e-9;
  for (const v of out) peak = Math.max(peak, Math.abs(v));
  const scale = PEAK / peak;
  const samples = new Int16Array(out.length + GUARD_SAMPLE);
  for (let i = 0; i < out.length; i++) samples[i] = Math.round(out[i] * scale);
  if (loop) for (let i = 0; i < GUARD_SAMPLE; i++) samples[out.length + i] = samples[attackSample + i];
  const held = loop
    ? samples.subarray(attackSample, out.length)
    : samples.subarray(0, Math.round(rateHz * 0.2));
  let sum = 0;
  for (const v of held) sum += v * v;
  const heldDb = 10 * Math.log10(sum / held.length / 32768 ** 2 + 1e-12);
  const [loopStart, loopEnd] = loop ? [attackSample, out.length] : [0, 0];
  return { name, samples, rateHz: Math.round(rateHz), rootKey, loopStart, loopEnd, heldDb };
}
