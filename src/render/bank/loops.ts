/** A loop of whole periods in a whole number of samples. */
export interface LoopPlan {
  readonly periods: number;
  readonly lengthSample: number;
  /** The rate at which the fundamental fits exactly; the header carries it rounded to whole Hz (< 0.1 cent). */
  readonly rateHz: number;
}

/**
 * Choose a loop of n whole periods near `wantedSec`.
 *
 *     n = round(wanted f0), L = round(n rate / f0), rate' = f0 L / n
 *
 * @param f0Hz        fundamental, > 0
 * @param rateHz      wanted sample rate
 * @param wantedSec   wanted length
 * @param minPeriods  fewest periods: inharmonic partials are rounded to multiples of f0/n
 */
export function planLoop(f0Hz: number, rateHz: number, wantedSec: number, minPeriods: number): LoopPlan {
  const periods = Math.max(minPeriods, Math.round(wantedSec * f0Hz));
  const lengthSample = Math.round((periods * rateHz) / f0Hz);
  return { periods, lengthSample, rateHz: (f0Hz * lengthSample) / periods };
}

/** The frequency nearest to `freqHz` that fits the loop a whole number of times. */
export function fitToLoop(freqHz: number, loop: LoopPlan): number {
  const lineHz = loop.rateHz / loop.lengthSample;
  return Math.max(1, Math.round(freqHz / lineHz)) * lineHz;
}
