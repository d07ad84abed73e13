import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignPitch } from "../../src/align/assignPitch.js";

const GAP = 0.7;

/** The slow obvious version: every way to link without crossing; `banned` is one link that must not be made. */
function bestTotal(score: number[], performed: number[], banned?: [number, number]): number {
  const best = (i: number, j: number): number => {
    if (i === score.length || j === performed.length) return 0;
    const weight = 2 * GAP - Math.sqrt(Math.abs(score[i] - performed[j]));
    const linked =
      weight > 0 && !(banned && banned[0] === i && banned[1] === j)
        ? weight + best(i + 1, j + 1)
        : Number.NEGATIVE_INFINITY;
    return Math.max(linked, best(i + 1, j), best(i, j + 1));
  };
  return best(0, 0);
}

const times = fc
  .array(fc.integer({ min: 0, max: 60 }), { maxLength: 6 })
  .map((xs) => xs.map((x) => x / 10).sort((a, b) => a - b));

describe("assignPitch", () => {
  it("finds the same total as trying every assignment, and the true margin of each link", () => {
    fc.assert(
      fc.property(times, times, (score, performed) => {
        const links = assignPitch(score, performed, GAP);
        const total = links.reduce(
          (sum, l) => sum + 2 * GAP - Math.sqrt(Math.abs(score[l.score] - performed[l.performed])),
          0,
        );
        expect(total).toBeCloseTo(bestTotal(score, performed), 9);
        for (const link of links) {
          const without = bestTotal(score, performed, [link.score, link.performed]);
          expect(link.margin).toBeCloseTo(total - without, 9);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("never crosses links and never uses a note twice", () => {
    fc.assert(
      fc.property(times, times, (score, performed) => {
        const links = assignPitch(score, performed, GAP);
        for (let k = 1; k < links.length; k++) {
          expect(links[k].score).toBeGreaterThan(links[k - 1].score);
          expect(links[k].performed).toBeGreaterThan(links[k - 1].performed);
        }
      }),
    );
  });

  it("leaves one note of a repeated pitch out instead of shifting all of them by a step", () => {
    const links = assignPitch([0, 0.3, 0.6, 0.9, 1.2], [0.3, 0.6, 0.9, 1.2, 1.5], GAP);
    expect(links.map((l) => [l.score, l.performed])).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 3],
    ]);
  });

  it("links nothing further apart than four times the square of the gap cost", () => {
    expect(assignPitch([0], [1.95], GAP)).toHaveLength(1);
    expect(assignPitch([0], [1.97], GAP)).toHaveLength(0);
  });
});
