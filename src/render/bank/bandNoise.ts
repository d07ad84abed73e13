import FFT from "fft.js";
import { cosTurns, sinTurns } from "./exactMath.js";
import { seededRandom } from "./seededRandom.js";

/** Length of the periodic noises; a power of two for the FFT. */
const PERIOD_SAMPLE = 16384;
/** The stock's sample rates: this one and its multiples by the step. */
const LOWEST_HZ = 11025;
const RATE_STEP = 1.125;

/** Periodic noise: its end joins its beginning without a seam. */
export interface PeriodicNoise {
  readonly samples: Float32Array;
  readonly rateHz: number;
}

const ffts = new Map<number, FFT>();

function fftOf(size: number): FFT {
  const known = ffts.get(size) ?? new FFT(size);
  ffts.set(size, known);
  return known;
}

/**
 * Noise whose power per Hz is constant inside each band, made by inverse FFT with random phases and so periodic.
 *
 * @param edgesHz     ascending band edges, one more than bands
 * @param powers      mean square of each band; what lies above half the rate is lost with its share of the power
 * @param rateHz      sample rate
 * @param seed        of the phases
 * @param periodSample  length, a power of two
 */
export function bandNoise(
  edgesHz: readonly number[],
  powers: readonly number[],
  rateHz: number,
  seed: number,
  periodSample = PERIOD_SAMPLE,
): PeriodicNoise {
  const random = seededRandom(seed);
  const fft = fftOf(periodSample);
  const spectrum = fft.createComplexArray();
  const binHz = rateHz / periodSample;
  for (let bin = 1; bin < periodSample / 2; bin++) {
    const band = edgesHz.findIndex((edge, i) => bin * binHz >= edge && bin * binHz < edgesHz[i + 1]);
    const turns = random();
    if (band < 0 || !(powers[band] > 0)) continue;
    const bins = (edgesHz[band + 1] - Math.max(edgesHz[band], binHz)) / binHz;
    const amplitude = Math.sqrt((2 * powers[band]) / bins) * (periodSample / 2);
    spectrum[2 * bin] = amplitude * cosTurns(turns);
    spectrum[2 * bin + 1] = amplitude * sinTurns(turns);
    spectrum[2 * (periodSample - bin)] = spectrum[2 * bin];
    spectrum[2 * (periodSample - bin) + 1] = -spectrum[2 * bin + 1];
  }
  const out = fft.createComplexArray();
  fft.inverseTransform(out, spectrum);
  const samples = new Float32Array(periodSample);
  for (let i = 0; i < periodSample; i++) samples[i] = out[2 * i];
  return { samples, rateHz };
}

/** Noise of unit power in each of the table's bands, one set per sample rate, made when first asked for. */
export class BandNoiseStock {
  private readonly sets = new Map<string, PeriodicNoise[]>();

  constructor(private readonly edgesHz: readonly number[]) {}

  /** Unit-power noise of one band at the nearest of the stock's rates: its edges may be 6 % off, its power is not. */
  band(index: number, rateHz: number, periodSample = PERIOD_SAMPLE): PeriodicNoise {
    const rate = Math.round(
      LOWEST_HZ * RATE_STEP ** Math.max(0, Math.round(Math.log(rateHz / LOWEST_HZ) / Math.log(RATE_STEP))),
    );
    const name = `${rate}/${periodSample}`;
    let set = this.sets.get(name);
    if (!set) {
      set = this.edgesHz.slice(0, -1).map((_, b, all) =>
        bandNoise(
          this.edgesHz,
          all.map((__, i) => (i === b ? 1 : 0)),
          rate,
          7919 * (b + 1),
          periodSample,
        ),
      );
      this.sets.set(name, set);
    }
    return set[index];
  }
}
