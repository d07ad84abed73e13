/** Where the sound lies in frequency, and how widely. */

export interface SpectralShape {
  /** Mean frequency weighted by magnitude, Hz; 0 in silence. */
  readonly centroidHz: number;
  /** Standard deviation about the centroid, Hz; 0 in silence. */
  readonly spreadHz: number;
}

/**
 * First two moments of a magnitude spectrum.
 *
 * @param magnitudes  bins from 0 Hz upward
 * @param binHz       distance of two bins, Hz
 */
export function spectralShape(magnitudes: Float64Array, binHz: number): SpectralShape {
  let sum = 0;
  let first = 0;
  let second = 0;
  for (let k = 0; k < magnitudes.length; k++) {
    const m = magnitudes[k];
    sum += m;
    first += k * m;
    second += k * k * m;
  }
  if (!(sum > 0)) return { centroidHz: 0, spreadHz: 0 };
  const mean = first / sum;
  const variance = Math.max(0, second / sum - mean * mean);
  return { centroidHz: mean * binHz, spreadHz: Math.sqrt(variance) * binHz };
}
