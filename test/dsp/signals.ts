/** Signals whose measures are known beforehand. */

export function sine(hz: number, sec: number, rateHz = 48_000, gain = 0.5): Float32Array {
  return Float32Array.from(
    { length: Math.round(sec * rateHz) },
    (_, n) => gain * Math.sin((2 * Math.PI * hz * n) / rateHz),
  );
}

/** Unit impulses at given samples. */
export function clicks(at: readonly number[], length: number): Float32Array {
  const signal = new Float32Array(length);
  for (const n of at) signal[n] = 1;
  return signal;
}

/** Harmonic tone with partials 1/k that decays by `decayDbPerSec`. */
export function decayingTone(hz: number, sec: number, gain: number, decayDbPerSec: number, rateHz = 48_000) {
  return Float32Array.from({ length: Math.round(sec * rateHz) }, (_, n) => {
    const t = n / rateHz;
    let sum = 0;
    for (let k = 1; k <= 6; k++) sum += Math.sin(2 * Math.PI * hz * k * t) / k;
    return (gain * sum * 10 ** ((-decayDbPerSec * t) / 20)) / 2.45;
  });
}

/** Deterministic noise in -gain … gain (a linear congruential generator). */
export function noise(sec: number, rateHz = 48_000, gain = 0.5): Float32Array {
  let state = 1;
  return Float32Array.from({ length: Math.round(sec * rateHz) }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return gain * (state / 2 ** 31 - 1);
  });
}
