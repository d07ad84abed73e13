import { describe, expect, it } from "vitest";
import { flattenSvg, type TextShape } from "../../../src/formats/svg/flattenSvg.js";
import { parseSvg } from "../../../src/formats/svg/svgTree.js";
import { outlineMusicText } from "../../../src/render/svg/outlineMusicText.js";
import { timesWidth } from "../../../src/render/svg/timesWidths.js";
import { writeShape } from "../../../src/render/svg/writeShapes.js";

const PLAIN = { fontWeight: "normal", fontStyle: "normal" };
/** A square of half an em, standing on the line. */
const GLYPHS = { ECA5: "M0 0h500v500h-500z" };

function textOf(content: string): TextShape {
  const [shape] = flattenSvg(
    parseSvg(`<svg viewBox="0 0 9 9"><text x="100" y="50" ${content}</text></svg>`),
  ).shapes;
  if (shape.kind !== "text") throw new Error("no text");
  return shape;
}

it.each([
  ["AV", PLAIN, 1444],
  ["~", PLAIN, 541],
  ["~", { fontWeight: "bold", fontStyle: "normal" }, 520],
  ["~", { fontWeight: "normal", fontStyle: "italic" }, 541],
  ["~", { fontWeight: "bold", fontStyle: "italic" }, 570],
  ["é", PLAIN, 444],
])("Times is as wide as its AFM file says: %s", (text, style, width) => {
  expect(timesWidth(text, style)).toBe(width);
});

describe("outlineMusicText", () => {
  it("leaves plain words alone", () => {
    const shape = textOf('font-size="10">dolce');
    expect(outlineMusicText(shape, GLYPHS)).toEqual([shape]);
  });

  it("places glyph and words one after another", () => {
    const shape = textOf('font-size="10">AV\uECA5 = 72');
    const [before, glyph, after] = outlineMusicText(shape, GLYPHS);
    expect(before).toMatchObject({ runs: [{ text: "AV", x: 100 }] });
    expect(glyph).toMatchObject({ outline: { box: [114.44, 45, 119.44, 50] } });
    expect(after).toMatchObject({ runs: [{ text: "= 72", x: 119.44 + 2.5 }] });
  });

  it("keeps a centred text centred", () => {
    const [before, glyph] = outlineMusicText(textOf('text-anchor="middle" font-size="10">AV\uECA5'), GLYPHS);
    const width = 14.44 + 5;
    expect(before).toMatchObject({ runs: [{ x: expect.closeTo(100 - width / 2, 9), anchor: "start" }] });
    expect(glyph).toMatchObject({ outline: { x: expect.closeTo(100 - width / 2 + 14.44, 3) } });
  });

  it("keeps a music character that the font lacks as text", () => {
    const shape = textOf('font-size="10">\uE000 x');
    expect(outlineMusicText(shape, GLYPHS)).toEqual([shape]);
  });
});

describe("texts as written", () => {
  it("keep the width they were laid out with, in any font", () => {
    expect(writeShape(textOf('font-size="10" font-family="Times, serif">AV'))).toBe(
      '<text x="100" y="50" font-family="Times, serif" font-size="10" textLength="14.44" lengthAdjust="spacingAndGlyphs" fill="#000000">AV</text>',
    );
  });

  it("are not squeezed where the width is a guess", () => {
    expect(writeShape(textOf('font-size="10">Пой'))).not.toContain("textLength");
  });

  it("are escaped", () => {
    expect(writeShape(textOf('font-size="10">a &lt; b &amp; c'))).toContain(">a &lt; b &amp; c<");
  });
});
