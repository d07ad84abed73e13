import { describe, expect, it } from "vitest";
import { analyseLevel } from "../../src/analysis/level.js";
import { analyseTempo } from "../../src/analysis/tempo.js";
import { sine } from "../dsp/signals.js";

describe("analyseTempo", () => {
  it("finds a steady tempo once, with full confidence", () => {
    const found = analyseTempo({ quarters: [0, 1, 2, 3], secs: [1, 1.6, 2.2, 2.8] });
    expect(found?.value.globalBpm).toBeCloseTo(100, 9);
    expect(found?.value.curve).toHaveLength(1);
    expect(found?.value.curve[0][0]).toBe(1);
    expect(found?.confidence).toBeCloseTo(1, 5);
  });

  it("weighs tempi by their time: 4 quarters at 120 and 4 at 60 are 8 in 6 seconds", () => {
    const found = analyseTempo({ quarters: [0, 4, 8], secs: [0, 2, 6] });
    expect(found?.value.globalBpm).toBeCloseTo(80, 9);
    expect(found?.value.curve).toEqual([
      [0, 120],
      [2, 60],
    ]);
    expect(found?.confidence).toBeLessThan(0.8);
  });

  it("leaves out stretches in which the clock stands still, and says nothing without time", () => {
    expect(analyseTempo({ quarters: [0, 1, 2], secs: [0, 1, 1] })?.value.curve).toEqual([[0, 60]]);
    expect(analyseTempo({ quarters: [0, 1], secs: [3, 3] })).toBeNull();
    expect(analyseTempo({ quarters: [], secs: [] })).toBeNull();
  });
});

describe("analyseLevel", () => {
  it("finds a full-scale sine at 0 dB peak and -3 dB RMS", () => {
    const level = analyseLevel(sine(1000, 1, 48_000, 1))?.value;
    expect(level?.peakDb).toBeCloseTo(0, 2);
    expect(level?.rmsDb).toBeCloseTo(-3.01, 2);
  });

  it("says nothing about silence", () => {
    expect(analyseLevel(new Float32Array(100))).toBeNull();
  });
});
