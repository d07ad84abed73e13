/**
 * Sines and decibels that come out the same on every engine.
 *
 * ECMAScript leaves the last bit of `Math.sin` and `Math.pow` to the engine; the bank must have the same bytes
 * everywhere, so sines are a polynomial (additions and multiplications are exact by standard) and powers are
 * rounded to single precision, far above the last bit.
 */

const TAU = 6.283185307179586;

/**
 * Sine of an angle in turns.
 *
 * @param turns  any finite number; 1 is a whole circle
 * @returns      sin(2 pi turns), within 1e-9
 */
export function sinTurns(turns: number): number {
  let x = turns - Math.round(turns);
  if (x > 0.25) x = 0.5 - x;
  else if (x < -0.25) x = -0.5 - x;
  const a = x * TAU;
  const s = a * a;
  const tail = 1 - (s / 110) * (1 - (s / 156) * (1 - s / 210));
  return a * (1 - (s / 6) * (1 - (s / 20) * (1 - (s / 42) * (1 - (s / 72) * tail))));
}

/** Cosine of an angle in turns, within 1e-9. */
export const cosTurns = (turns: number): number => sinTurns(turns + 0.25);

/** Amplitude factor of a level in dB, rounded to single precision. */
export const dbToGain = (db: number): number => Math.fround(10 ** (db / 20));

/** Power factor of a level in dB, rounded to single precision. */
export const dbToPower = (db: number): number => Math.fround(10 ** (db / 10));

/** Level in dB of a power; -200 for silence. */
export const powerToDb = (power: number): number =>
  power > 1e-20 ? Math.fround(10 * Math.log10(power)) : -200;

/** Frequency of a MIDI key in Hz, equal temperament, A4 = 440. */
export const keyToHz = (key: number): number => Math.round(440e6 * 2 ** ((key - 69) / 12)) / 1e6;

/** Value at `x` of the broken line through (xs, ys), held constant outside; `xs` ascending. */
export function interpolate(xs: readonly number[], ys: readonly number[], x: number): number {
  if (x <= xs[0]) return ys[0];
  for (let i = 1; i < xs.length; i++) {
    if (x <= xs[i]) return ys[i - 1] + ((ys[i] - ys[i - 1]) * (x - xs[i - 1])) / (xs[i] - xs[i - 1]);
  }
  return ys[ys.length - 1];
}
