/** Fast Fourier transform of complex signals: a typed door to fft.js. */
import FFT from "fft.js";
import { LeitmotionError } from "../core/error.js";

/** Transforms of one length. Complex signals are interleaved: re, im, re, im …, `2 * size` values. */
export interface Fft {
  /** Complex points, a power of two. */
  readonly size: number;
  /** out[k] = Σ in[n]·e^(-2πikn/size), not scaled; `out` and `input` are different arrays. */
  forward(out: Float64Array, input: Float64Array): void;
}

const planned = new Map<number, Fft>();

/**
 * The transform of a length; plans are kept, as their tables cost more than a transform.
 *
 * @param size  power of two, 4 … 65536
 * @throws LeitmotionError INTERNAL for any other length
 */
export function fftOfSize(size: number): Fft {
  let fft = planned.get(size);
  if (!fft) {
    fft = planFft(size);
    planned.set(size, fft);
  }
  return fft;
}

function planFft(size: number): Fft {
  if (!(Number.isInteger(size) && size >= 4 && size <= 65536 && (size & (size - 1)) === 0)) {
    throw new LeitmotionError("INTERNAL", `No transform of ${size} points`);
  }
  const plan = new FFT(size);
  return {
    size,
    forward: (out, input) => plan.transform(out, input),
  };
}
