import { describe, expect, it } from "vitest";
import { findHeads } from "../../../src/align/page/findHeads.js";
import { buildScore } from "../../score/scoreBuilder.js";
import { drawnPage, glyph, head } from "./drawnPage.js";

const score = buildScore({
  parts: [
    [{ notes: "E4 F4 [G4 B4]:1 A4" }, { notes: "r:4" }, { notes: "C5:4" }],
    [{ notes: "A4:4" }, { notes: "r:4" }, { notes: "C5:2 G4:2" }],
  ],
});
/** Left edges and steps above the bottom line of each part, and the truth in the order of the notes. */
const UPPER = [
  [100, 0],
  [150, 1],
  [200, 2],
  [200, 4],
  [250, 3],
  [400, 5],
] as const;
const LOWER = [
  [100, 3],
  [400, 5],
  [450, 2],
] as const;
const HEADS = [...UPPER.map(([x, s]) => [x, 300 - 5 * s]), ...LOWER.map(([x, s]) => [x, 420 - 5 * s])];

describe("a page of noteheads alone", () => {
  it.each([
    { why: "text", draw: (x: number, y: number) => glyph(x, y, "f") },
    { why: "outlines", draw: (x: number, y: number) => head(x + 5.9, y) },
  ])("as $why gives every note its head, none of them proved", ({ draw }) => {
    const order = [3, 0, 8, 5, 1, 7, 2, 6, 4];
    const page = drawnPage(order.map((k) => draw(HEADS[k][0], HEADS[k][1])));
    const { heads, isSamePiece } = findHeads([page], score);
    expect(heads.map(({ shape }) => order[shape])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(heads.every(({ certainty }) => certainty === "likely")).toBe(true);
    expect(isSamePiece).toBe(true);
  });

  it("that has one head too few, or one on a wrong step, is not read", () => {
    const draw = (heads: readonly (readonly number[])[]) =>
      findHeads([drawnPage(heads.map(([x, y]) => glyph(x, y, "f")))], score);
    expect(draw(HEADS.slice(1))).toMatchObject({ heads: [], isSamePiece: false, certainty: ["ambiguous"] });
    expect(draw(HEADS.with(2, [200, 280])).heads).toEqual([]);
  });
});
