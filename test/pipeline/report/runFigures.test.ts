import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  criticalPath,
  finalError,
  peakMemory,
  type RanStage,
  totalTime,
} from "../../../src/pipeline/report/runFigures.js";

const stage = (
  name: string,
  durationSec: number,
  dependencies: string[] = [],
  after: string[] = [],
): RanStage => ({
  name,
  durationSec,
  dependencies,
  after,
});

describe("criticalPath", () => {
  // read 1 -> audio 4 -> mix 2 (after keyframes 3, which needs audio); drawings 5 need read only.
  // 1 + 4 + 3 + 2 = 10 against 1 + 5 = 6.
  const diamond = [
    stage("read", 1),
    stage("drawings", 5, ["read"]),
    stage("audio", 4, ["read"]),
    stage("keyframes", 3, ["audio"]),
    stage("mix", 2, ["audio"], ["keyframes"]),
  ];

  it("is the longest chain of dependencies and of after", () => {
    expect(criticalPath(diamond)).toEqual({ stages: ["read", "audio", "keyframes", "mix"], durationSec: 10 });
  });

  it("does not depend on the order of the stages", () => {
    expect(criticalPath([...diamond].reverse())).toEqual(criticalPath(diamond));
  });

  it("changes sides when the other chain becomes longer", () => {
    const slow = diamond.map((s) => (s.name === "drawings" ? { ...s, durationSec: 9.5 } : s));
    expect(criticalPath(slow)).toEqual({ stages: ["read", "drawings"], durationSec: 10.5 });
  });

  it("passes over stages that did not run, and is empty without stages", () => {
    expect(criticalPath([stage("mix", 2, ["audio"], ["keyframes"])])).toEqual({
      stages: ["mix"],
      durationSec: 2,
    });
    expect(criticalPath([])).toEqual({ stages: [], durationSec: 0 });
  });

  it("does not walk each of 2^40 ways through 40 forks that join again", () => {
    const ladder = [stage("s0", 1)];
    for (let i = 1; i <= 40; i++) {
      ladder.push(
        stage(`a${i}`, 1, [`s${i - 1}`]),
        stage(`b${i}`, 2, [`s${i - 1}`]),
        stage(`s${i}`, 1, [`a${i}`, `b${i}`]),
      );
    }
    expect(criticalPath(ladder).durationSec).toBe(1 + 40 * 3);
  });
});

describe("totalTime", () => {
  it("is the wall time when stages run one after the other", () => {
    // 0.5 s before, 2 s, 0.25 s between, 3 s, 0.25 s after: 6 s of wall time, 1 s of it overhead
    const spans = [
      { startSec: 0.5, endSec: 2.5 },
      { startSec: 2.75, endSec: 5.75 },
    ];
    expect(totalTime(spans, 6)).toEqual({ tTotalSec: 6, tOverheadSec: 1 });
  });

  it("counts stages side by side in full, and the overhead once", () => {
    // 1..4 and 2..6 overlap, 3..3.5 lies inside: covered 5 of 7 s; 3 + 4 + 0.5 + 2 = 9.5
    const spans = [
      { startSec: 2, endSec: 6 },
      { startSec: 3, endSec: 3.5 },
      { startSec: 1, endSec: 4 },
    ];
    expect(totalTime(spans, 7)).toEqual({ tTotalSec: 9.5, tOverheadSec: 2 });
  });

  it("is all overhead when nothing ran", () => {
    expect(totalTime([], 0.3)).toEqual({ tTotalSec: 0.3, tOverheadSec: 0.3 });
  });
});

describe("peakMemory", () => {
  it("is the largest stage on top of the overhead", () => {
    expect(peakMemory([250, null, 900, 400], 200)).toBe(900);
  });

  it("is the overhead when no stage was measured or none needed more", () => {
    expect(peakMemory([null, 150], 200)).toBe(200);
    expect(peakMemory([], 200)).toBe(200);
  });
});

describe("finalError", () => {
  const outcome = (failedItems: number, totalItems: number, failed = false) => ({
    failedItems,
    totalItems,
    failed,
  });

  it.each([
    { why: "nothing failed", stages: [outcome(0, 10), outcome(0, 0)], error: 0 },
    { why: "1 of 10 lost once", stages: [outcome(1, 10), outcome(0, 5)], error: 0.1 },
    { why: "1 of 10, then half: 1 - 0.9 * 0.5", stages: [outcome(1, 10), outcome(2, 4)], error: 0.55 },
    { why: "a stage that broke off loses all", stages: [outcome(0, 10), outcome(0, 0, true)], error: 1 },
    { why: "no stage", stages: [], error: 0 },
  ])("$why: $error", ({ stages, error }) => {
    expect(finalError(stages)).toBeCloseTo(error, 12);
  });

  it("stays between 0 and 1 and never falls when one more item fails", () => {
    const rows = fc.array(
      fc.record({ totalItems: fc.nat(50), failedItems: fc.nat(60), failed: fc.boolean() }),
    );
    fc.assert(
      fc.property(rows, (stages) => {
        const error = finalError(stages);
        const worse = finalError(stages.map((s) => ({ ...s, failedItems: s.failedItems + 1 })));
        expect(error).toBeGreaterThanOrEqual(0);
        expect(worse).toBeLessThanOrEqual(1);
        expect(worse).toBeGreaterThanOrEqual(error);
      }),
    );
  });
});
