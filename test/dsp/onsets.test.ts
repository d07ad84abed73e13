import { describe, expect, it } from "vitest";
import { findOnsets, ONSET_HOP_SEC } from "../../src/dsp/onsets.js";
import { clicks, decayingTone, sine } from "./signals.js";

describe("findOnsets", () => {
  it("finds a click at sample 22 050 of a 44.1 kHz signal at 0.5 s", () => {
    const onsets = findOnsets(clicks([22_050], 44_100), 44_100);
    expect(onsets).toHaveLength(1);
    expect(Math.abs(onsets[0] - 0.5)).toBeLessThanOrEqual(ONSET_HOP_SEC);
  });

  it("finds each click of a train at its time, within one hop", () => {
    const at = [4800, 9600, 21_600, 36_000, 40_000];
    const onsets = findOnsets(clicks(at, 48_000), 48_000);
    expect(onsets).toHaveLength(at.length);
    onsets.forEach((sec, i) => {
      expect(Math.abs(sec - at[i] / 48_000)).toBeLessThanOrEqual(ONSET_HOP_SEC);
    });
  });

  it.each([27.5, 41.2, 65.4, 440, 2093])("finds one onset, at 0, in a steady tone of %f Hz", (hz) => {
    expect(findOnsets(sine(hz, 1), 48_000)).toEqual([0]);
  });

  it("takes a tremolo of ±3 dB at 5.5 Hz for one onset", () => {
    const tone = sine(440, 2).map(
      (v, n) => v * 10 ** ((3 * Math.sin((2 * Math.PI * 5.5 * n) / 48_000)) / 20),
    );
    expect(findOnsets(tone, 48_000)).toEqual([0]);
  });

  it("takes a swell of 120 ms for one onset", () => {
    const swell = sine(440, 1).map((v, n) => v * Math.min(1, n / 5760));
    expect(findOnsets(swell, 48_000)).toHaveLength(1);
  });

  it("finds the second of two decaying strokes", () => {
    const stroke = decayingTone(262, 1, 0.5, 30);
    const twice = new Float32Array(96_000);
    twice.set(stroke, 0);
    stroke.forEach((v, n) => {
      twice[36_000 + n] += v;
    });
    const onsets = findOnsets(twice, 48_000);
    expect(onsets).toHaveLength(2);
    expect(Math.abs(onsets[1] - 0.75)).toBeLessThan(0.01);
  });

  it("finds nothing in silence and in nothing", () => {
    expect(findOnsets(new Float32Array(48_000), 48_000)).toEqual([]);
    expect(findOnsets(new Float32Array(0), 48_000)).toEqual([]);
  });
});
