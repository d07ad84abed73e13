import { describe, expect, it } from "vitest";
import { median, upperMedian } from "../../src/core/median.js";

describe("the middle of some values", () => {
  it.each([
    { why: "an odd count, out of order", values: [10, 9, 100], mean: 10, upper: 10 },
    { why: "an even count", values: [4, 1, 3, 2], mean: 2.5, upper: 3 },
    { why: "negative ones", values: [-1, -10, 2], mean: -1, upper: -1 },
    { why: "none", values: [], mean: Number.NaN, upper: 0 },
  ])("$why", ({ values, mean, upper }) => {
    const given = [...values];
    expect(median(values)).toBe(mean);
    expect(upperMedian(values)).toBe(upper);
    expect(values).toEqual(given);
  });
});
