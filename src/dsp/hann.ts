/** The Hann window, in time and in frequency. */

/** w[n] = (1 - cos(2πn/size)) / 2, n = 0 … size-1: periodic, as spectra need it. */
export function hannWindow(size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / size));
}

/**
 * Magnitudes of the Hann-windowed spectrum, made from the spectrum of the bare frame: the window is three
 * spectral lines, so H[k] = X[k]/2 - (X[k-1] + X[k+1])/4 and no second transform is needed.
 *
 * @param re, im  bins 0 … half of the bare spectrum of a real frame of 2·half samples
 * @param out     magnitudes of bins 0 … half-1
 */
export function hannMagnitudes(re: Float64Array, im: Float64Array, out: Float64Array): void {
  for (let k = 0; k < out.length; k++) {
    // Bin -1 of a real frame is the conjugate of bin 1.
    const before = k === 0 ? 1 : k - 1;
    const sign = k === 0 ? -1 : 1;
    const a = 0.5 * re[k] - 0.25 * (re[before] + re[k + 1]);
    const b = 0.5 * im[k] - 0.25 * (sign * im[before] + im[k + 1]);
    out[k] = Math.sqrt(a * a + b * b);
  }
}
