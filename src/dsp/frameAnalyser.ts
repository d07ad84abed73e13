/** Spectrum and pitch of one frame of sound, from one pair of transforms. */
import { fftOfSize } from "./fft.js";
import { hannMagnitudes } from "./hann.js";
import { PITCH_MAX_HZ, PITCH_MIN_HZ, squaredDifference, yinPeriodSample } from "./pitchYin.js";
import { type SpectralShape, spectralShape } from "./spectralShape.js";

/** Length of a frame: two periods and more of C2, 46 ms. */
const FRAME_SEC = 0.0464;

export interface FrameAnalyser {
  /** Samples of a frame, a power of two. */
  readonly sizeSample: number;
  /** Take in the frame that begins at `startSample`, or the signal's last one where it would reach past the end. */
  load(samples: Float32Array, startSample: number): void;
  /** Moments of the loaded frame's Hann spectrum. */
  shape(): SpectralShape;
  /** Pitch of the loaded frame in Hz, C2–C7; 0 where it has none. */
  pitchHz(): number;
}

/**
 * An analyser for one sample rate. It keeps its buffers between frames: one per thread.
 *
 * The bare frame travels as the real part of one complex transform, its beginning as the imaginary part; their two
 * spectra give the Hann spectrum, and multiplied and transformed back the correlation that YIN needs.
 *
 * @param frameSec  length of a frame, rounded to a power of two of samples
 */
export function createFrameAnalyser(sampleRateHz: number, frameSec = FRAME_SEC): FrameAnalyser {
  const size = 2 ** Math.max(6, Math.min(16, Math.round(Math.log2(frameSec * sampleRateHz))));
  const half = size / 2;
  const maxLag = Math.min(half, Math.ceil(sampleRateHz / PITCH_MIN_HZ) + 1);
  const minLag = Math.max(2, Math.floor(sampleRateHz / PITCH_MAX_HZ) - 1);
  const window = size - maxLag - 1;
  const fft = fftOfSize(size);
  const frame = new Float64Array(size);
  const packed = new Float64Array(2 * size);
  const spectrum = new Float64Array(2 * size);
  const re = new Float64Array(half + 1);
  const im = new Float64Array(half + 1);
  const magnitudes = new Float64Array(half);
  const correlation = new Float64Array(maxLag + 1);
  const difference = new Float64Array(maxLag + 1);

  const load = (samples: Float32Array, startSample: number) => {
    const start = Math.max(0, Math.min(startSample, samples.length - size));
    for (let n = 0; n < size; n++) {
      const value = start + n < samples.length ? samples[start + n] : 0;
      frame[n] = value;
      packed[2 * n] = value;
      packed[2 * n + 1] = n < window ? value : 0;
    }
    fft.forward(spectrum, packed);
  };

  const shape = () => {
    for (let k = 0; k <= half; k++) {
      const mirror = k === 0 ? 0 : size - k;
      re[k] = 0.5 * (spectrum[2 * k] + spectrum[2 * mirror]);
      im[k] = 0.5 * (spectrum[2 * k + 1] - spectrum[2 * mirror + 1]);
    }
    hannMagnitudes(re, im, magnitudes);
    return spectralShape(magnitudes, sampleRateHz / size);
  };

  const pitchHz = () => {
    correlate();
    squaredDifference(frame, correlation, window, difference);
    const period = yinPeriodSample(difference, minLag);
    const hz = period > 0 ? sampleRateHz / period : 0;
    return hz >= PITCH_MIN_HZ * 0.99 && hz <= PITCH_MAX_HZ * 1.01 ? hz : 0;
  };

  /**
   * packed := spectrum of the beginning · conj(spectrum of the frame). The correlation is real, so the transform of
   * this is `size` times it, and no inverse transform (a slower one) is needed.
   */
  const correlate = () => {
    for (let k = 0; k < size; k++) {
      const mirror = k === 0 ? 0 : size - k;
      const zr = spectrum[2 * k];
      const zi = spectrum[2 * k + 1];
      const mr = spectrum[2 * mirror];
      const mi = spectrum[2 * mirror + 1];
      const frameRe = 0.5 * (zr + mr);
      const frameIm = 0.5 * (zi - mi);
      const startRe = 0.5 * (zi + mi);
      const startIm = 0.5 * (mr - zr);
      packed[2 * k] = startRe * frameRe + startIm * frameIm;
      packed[2 * k + 1] = startIm * frameRe - startRe * frameIm;
    }
    fft.forward(spectrum, packed);
    for (let lag = 0; lag <= maxLag; lag++) correlation[lag] = spectrum[2 * lag] / size;
  };

  return { sizeSample: size, load, shape, pitchHz };
}
