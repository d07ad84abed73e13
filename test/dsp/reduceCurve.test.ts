import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { curveError, reduceCurve } from "../../src/dsp/reduceCurve.js";

const curve = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 200 });
const keysAt = (ys: readonly number[], rows: readonly number[]) =>
  rows.map((row) => [row, ys[row]] as [number, number]);

describe("reduceCurve", () => {
  it.each([
    { why: "a straight line to its ends", ys: [0, 1, 2, 3, 4], bound: 0, kept: [0, 4] },
    { why: "a corner to three points", ys: [0, 1, 2, 1, 0], bound: 0, kept: [0, 2, 4] },
    { why: "a dent within the bound to the ends", ys: [0, 0, 1, 0, 0], bound: 1, kept: [0, 4] },
    { why: "a dent beyond the bound to all its points", ys: [0, 0, 1.1, 0, 0], bound: 1, kept: [0, 2, 4] },
    { why: "one point to itself", ys: [7], bound: 0, kept: [0] },
    { why: "nothing to nothing", ys: [], bound: 0, kept: [] },
  ])("reduces $why", ({ ys, bound, kept }) => {
    expect(reduceCurve(ys, { bound })).toEqual(kept);
  });

  it("splits a long stretch evenly where nothing else asks for it", () => {
    expect(reduceCurve(new Array(9).fill(3), { bound: 1, maxGap: 4 })).toEqual([0, 4, 8]);
  });

  it("never errs by more than its bound, keeps what it must and leaves no gap too wide", () => {
    fc.assert(
      fc.property(
        curve,
        fc.double({ min: 0, max: 50, noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.integer({ min: -5, max: 250 }), { maxLength: 5 }),
        (ys, bound, maxGap, keep) => {
          const rows = reduceCurve(ys, { bound, maxGap, keep });
          expect(curveError(ys, keysAt(ys, rows))).toBeLessThanOrEqual(bound + 1e-9);
          expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b));
          expect([rows[0], rows.at(-1)]).toEqual([0, ys.length - 1]);
          for (const k of keep) if (k >= 0 && k < ys.length) expect(rows).toContain(k);
          rows.slice(1).forEach((row, i) => {
            expect(row - rows[i]).toBeLessThanOrEqual(maxGap);
          });
        },
      ),
      { seed: 1 },
    );
  });
});

describe("curveError", () => {
  it("finds the largest vertical distance, worked by hand", () => {
    expect(
      curveError(
        [0, 5, 2, 3, 4],
        [
          [0, 0],
          [4, 4],
        ],
      ),
    ).toBe(4);
    expect(curveError([1, 1, 4], [[0, 1]])).toBe(3);
    expect(curveError([], [])).toBe(0);
    expect(curveError([1], [])).toBe(Number.POSITIVE_INFINITY);
  });
});
