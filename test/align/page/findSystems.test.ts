import { describe, expect, it } from "vitest";
import { bar, geometryOf, head, lines, shapeOf } from "./drawnPage.js";

/** Staves at these heights, with bar lines of their own at 500. */
const staves = (...tops: number[]) => tops.flatMap((top) => [...lines(100, top, 900), bar(500, top)]);

describe("a system", () => {
  it("is what a line on the left holds together", () => {
    const things = [...staves(100, 200, 400, 500), bar(100, 100, 240), bar(100, 400, 540)];
    expect(shapeOf(geometryOf(things, { staffCount: 2 }))).toEqual(["2: 400 400", "2: 400 400"]);
  });

  it("is held together by a line drawn staff by staff", () => {
    const pieces = [bar(100, 100), bar(100, 140, 200), bar(100, 200), bar(100, 240, 300), bar(100, 300)];
    expect(shapeOf(geometryOf([...staves(100, 200, 300), ...pieces], { staffCount: 4 }))).toEqual([
      "3: 400 400",
    ]);
  });

  it("may have fewer staves than the score: empty ones are hidden", () => {
    const things = [...staves(100, 200, 300, 500, 600), bar(100, 100, 340), bar(100, 500, 640)];
    expect(shapeOf(geometryOf(things, { staffCount: 3 }))).toEqual(["3: 400 400", "2: 400 400"]);
  });

  it("is a part of the page where nothing joins the staves of a score", () => {
    expect(shapeOf(geometryOf(staves(100, 200, 400, 500), { staffCount: 2 }))).toEqual([
      "2: 400 400",
      "2: 400 400",
    ]);
  });

  it("is not made of staves whose bar lines differ", () => {
    const things = [...staves(100), ...lines(100, 200, 900), bar(300, 200)];
    expect(shapeOf(geometryOf(things, { staffCount: 2 }))).toEqual(["1: 400 400", "1: 200 600"]);
  });

  it("is not made by a stem that reaches from one staff into the other", () => {
    const stem = bar(300, 130, 215);
    expect(shapeOf(geometryOf([...staves(100, 200), bar(600, 200), stem], { staffCount: 2 }))).toHaveLength(
      2,
    );
  });

  it("ends where another stands beside it", () => {
    const left = [100, 200].flatMap((top) => lines(100, top, 480));
    const right = [100, 200].flatMap((top) => lines(520, top, 900));
    const things = [
      ...left,
      ...right,
      bar(100, 100, 240),
      bar(520, 100, 240),
      head(600, 150),
      head(460, 150),
    ];
    const geometry = geometryOf(things, { staffCount: 2 });
    expect(geometry.systems.map((system) => [system.left, system.right])).toEqual([
      [100, 480],
      [520, 900],
    ]);
    expect(geometry.candidates.map((candidate) => candidate.system)).toEqual([0, 1]);
  });

  it("keeps a staff that is cut away where it is empty", () => {
    const stub = [...lines(300, 100, 500), bar(500, 100), bar(300, 100)];
    const things = [...stub, ...lines(100, 200, 900), bar(500, 200), bar(300, 200), bar(100, 100, 240)];
    expect(shapeOf(geometryOf(things, { staffCount: 2 }))).toEqual(["2: 200 200 400"]);
  });

  it("comes in the order of reading, whatever was drawn first", () => {
    const things = [...staves(500), ...staves(100), ...staves(900)];
    expect(geometryOf(things).systems.map((system) => system.top)).toEqual([100, 500, 900]);
  });
});
