import fc from "fast-check";
import { svgPathBbox } from "svg-path-bbox";
import svgpath from "svgpath";
import { describe, expect, it } from "vitest";
import { IDENTITY, type Matrix } from "../../../src/formats/svg/matrix.js";
import { outlinePath } from "../../../src/formats/svg/outline.js";

const COUNTS = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, Z: 0 } as const;
const letters = Object.keys(COUNTS) as (keyof typeof COUNTS)[];

/** Anything that begins with a move and a line; numbers with at most two decimals, as programs write them. */
const pathText = fc
  .array(
    fc.tuple(
      fc.constantFrom(...letters),
      fc.boolean(),
      fc.array(fc.integer({ min: -20_000, max: 20_000 }), { minLength: 6, maxLength: 6 }),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((segments) =>
    segments.reduce(
      (text, [letter, relative, values]) =>
        `${text}${relative ? letter.toLowerCase() : letter}${values
          .slice(0, COUNTS[letter])
          .map((value) => value / 100)
          .join(" ")}`,
      "M1.5 2.25L7 3",
    ),
  );

const matrices: readonly Matrix[] = [
  IDENTITY,
  [0.531496, 0, 0, 0.531496, 12.5, -7.25],
  [0.72, 0, 0, -0.72, 100, 200],
  [0.6, 0.8, -0.8, 0.6, 3, 4],
  [2, 0.5, 0, 1, 0, 0],
];

describe("outlinePath", () => {
  it("agrees with svgpath and svg-path-bbox on any path under any map", () => {
    fc.assert(
      fc.property(pathText, fc.constantFrom(...matrices), (text, matrix) => {
        const outline = outlinePath(text, matrix);
        const ref = svgpath(text)
          .matrix([...matrix])
          .rel()
          .round(3)
          .toString();
        expect(outline).not.toBeNull();
        if (outline === null) return;
        const own = `M${outline.x} ${outline.y}${outline.tail}`;
        expect(segmentsOf(own)).toEqual(segmentsOf(ref));
        const strayMoves = /[mM][^a-zA-Z]*(?=[mMzZ]|$)/.test(text);
        if (!strayMoves) {
          svgPathBbox(ref).forEach((value, i) => {
            expect(outline.box[i]).toBeCloseTo(value, 6);
          });
        }
      }),
      { numRuns: 400 },
    );
  });
});

/** Absolute, rounded, with horizontal and vertical lines as lines. */
const segmentsOf = (text: string) => {
  const path = svgpath(text).abs();
  path.iterate(([name, value], _, x, y) => {
    if (name === "H") return [["L", value, y]];
    if (name === "V") return [["L", x, value]];
  });
  return (path.round(2) as unknown as { segments: unknown }).segments;
};
