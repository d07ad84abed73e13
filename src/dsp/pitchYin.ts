/** Pitch of a periodic signal from its autocorrelation (YIN). */

/** C2 and C7, the range in which notes are tracked. */
export const PITCH_MIN_HZ = 65.40639132514966;
export const PITCH_MAX_HZ = 2093.004522404789;

/** A dip this deep is taken at once; one below the second figure only if there is no deeper one. */
const CLEAR_DIP = 0.15;
const FAINT_DIP = 0.35;

/**
 * Squared difference between a frame and itself shifted.
 *
 *     d(τ) = Σ_{n<window} (x[n] - x[n+τ])² = e(0) + e(τ) - 2 r(τ)
 *
 * @param frame        at least window + maxLag samples
 * @param correlation  r(τ) = Σ_{n<window} x[n]·x[n+τ] for τ = 0 … maxLag
 * @param out          d(τ) for τ = 0 … maxLag
 */
export function squaredDifference(
  frame: Float64Array,
  correlation: Float64Array,
  window: number,
  out: Float64Array,
): void {
  let energy = 0;
  for (let n = 0; n < window; n++) energy += frame[n] * frame[n];
  const own = energy;
  for (let lag = 0; lag < out.length; lag++) {
    if (lag > 0) {
      const left = frame[lag - 1];
      const entered = frame[lag + window - 1];
      energy += entered * entered - left * left;
    }
    out[lag] = Math.max(0, own + energy - 2 * correlation[lag]);
  }
}

/**
 * The period at which a signal repeats itself best.
 *
 * @param difference  d(τ) of `squaredDifference`, from τ = 0
 * @param minLag      shortest period looked for, samples, >= 2
 * @returns           period in samples, interpolated, or 0 where nothing repeats
 * @source            A. de Cheveigné, H. Kawahara, "YIN, a fundamental frequency estimator for speech and music",
 *                    JASA 111 (2002), steps 2–5
 */
export function yinPeriodSample(difference: Float64Array, minLag: number): number {
  let running = 0;
  for (let lag = 1; lag < minLag; lag++) running += difference[lag];
  let best = 0;
  let bestDip = FAINT_DIP;
  let previous = Number.POSITIVE_INFINITY;
  for (let lag = minLag; lag < difference.length - 1; lag++) {
    running += difference[lag];
    const dip = running > 0 ? (difference[lag] * lag) / running : 1;
    if (dip < bestDip) {
      best = lag;
      bestDip = dip;
    } else if (bestDip < CLEAR_DIP && dip > previous) break;
    previous = dip;
  }
  return best === 0 ? 0 : best + parabolaShift(difference[best - 1], difference[best], difference[best + 1]);
}

/** Where the parabola through three neighbouring values has its vertex: -0.5 … 0.5 from the middle one. */
function parabolaShift(left: number, middle: number, right: number): number {
  const bend = left - 2 * middle + right;
  return bend > 0 ? Math.max(-0.5, Math.min(0.5, (left - right) / (2 * bend))) : 0;
}
