import { describe, expect, it } from "vitest";
import { fftOfSize } from "../../src/dsp/fft.js";
import { hannMagnitudes, hannWindow } from "../../src/dsp/hann.js";
import { noise } from "./signals.js";

/** The definition, term by term. */
function slowTransform(input: Float64Array): Float64Array {
  const size = input.length / 2;
  const out = new Float64Array(2 * size);
  for (let k = 0; k < size; k++) {
    for (let n = 0; n < size; n++) {
      const angle = (-2 * Math.PI * k * n) / size;
      out[2 * k] += input[2 * n] * Math.cos(angle) - input[2 * n + 1] * Math.sin(angle);
      out[2 * k + 1] += input[2 * n] * Math.sin(angle) + input[2 * n + 1] * Math.cos(angle);
    }
  }
  return out;
}

const largestDifference = (a: Float64Array, b: Float64Array) =>
  a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0);

describe("fftOfSize", () => {
  it.each([4, 8, 32, 128])("equals the definition of the transform on %i points", (size) => {
    const input = Float64Array.from(noise((2 * size) / 48_000));
    const out = new Float64Array(2 * size);
    fftOfSize(size).forward(out, input);
    expect(largestDifference(out, slowTransform(input))).toBeLessThan(1e-10);
  });

  it.each([0, 3, 48, 131_072])("refuses %i points", (size) => {
    expect(() => fftOfSize(size)).toThrow(/No transform/);
  });
});

describe("hannMagnitudes", () => {
  it("equals the spectrum of the frame multiplied by the window", () => {
    const size = 256;
    const frame = noise(size / 48_000);
    const window = hannWindow(size);
    const [bare, windowed, spectrum] = [0, 0, 0].map(() => new Float64Array(2 * size));
    frame.forEach((value, n) => {
      bare[2 * n] = value;
      windowed[2 * n] = value * window[n];
    });
    fftOfSize(size).forward(spectrum, bare);
    const re = Float64Array.from({ length: size / 2 + 1 }, (_, k) => spectrum[2 * k]);
    const im = Float64Array.from({ length: size / 2 + 1 }, (_, k) => spectrum[2 * k + 1]);
    const magnitudes = new Float64Array(size / 2);
    hannMagnitudes(re, im, magnitudes);
    fftOfSize(size).forward(spectrum, windowed);
    const expected = magnitudes.map((_, k) => Math.hypot(spectrum[2 * k], spectrum[2 * k + 1]));
    expect(largestDifference(magnitudes, expected)).toBeLessThan(1e-10);
  });
});
