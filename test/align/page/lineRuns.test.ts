import { describe, expect, it } from "vitest";
import { joinRuns, type LineRun } from "../../../src/align/page/lineRuns.js";

const run = (from: number, to: number, at = 0, shape = 0): LineRun => ({
  at,
  from,
  to,
  thickness: 1,
  shapes: [shape],
});
const tolerance = { across: 0.5, along: 2 };

describe("joinRuns", () => {
  it.each([
    { why: "touch", runs: [run(0, 10), run(10, 20), run(20, 30)], joined: [[0, 30]] },
    {
      why: "leave a small gap or overlap a little",
      runs: [run(0, 10), run(11.9, 20), run(19, 30)],
      joined: [[0, 30]],
    },
    { why: "are given in any order", runs: [run(20, 30), run(0, 10), run(10, 20)], joined: [[0, 30]] },
    { why: "lie apart", runs: [run(0, 10), run(12.1, 20)], joined: [] },
    { why: "lie beside each other", runs: [run(0, 10), run(10, 20, 0.6)], joined: [] },
    {
      why: "lie on both sides of a cell's edge",
      runs: [run(0, 10, 0.74), run(10, 20, 0.76)],
      joined: [[0, 20]],
    },
    { why: "cover each other", runs: [run(0, 10), run(0, 10)], joined: [] },
  ])("joins runs that $why as it should", ({ runs, joined }) => {
    expect(joinRuns(runs, tolerance).joined.map(({ from, to }) => [from, to])).toEqual(joined);
  });

  it("keeps every run once, in a chain or alone", () => {
    const runs = Array.from({ length: 300 }, (_, i) =>
      run((i * 7) % 101, ((i * 7) % 101) + 5 + (i % 3), i % 11, i),
    );
    const { joined, single } = joinRuns(runs, tolerance);
    expect([...joined, ...single].flatMap(({ shapes }) => shapes).sort((a, b) => a - b)).toEqual(
      runs.map((_, i) => i),
    );
  });

  it("takes time in proportion to the runs, though all lie at one place", () => {
    const runs = Array.from({ length: 200_000 }, (_, i) => run(0, 10 + i * 1e-9));
    expect(joinRuns(runs, tolerance).single).toHaveLength(runs.length);
  });
});
