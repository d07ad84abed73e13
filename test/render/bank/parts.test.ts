import { describe, expect, it } from "vitest";
import { bandNoise } from "../../../src/render/bank/bandNoise.js";
import { dbToGain, keyToHz, sinTurns } from "../../../src/render/bank/exactMath.js";
import { fitToLoop, planLoop } from "../../../src/render/bank/loops.js";
import { momentaryLoudness } from "../../../src/render/bank/loudness.js";
import { seededRandom } from "../../../src/render/bank/seededRandom.js";
import { addSine } from "../../../src/render/bank/sineTrack.js";
import { parseTimbreTable } from "../../../src/render/bank/timbreTable.js";
import { filterGainDb } from "../../../src/render/bank/velocity.js";

describe("sinTurns", () => {
  it("is the sine within 1e-8 over several circles", () => {
    for (let x = -3; x <= 3; x += 0.00713) expect(sinTurns(x)).toBeCloseTo(Math.sin(2 * Math.PI * x), 8);
  });
});

describe("dbToGain", () => {
  it.each([
    { db: 0, gain: 1 },
    { db: 20, gain: 10 },
    { db: -6.020599913, gain: 0.5 },
  ])("$db dB is a factor of $gain", ({ db, gain }) => {
    expect(dbToGain(db)).toBeCloseTo(gain, 6);
  });
});

describe("seededRandom", () => {
  it("gives the published first numbers of Mulberry32 for seed 1", () => {
    const random = seededRandom(1);
    expect([random(), random()].map((x) => x.toFixed(6))).toEqual(["0.627074", "0.002736"]);
  });
});

describe("planLoop", () => {
  it("puts whole periods into whole samples at a rate near the wanted one", () => {
    for (let key = 21; key <= 108; key++) {
      const loop = planLoop(keyToHz(key), 22050, 0.045, 2);
      expect((loop.periods * loop.rateHz) / keyToHz(key)).toBeCloseTo(loop.lengthSample, 6);
      expect(Math.abs(loop.rateHz / 22050 - 1)).toBeLessThan(0.01);
      // The header carries whole Hz.
      expect(Math.abs(1200 * Math.log2(Math.round(loop.rateHz) / loop.rateHz))).toBeLessThan(0.1);
    }
  });

  it("moves a stretched partial to a line of the loop and leaves a harmonic one", () => {
    const loop = planLoop(440, 22050, 0.05, 8);
    expect(fitToLoop(1320, loop)).toBeCloseTo(1320, 6);
    const fitted = fitToLoop(1325, loop) / (loop.rateHz / loop.lengthSample);
    expect(fitted).toBeCloseTo(Math.round(fitted), 9);
  });
});

describe("addSine", () => {
  it("is the sine of the wanted frequency and phase", () => {
    const out = new Float32Array(1000);
    addSine(out, 0.1, () => 0.0123, new Float32Array(17).fill(0.5));
    for (let i = 0; i < out.length; i++) {
      expect(out[i]).toBeCloseTo(0.5 * Math.sin(2 * Math.PI * (0.1 + 0.0123 * i)), 5);
    }
  });
});

describe("bandNoise", () => {
  it("has the wanted power and joins its own beginning", () => {
    const { samples } = bandNoise([0, 1000, 4000], [0, 0.01], 22050, 5);
    const power = samples.reduce((s, v) => s + v * v, 0) / samples.length;
    expect(10 * Math.log10(power)).toBeCloseTo(-20, 1);
    let largest = 0;
    for (let i = 1; i < samples.length; i++)
      largest = Math.max(largest, Math.abs(samples[i] - samples[i - 1]));
    expect(Math.abs(samples[0] - samples[samples.length - 1])).toBeLessThanOrEqual(largest);
  });
});

describe("momentaryLoudness", () => {
  it("hears a full-scale 997 Hz sine in one channel as -3.01 LUFS (ITU-R BS.1770-4)", () => {
    const sine = Float32Array.from({ length: 48000 }, (_, i) => Math.sin((2 * Math.PI * 997 * i) / 48000));
    expect(momentaryLoudness(sine, new Float32Array(48000), 48000)).toBeCloseTo(-3.01, 1);
  });
});

describe("filterGainDb", () => {
  it("lets low partials pass and takes 12 dB an octave from high ones", () => {
    expect(filterGainDb(100, 2000)).toBeCloseTo(0, 1);
    const fall = filterGainDb(4000, 500) - filterGainDb(8000, 500);
    expect(fall).toBeGreaterThan(11.5);
    expect(fall).toBeLessThan(15);
  });
});

describe("parseTimbreTable", () => {
  it("refuses what is not the shipped table", () => {
    expect(() => parseTimbreTable('{"format":"other"}')).toThrow("timbre table");
  });
});
