import FFT from "fft.js";
import { cosTurns, sinTurns } from "./exactMath.js";
import { seededRandom } from "./seededRandom.js";

/** Length of the periodic noises; a power of two for the FFT. */
const PERIOD_SAMPLE = 16384;

/** Periodic noise: its end joins its beginning without a seam. */
export interface PeriodicNoise {
  readonly samples: Float32Array;
  readonly rateHz: number;
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
  const fft = new FFT(periodSample);
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
  return { samples: Float32Array.from({ length: periodSample }, (_, i) => out[2 * i]), rateHz };
}

/** Noise of unit power in each of the table's bands, one set per sample rate, made when first asked for. */
export class BandNoiseStock {
  private readonly sets = new Map<string, PeriodicNoise[]>();

  constructor(private readonly edgesHz: readonly number[]) {}

  /** Unit-power noise of one band at about this rate (rounded to 1000 Hz: colour may be 3 % off, level is not). */
  band(index: number, rateHz: number, periodSample = PERIOD_SAMPLE): PeriodicNoise {
    const rate = Math.max(8000, Math.round(rateHz / 1000) * 1000);
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
