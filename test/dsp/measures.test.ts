import { describe, expect, it } from "vitest";
import { gainToDb, powerToDb, SILENCE_DB } from "../../src/dsp/decibel.js";
import { createFrameAnalyser } from "../../src/dsp/frameAnalyser.js";
import { medianOfThree } from "../../src/dsp/medianFilter.js";
import { rmsEnvelope } from "../../src/dsp/rmsEnvelope.js";
import { zeroCrossingRate } from "../../src/dsp/zeroCrossing.js";
import { noise, sine } from "./signals.js";

const cents = (a: number, b: number) => 1200 * Math.log2(a / b);

describe("levels", () => {
  it("calls full scale 0 dB, a tenth -20 dB and silence -150 dB", () => {
    expect([gainToDb(1), gainToDb(0.1), gainToDb(0)]).toEqual([0, -20, SILENCE_DB]);
    expect([powerToDb(1), powerToDb(0.01), powerToDb(0)]).toEqual([0, -20, SILENCE_DB]);
  });

  it("finds the RMS of a sine at its amplitude divided by √2", () => {
    const envelope = rmsEnvelope(sine(1000, 0.1, 48_000, 0.5), 48, 10);
    expect(envelope).toHaveLength(100);
    for (const rms of envelope) expect(rms).toBeCloseTo(0.5 / Math.SQRT2, 3);
  });

  it("does not hear what comes before the window", () => {
    const step = new Float32Array(400).fill(1, 0, 100);
    expect([...rmsEnvelope(step, 100, 2)]).toEqual([Math.fround(Math.SQRT1_2), 0, 0, 0]);
  });

  it("averages a window cut at the end over what it holds", () => {
    expect([...rmsEnvelope(new Float32Array(25).fill(0.5), 10, 4)]).toEqual([0.5, 0.5, 0.5]);
    expect(rmsEnvelope(new Float32Array(0), 10, 4)).toHaveLength(0);
  });
});

describe("zeroCrossingRate", () => {
  it("is twice the frequency of a sine", () => {
    expect(zeroCrossingRate(sine(440, 1), 0, 48_000, 48_000)).toBeCloseTo(880, -1);
  });

  it("is about half the sample rate for noise and 0 for a constant and for nothing", () => {
    expect(zeroCrossingRate(noise(1), 0, 48_000, 48_000) / 24_000).toBeCloseTo(1, 1);
    expect(zeroCrossingRate(new Float32Array(100).fill(1), 0, 100, 48_000)).toBe(0);
    expect(zeroCrossingRate(new Float32Array(0), 0, 100, 48_000)).toBe(0);
  });
});

describe("medianOfThree", () => {
  it("drops a single outlier and keeps steps and ends", () => {
    expect([...medianOfThree(Float32Array.of(1, 9, 1, 1, 5, 5, 7))]).toEqual([1, 1, 1, 1, 5, 5, 7]);
  });
});

describe("createFrameAnalyser", () => {
  it.each([8000, 22_050, 44_100, 48_000, 96_000])("finds centroid and pitch of 440 Hz at %i Hz", (rateHz) => {
    const analyser = createFrameAnalyser(rateHz);
    analyser.load(sine(440, 0.5, rateHz), 1000);
    expect(analyser.shape().centroidHz).toBeGreaterThan(435);
    expect(analyser.shape().centroidHz).toBeLessThan(450);
    expect(analyser.shape().spreadHz).toBeLessThan(100);
    expect(Math.abs(cents(analyser.pitchHz(), 440))).toBeLessThan(5);
  });

  it("finds every key from C2 to C7 within 5 cents, as a sine and with overtones stronger than the first", () => {
    const analyser = createFrameAnalyser(48_000);
    for (let midi = 36; midi <= 96; midi++) {
      const hz = 440 * 2 ** ((midi - 69) / 12);
      const pure = sine(hz, 0.1);
      const overtone = sine(2 * hz, 0.1, 48_000, 0.3);
      const rich = sine(hz, 0.1, 48_000, 0.2).map((v, n) => v + overtone[n]);
      for (const tone of [pure, rich]) {
        analyser.load(tone, 0);
        expect(Math.abs(cents(analyser.pitchHz(), hz)), `key ${midi}`).toBeLessThan(5);
      }
    }
  });

  it("puts the centroid of two equal sines half way, and their spread at half their distance", () => {
    const analyser = createFrameAnalyser(48_000);
    const [low, high] = [sine(1000, 0.1), sine(5000, 0.1)];
    analyser.load(
      low.map((v, n) => v + high[n]),
      0,
    );
    expect(analyser.shape().centroidHz).toBeCloseTo(3000, -2);
    expect(analyser.shape().spreadHz).toBeCloseTo(2000, -2);
  });

  it("finds no pitch in noise and in silence", () => {
    const analyser = createFrameAnalyser(48_000);
    analyser.load(noise(0.1), 0);
    expect(analyser.pitchHz()).toBe(0);
    analyser.load(new Float32Array(4800), 0);
    expect(analyser.pitchHz()).toBe(0);
    expect(analyser.shape()).toEqual({ centroidHz: 0, spreadHz: 0 });
  });

  it("takes a signal shorter than its frame, whose cut end blurs its spectrum", () => {
    const analyser = createFrameAnalyser(48_000);
    analyser.load(sine(2000, 0.01), 0);
    expect(analyser.shape().centroidHz).toBeGreaterThan(1900);
    expect(analyser.shape().centroidHz).toBeLessThan(3000);
  });
});
