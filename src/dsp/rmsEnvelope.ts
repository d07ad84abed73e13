/** How loud a signal is, moment by moment. */

/**
 * Energy of a signal in consecutive blocks.
 *
 * @returns sum of squares of samples [i·hop, (i+1)·hop) per block; the last block may be short
 */
export function blockEnergies(samples: Float32Array, hopSample: number): Float64Array {
  const energies = new Float64Array(Math.ceil(samples.length / hopSample));
  for (let i = 0; i < energies.length; i++) {
    const end = Math.min(samples.length, (i + 1) * hopSample);
    let sum = 0;
    for (let n = i * hopSample; n < end; n++) sum += samples[n] * samples[n];
    energies[i] = sum;
  }
  return energies;
}

/**
 * Root mean square over windows that begin at each hop, so that the value at a time never hears what came before.
 *
 * @param samples     mono, full scale 1
 * @param hopSample   >= 1
 * @param windowHops  length of the window in hops, >= 1; windows are cut at the end of the signal
 * @returns           one linear value per hop that begins inside the signal
 */
export function rmsEnvelope(samples: Float32Array, hopSample: number, windowHops: number): Float32Array {
  const energies = blockEnergies(samples, hopSample);
  const envelope = new Float32Array(energies.length);
  for (let i = 0; i < envelope.length; i++) {
    let sum = 0;
    for (let k = i; k < Math.min(i + windowHops, energies.length); k++) sum += energies[k];
    const length = Math.min(windowHops * hopSample, samples.length - i * hopSample);
    envelope[i] = Math.sqrt(sum / length);
  }
  return envelope;
}
