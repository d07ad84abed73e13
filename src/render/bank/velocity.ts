import { dbToPower, keyToHz } from "./exactMath.js";
import type { TimbreNote, TimbreProgram } from "./timbreTable.js";

/** How velocity opens a low-pass filter: cutoff(v) = cutoff127 - amount (1 - v/127), in cents. */
export interface VelocityFilter {
  readonly amountCents: number;
  /** Cutoff in Hz at velocity 80 for one key. */
  readonly cutoff80Hz: (note: TimbreNote) => number;
}

/** Rate at which the boost is reckoned. */
const OUTPUT_RATE_HZ = 44100;
/** Quality of the two-pole low-pass of the synthesizer at Q 0. */
const FILTER_QUALITY = 0.966;
const MAX_BOOST_DB = 24;
/** Real bowed, blown and plucked sounds open up with force even where the measured banks do not. */
const MILD_CENTS = 1500;
const STEPS_CENTS = 100;
const MAX_CENTS = 6000;

/** Organ pipes and tone wheels do not answer to force: programs 16 to 20. */
export const isOrgan = (program: number): boolean => program >= 16 && program <= 20;

/** Gain in dB of the synthesizer's low-pass. */
export function filterGainDb(freqHz: number, cutoffHz: number): number {
  const warp = (hz: number): number =>
    Math.tan((Math.PI * Math.min(hz, 0.45 * OUTPUT_RATE_HZ)) / OUTPUT_RATE_HZ);
  const x = warp(freqHz) / warp(cutoffHz);
  return Math.fround(-10 * Math.log10((1 - x * x) ** 2 + (x / FILTER_QUALITY) ** 2));
}

/** What a sample is raised by so that it has its measured spectrum behind the filter at velocity 80; at most 24 dB. */
export const filterBoostDb = (freqHz: number, cutoffHz: number): number =>
  Math.max(-3, Math.min(MAX_BOOST_DB, -filterGainDb(freqHz, cutoffHz)));

export const hzToCents = (hz: number): number => Math.round(1200 * Math.log2(hz / 8.1758));

/**
 * The velocity filter of a program, or undefined for organs, whose keys do not answer to force, and for effects.
 *
 * The amount is the smallest that moves the centroid of the middle key's partials from velocity 40 to 120 by the
 * measured number of octaves; where nothing was measured a mild one.
 */
export function velocityFilter(program: TimbreProgram): VelocityFilter | undefined {
  if (isOrgan(program.program) || program.family === "effects") return undefined;
  const note = program.notes[program.notes.length >> 1];
  if (program.octaves < 0.12) return { amountCents: MILD_CENTS, cutoff80Hz };
  // Centroids of reeds and brass sit in the low partials: what is heard of them needs more.
  const factor = program.family === "reed" || program.family === "brass" ? 1.5 : 1;
  for (let amount = STEPS_CENTS; amount < MAX_CENTS; amount += STEPS_CENTS) {
    if (centroidShift(note, amount, cutoff80Hz(note)) >= program.octaves) {
      return { amountCents: Math.max(MILD_CENTS * 0.6, Math.min(MAX_CENTS, amount * factor)), cutoff80Hz };
    }
  }
  return { amountCents: MAX_CENTS, cutoff80Hz };
}

/** Twice the centroid, but no partial above -50 dB may need more than the greatest boost. */
function cutoff80Hz(note: TimbreNote): number {
  const f0Hz = keyToHz(note.key) / (note.base ?? 1);
  const highest = note.pa.findLastIndex((db) => db > -50) + 1;
  return Math.min(15000, Math.max(2 * note.cent[1], (highest * f0Hz) / 4, 1.5 * f0Hz));
}

function centroidShift(note: TimbreNote, amountCents: number, openHz: number): number {
  const f0Hz = keyToHz(note.key);
  const centroid = (velocity: number): number => {
    const cutoff = openHz * 2 ** ((amountCents * (velocity - 80)) / 127 / 1200);
    let sum = 0;
    let weighted = 0;
    note.pa.forEach((db, i) => {
      const freqHz = (i + 1) * f0Hz;
      const power = dbToPower(db + filterBoostDb(freqHz, openHz) + filterGainDb(freqHz, cutoff));
      sum += power;
      weighted += power * freqHz;
    });
    return weighted / sum;
  };
  return Math.log2(centroid(120) / centroid(40));
}
