import { describe, expect, it } from "vitest";
import { fraction, toNumber, ZERO } from "../../src/core/fraction.js";
import type { MeterChange } from "../../src/core/scoreMarks.js";
import { beatGrid } from "../../src/score/beatGrid.js";
import { unfoldScore } from "../../src/score/unfoldScore.js";
import { backward, buildScore, type MarkSpec, type MeasureSpec } from "./scoreBuilder.js";

function meter(beats: number[], beatType: number, measureIndex = 0): MeterChange {
  return { measureIndex, measureQuarter: ZERO, beats, beatType, partIndex: 0, symbol: null };
}

/** `1@0` is the first beat of a bar at quarter 0, `!` a downbeat. */
function beats(measures: MeasureSpec[], meters: MeterChange[], structure: MarkSpec[] = []): string {
  const score = buildScore({ measures, structure, more: { meters } });
  return beatGrid(unfoldScore(score, { repeats: "written" }))
    .beats.map((b) => `${b.beatInMeasure}@${toNumber(b.quarter)}${b.isDownbeat ? "!" : ""}`)
    .join(" ");
}

describe("beatGrid", () => {
  it.each([
    { why: "4/4", notes: "C4:4", meters: [meter([4], 4)], grid: "1@0! 2@1 3@2 4@3" },
    { why: "2/2 beats in halves", notes: "C4:4", meters: [meter([2], 2)], grid: "1@0! 2@2" },
    {
      why: "6/8 beats in dotted quarters",
      notes: "C4:3",
      meters: [meter([6], 8)],
      grid: "1@0! 2@1.5",
    },
    { why: "12/16", notes: "C4:3", meters: [meter([12], 16)], grid: "1@0! 2@0.75 3@1.5 4@2.25" },
    { why: "3/8 beats in eighths", notes: "C4:3/2", meters: [meter([3], 8)], grid: "1@0! 2@0.5 3@1" },
    { why: "3+2 over 8 as written", notes: "C4:5/2", meters: [meter([3, 2], 8)], grid: "1@0! 2@1.5" },
    {
      why: "3+2 over 4 in quarters",
      notes: "C4:5",
      meters: [meter([3, 2], 4)],
      grid: "1@0! 2@1 3@2 4@3 5@4",
    },
    { why: "6/4 in quarters", notes: "C4:6", meters: [meter([6], 4)], grid: "1@0! 2@1 3@2 4@3 5@4 6@5" },
    { why: "no meter, no beats", notes: "C4:4", meters: [], grid: "" },
    { why: "senza misura, no beats", notes: "C4:4", meters: [meter([], 4)], grid: "" },
    { why: "longer than its meter", notes: "C4:4", meters: [meter([3], 4)], grid: "1@0! 2@1 3@2 4@3" },
  ])("$why", ({ notes, meters, grid }) => {
    expect(beats([{ notes }], meters)).toBe(grid);
  });

  it("counts a pickup from the end of its bar", () => {
    expect(beats([{ notes: "C4:1", implicit: true }, { notes: "D4:3" }], [meter([3], 4)])).toBe(
      "3@0 1@1! 2@2 3@3",
    );
    expect(beats([{ notes: "C4:1/2" }, { notes: "D4:3" }], [meter([3], 4)])).toBe("1@0.5! 2@1.5 3@2.5");
  });

  it("gives the second half of a split bar no downbeat, even where it is not marked implicit", () => {
    const halves = (implicit: boolean) => [
      { notes: "C4:4" },
      { notes: "C4:3" },
      { notes: "D4:1", implicit },
      { notes: "E4:4" },
    ];
    const grid = "1@0! 2@1 3@2 4@3 1@4! 2@5 3@6 4@7 1@8! 2@9 3@10 4@11";
    expect(beats(halves(true), [meter([4], 4)])).toBe(grid);
    expect(beats(halves(false), [meter([4], 4)])).toBe(grid);
  });

  it("counts a bar cut short from its start", () => {
    expect(beats([{ notes: "C4:2" }, { notes: "D4:1" }], [meter([2], 4)])).toBe("1@0! 2@1 1@2!");
  });

  it("starts on the downbeat where the first bar is split", () => {
    expect(beats([{ notes: "C4:2" }, { notes: "D4:2", implicit: true }], [meter([4], 4)])).toBe(
      "1@0! 2@1 3@2 4@3",
    );
  });

  it("follows repeats, and meters by their place in the score", () => {
    const measures = [{ notes: "C4:2" }, { notes: "D4:3" }];
    const meters = [meter([2], 4), meter([3], 4, 1)];
    expect(beats(measures, meters, [backward(1)])).toBe("1@0! 2@1 1@2! 2@3 3@4 1@5! 2@6 1@7! 2@8 3@9");
  });

  it("follows a repeat inside a measure", () => {
    const structure = [{ at: [0, 2] as const, kind: "repeat-backward", times: 2, afterJump: false }];
    expect(beats([{ notes: "C4:4" }], [meter([4], 4)], structure)).toBe("1@0! 2@1 1@2! 2@3 3@4 4@5");
  });

  it("names the visit of each beat", () => {
    const score = buildScore({
      measures: [{ notes: "C4:1" }],
      structure: [backward(0)],
      more: { meters: [meter([1], 4)] },
    });
    const { beats: found } = beatGrid(unfoldScore(score, { repeats: "written" }));
    expect(found.map((b) => [b.measureVisit, b.quarter])).toEqual([
      [0, ZERO],
      [1, fraction(1)],
    ]);
  });
});
