/** Where a position lies among the columns of a score. */
import { describe, expect, it } from "vitest";
import { buildScoreEvents } from "../../src/align/scoreEvents.js";
import { columnAt, columnOn } from "../../src/align/scoreGraph.js";
import { sampleUnfolded } from "./sampleMusic.js";

describe("a position among the columns", () => {
  // Three onsets: at 0, at a third of a quarter, at 2.
  const { columns } = buildScoreEvents(
    sampleUnfolded([
      { at: 0, midi: 60 },
      { at: "1/3", midi: 62 },
      { at: 2, midi: 64 },
    ]),
  );

  it.each([
    { why: "on an onset", quarter: 2, at: 2, on: 2 },
    { why: "on a third that was summed in another order", quarter: 1 - 2 / 3, at: 1, on: 1 },
    { why: "between two onsets", quarter: 1, at: 2, on: -1 },
    { why: "behind the last one", quarter: 3, at: 3, on: -1 },
  ])("$why", ({ quarter, at, on }) => {
    expect(columnAt(columns, quarter)).toBe(at);
    expect(columnOn(columns, quarter)).toBe(on);
  });
});
