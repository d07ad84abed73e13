/** A cheap measure of roughness: how often a signal changes sign. */

/**
 * Sign changes per second in samples [from, to); a pure tone of f Hz has 2f, white noise half the sample rate.
 * Zero counts as positive. Empty and one-sample stretches have none.
 */
export function zeroCrossingRate(
  samples: Float32Array,
  from: number,
  to: number,
  sampleRateHz: number,
): number {
  const end = Math.min(to, samples.length);
  if (end - from < 2) return 0;
  let count = 0;
  let negative = samples[from] < 0;
  for (let n = from + 1; n < end; n++) {
    const isNegative = samples[n] < 0;
    if (isNegative !== negative) count++;
    negative = isNegative;
  }
  return (count * sampleRateHz) / (end - from - 1);
}
