/** What is compared: mel spectrogram, envelope, centroid and the coarse grid of a rendered stereo note. */
import FFT from "fft.js";

export const RATE_HZ = 44100;
const FRAME = 2048;
const HOP = 441;
const MEL_BANDS = 40;
const FLOOR_DB = -60;

const fft = new FFT(FRAME);
const hann = Float64Array.from({ length: FRAME }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FRAME));
const melOf = (hz) => 2595 * Math.log10(1 + hz / 700);

/** Mel band of every FFT bin as [band, weight] pairs: triangles of 40 Hz to 16 kHz. */
const melWeights = (() => {
  const low = melOf(40);
  const step = (melOf(16000) - low) / (MEL_BANDS + 1);
  return Array.from({ length: FRAME / 2 + 1 }, (_, bin) => {
    const place = (melOf((bin * RATE_HZ) / FRAME) - low) / step;
    const band = Math.floor(place);
    return [
      [band - 1, 1 - (place - band)],
      [band, place - band],
    ].filter(([b, w]) => b >= 0 && b < MEL_BANDS && w > 0);
  });
})();

/** Power spectrum of both channels added; the window starts at `start`, outside samples are zero. */
export function powerSpectrum(left, right, start, window = hann, engine = fft) {
  const size = window.length;
  const input = engine.createComplexArray();
  for (let i = 0; i < size; i++) {
    const s = start + i;
    const inside = s >= 0 && s < left.length;
    input[2 * i] = inside ? left[s] * window[i] : 0;
    input[2 * i + 1] = inside ? right[s] * window[i] : 0;
  }
  const out = engine.createComplexArray();
  engine.transform(out, input);
  const power = new Float64Array(size / 2 + 1);
  for (let k = 0; k <= size / 2; k++) {
    const m = (size - k) % size;
    power[k] = (out[2 * k] ** 2 + out[2 * k + 1] ** 2 + out[2 * m] ** 2 + out[2 * m + 1] ** 2) / 2;
  }
  return power;
}

/** RMS over `windowMs` windows every `hopMs`, both channels added in power. */
export function envelope(left, right, windowMs, hopMs, seconds) {
  const size = Math.round((windowMs * RATE_HZ) / 1000);
  const hop = (hopMs * RATE_HZ) / 1000;
  const count = Math.floor((seconds * 1000) / hopMs);
  return Float64Array.from({ length: count }, (_, f) => {
    const start = Math.round(f * hop);
    let sum = 0;
    for (let i = start; i < Math.min(start + size, left.length); i++) sum += left[i] ** 2 + right[i] ** 2;
    return Math.sqrt(sum / size);
  });
}

/** Sample at which the 5 ms envelope first passes a tenth of its peak. */
export function onsetSample(left, right) {
  const env = envelope(left, right, 5, 1, left.length / RATE_HZ);
  const peak = env.reduce((a, b) => Math.max(a, b), 0);
  const frame = env.findIndex((v) => v > peak / 10);
  return Math.max(0, Math.round(((frame + 2.5) * RATE_HZ) / 1000));
}

/** Features of one note: mel powers (frames x 40) of the first 2 s and the 20 ms envelope of 2.6 s. */
export function noteFeatures(left, right) {
  const onset = onsetSample(left, right);
  const l = left.subarray(onset);
  const r = right.subarray(onset);
  const frames = 200;
  const mel = new Float32Array(frames * MEL_BANDS);
  for (let f = 0; f < frames; f++) {
    const power = powerSpectrum(l, r, f * HOP - FRAME / 2);
    for (let bin = 0; bin < power.length; bin++) {
      for (const [band, weight] of melWeights[bin]) mel[f * MEL_BANDS + band] += weight * power[bin];
    }
  }
  return { mel, env: Float32Array.from(envelope(l, r, 20, 20, 2.6)), grid: gridOf(l, r) };
}

const GRID_S = [0.01, 0.03, 0.06, 0.12, 0.25, 0.5, 1, 2];
const BANDS_HZ = [0, 100, 200, 400, 800, 1600, 3200, 5000, 8000, 12000, 20000];
const GRID_FRAME = 1024;
const gridFft = new FFT(GRID_FRAME);
const gridHann = Float64Array.from(
  { length: GRID_FRAME },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / GRID_FRAME),
);

/** The coarse spectrogram of the timbre table: 10 bands x 8 times in dB against the loudest moment. */
export function gridOf(left, right, timesS = GRID_S) {
  const env = envelope(left, right, 23, 5, Math.min(2.9, left.length / RATE_HZ));
  const peak = env.reduce((a, b) => Math.max(a, b), 1e-12);
  const columns = timesS.map((t) => {
    const power = powerSpectrum(left, right, Math.round(t * RATE_HZ) - GRID_FRAME / 2, gridHann, gridFft);
    const bands = new Float64Array(BANDS_HZ.length - 1);
    for (let bin = 1; bin < power.length; bin++) {
      const hz = (bin * RATE_HZ) / GRID_FRAME;
      const band = BANDS_HZ.findIndex((edge, b) => hz >= edge && hz < BANDS_HZ[b + 1]);
      if (band >= 0 && band < bands.length) bands[band] += power[bin];
    }
    return bands;
  });
  // One-sided power of a Hann frame: sum |X|^2 * 2 / (N^2 * mean(w^2)) is the mean square of the signal.
  const scale = 2 / (GRID_FRAME * GRID_FRAME * 0.375);
  return BANDS_HZ.slice(0, -1).map((_, b) =>
    columns.map((column) => Math.max(-99, 10 * Math.log10((column[b] * scale) / peak ** 2 + 1e-12))),
  );
}

/** Log-spectral distance in dB: equal energy, floor -60 dB, RMS over cells where either sounds. */
export function logSpectralDistance(a, b) {
  const energy = (m) => m.reduce((s, v) => s + v, 0) || 1e-30;
  const ea = energy(a.mel);
  const eb = energy(b.mel);
  const top = Math.max(...a.mel) / ea;
  const dB = (v) => Math.max(FLOOR_DB, 10 * Math.log10(v / top + 1e-30));
  let sum = 0;
  let cells = 0;
  for (let i = 0; i < a.mel.length; i++) {
    const x = dB(a.mel[i] / ea);
    const y = dB(b.mel[i] / eb);
    if (x <= FLOOR_DB && y <= FLOOR_DB) continue;
    sum += (x - y) ** 2;
    cells++;
  }
  return cells ? Math.sqrt(sum / cells) : 0;
}

/** Envelope distance in dB: 20 ms RMS against its peak, floor -50, mean absolute difference. */
export function envelopeDistance(a, b) {
  const course = (env) => {
    const peak = env.reduce((m, v) => Math.max(m, v), 1e-12);
    return Array.from(env, (v) => Math.max(-50, 20 * Math.log10(v / peak + 1e-12)));
  };
  const x = course(a.env);
  const y = course(b.env);
  return x.reduce((s, v, i) => s + Math.abs(v - y[i]), 0) / x.length;
}
