import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PitchAssigner } from "../../src/align/assignPitch.js";

const GAP = 0.7;

const whole = (times: number[]) => ({ sec: Float64Array.from(times), from: 0, to: times.length });
const assigner = new PitchAssigner();

/** The same assigner every time: what it remembers of other pitches must not matter. */
function assign(score: number[], performed: number[]) {
  assigner.assign(whole(score), whole(performed), GAP);
  return [...assigner.partner.subarray(0, score.length)].flatMap((partner, stroke) =>
    partner < 0 ? [] : [{ score: stroke, performed: partner }],
  );
}

/** The slow obvious version: every way to link without crossing. */
function bestTotal(score: number[], performed: number[]): number {
  const best = (i: number, j: number): number => {
    if (i === score.length || j === performed.length) return 0;
    const weight = 2 * GAP - Math.sqrt(Math.abs(score[i] - performed[j]));
    const linked = weight > 0 ? weight + best(i + 1, j + 1) : Number.NEGATIVE_INFINITY;
    return Math.max(linked, best(i + 1, j), best(i, j + 1));
  };
  return best(0, 0);
}

const times = fc
  .array(fc.integer({ min: 0, max: 60 }), { maxLength: 6 })
  .map((xs) => xs.map((x) => x / 10).sort((a, b) => a - b));

describe("PitchAssigner", () => {
  it("finds the same total as trying every assignment", () => {
    fc.assert(
      fc.property(times, times, (score, performed) => {
        const links = assign(score, performed);
        const total = links.reduce(
          (sum, l) => sum + 2 * GAP - Math.sqrt(Math.abs(score[l.score] - performed[l.performed])),
          0,
        );
        expect(total).toBeCloseTo(bestTotal(score, performed), 9);
      }),
      { numRuns: 300 },
    );
  });

  it("never crosses links and never uses a note twice", () => {
    fc.assert(
      fc.property(times, times, (score, performed) => {
        const links = assign(score, performed);
        for (let k = 1; k < links.length; k++) {
          expect(links[k].score).toBeGreaterThan(links[k - 1].score);
          expect(links[k].performed).toBeGreaterThan(links[k - 1].performed);
        }
      }),
    );
  });

  it("leaves one note of a repeated pitch out instead of shifting all of them by a step", () => {
    const links = assign([0, 0.3, 0.6, 0.9, 1.2], [0.3, 0.6, 0.9, 1.2, 1.5]);
    expect(links.map((l) => [l.score, l.performed])).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 3],
    ]);
  });

  it("links nothing further apart than four times the square of the gap cost", () => {
    expect(assign([0], [1.95])).toHaveLength(1);
    expect(assign([0], [1.97])).toHaveLength(0);
  });
});
