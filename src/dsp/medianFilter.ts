/** Single outliers out of a track, edges kept. */

/** Each value replaced by the median of itself and its two neighbours; the first and last stay. */
export function medianOfThree(values: Float32Array): Float32Array {
  const out = values.slice();
  for (let i = 1; i < values.length - 1; i++) {
    const [a, b, c] = [values[i - 1], values[i], values[i + 1]];
    out[i] = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
  return out;
}
