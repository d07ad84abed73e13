import { describe, expect, it } from "vitest";
import { readGeometry } from "../../../src/align/page/readGeometry.js";
import { drawnPage, geometryOf, glyph, halfHead, head, lines } from "./drawnPage.js";

const staff = lines(100, 100, 900);
/** Steps down the staff, so that every thing stands on the grid. */
const along = (draw: ((x: number, y: number) => string)[]) => draw.map((one, i) => one(200 + 50 * i, 120));
const sizes = (things: string[]) =>
  geometryOf([...staff, ...things]).clusters.map((cluster) => cluster.members.length);

describe("a cluster", () => {
  it("holds one outline wherever it stands, as path, ellipse or use", () => {
    const used =
      '<defs><g id="h"><path d="M-5.9 0c0 -2.8 2.6 -5 5.9 -5c3.3 0 5.9 2.2 5.9 5c0 2.8 -2.6 5 -5.9 5z"/></g></defs>';
    const things = [
      used,
      '<use href="#h" x="300" y="120"/>',
      '<use href="#h" transform="translate(400 110)"/>',
    ];
    expect(sizes(things)).toEqual([2]);
    expect(sizes([head(300, 120), head(350, 110), head(400, 105)])).toEqual([3]);
  });

  it("parts black and half heads, and graces", () => {
    const small = (x: number, y: number) => head(x, y, 0.6);
    expect(sizes(along([head, halfHead, head, small, halfHead, head, small]))).toEqual([3, 2, 2]);
  });

  it("parts a hollow head from a black one of the same outline", () => {
    const hollow = head(300, 120).replace("/>", ' fill="none" stroke="#000" stroke-width="0.01"/>');
    expect(sizes([hollow, head(400, 120)])).toEqual([1, 1]);
  });

  it("forgives the last digits of coordinates", () => {
    const rounded = [300.03, 340.07, 380.01, 420.18].map((x) => {
      const [left, c, right] = [x - 5.93, x, x + 5.93].map((value) => value.toFixed(1));
      return `<path d="M${left} 120C${left} 117 ${c} 115 ${c} 115S${right} 117 ${right} 120 ${c} 125 ${c} 125 ${left} 123 ${left} 120z"/>`;
    });
    expect(sizes(rounded)).toEqual([4]);
  });

  it("of text holds one character of one font at one size", () => {
    const things = [
      glyph(200, 120, "\uf0cf"),
      glyph(250, 110, "\uf0cf", 40.2),
      glyph(300, 120, "\uf0fa"),
      glyph(350, 120, "\uf0cf", 24),
      glyph(400, 120, "\uf0cf", 40, "Helsinki"),
    ];
    const { clusters } = geometryOf([...staff, ...things]);
    expect(clusters.map(({ family, character, members }) => [family, character, members.length])).toEqual([
      ["Opus", "\uf0cf", 2],
      ["Opus", "\uf0fa", 1],
      ["Opus", "\uf0cf", 1],
      ["Helsinki", "\uf0cf", 1],
    ]);
    expect(clusters[0].widthSpace).toBeCloseTo(1.18 * 1.0025, 6);
  });

  it("is one across pages of several sizes", () => {
    const small = drawnPage([...staff, head(300, 120)]);
    const large = drawnPage(
      [`<g transform="scale(3.7)">${[...staff, head(300, 120)].join("")}</g>`],
      [3700, 5180],
    );
    const { clusters } = readGeometry([small, large], { oneLineStaves: false, staffCount: 1 });
    expect(clusters.map((cluster) => [cluster.members.length, cluster.heightSpace])).toEqual([
      [2, expect.closeTo(1, 3)],
    ]);
  });
});
