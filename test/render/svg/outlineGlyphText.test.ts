import { beforeAll, describe, expect, it } from "vitest";
import { joinFonts, type MusicFonts } from "../../../src/formats/font/musicFonts.js";
import { readMusicFont } from "../../../src/formats/font/outlineFont.js";
import { flattenSvg, type Shape, type TextShape } from "../../../src/formats/svg/flattenSvg.js";
import { parseSvg } from "../../../src/formats/svg/svgTree.js";
import { ownMusicFont } from "../../../src/io/musicFontFiles.js";
import { glyphOutliner } from "../../../src/render/svg/outlineGlyphText.js";
import { tinyFont } from "../../formats/font/tinyFont.js";

let fonts: MusicFonts;
beforeAll(async () => {
  fonts = joinFonts(await ownMusicFont());
});

function textOf(attributes: string, content: string): TextShape {
  const svg = `<svg viewBox="0 0 900 900"><text x="100" y="50" font-size="40" ${attributes}>${content}</text></svg>`;
  const [shape] = flattenSvg(parseSvg(svg)).shapes;
  if (shape.kind !== "text") throw new Error("no text");
  return shape;
}

function boxOf(shape: Shape): number[] {
  if (shape.kind !== "path") throw new Error("no outline");
  return shape.outline.box.map((side) => Math.round(side * 100) / 100);
}

describe("outlineGlyphText", () => {
  it("draws a head at the origin and size of its character: left edge there, centre on the line", () => {
    const shape = textOf('font-family="Helsinki Std" fill="#123456"', "\uf0cf");
    const [head, ...rest] = glyphOutliner(fonts)(shape);
    expect(rest).toEqual([]);
    expect(boxOf(head)).toEqual([100, 45, 111.8, 55]); // 40 units are 4 spaces: 1.18 x 1 space
    expect(head).toMatchObject({ scope: shape.scope, paint: { fill: "#123456" } });
  });

  it("draws the whole rest under the line above", () => {
    const [rest] = glyphOutliner(fonts)(textOf('font-family="Opus Std"', "\uf0b7"));
    const [, top, , bottom] = boxOf(rest);
    expect(top).toBeCloseTo(40, 0);
    expect(bottom).toBeGreaterThan(44);
  });

  it("leaves a text of words as it is", () => {
    const shape = textOf('font-family="Palatino"', "espress. <tspan>più</tspan>");
    expect(glyphOutliner(fonts)(shape)).toEqual([shape]);
  });

  it("sets several signs by their widths", () => {
    const [m, f] = glyphOutliner(fonts)(textOf('font-family="Maestro"', "mf".replace("m", "\uf0bd")));
    const advance = fonts.glyph({ fontFamily: "Maestro", fontWeight: "400", fontStyle: "normal" }, "\uf0bd");
    const alone = boxOf(glyphOutliner(fonts)(textOf('font-family="Maestro"', "f"))[0]);
    expect(boxOf(m)[0]).toBeLessThan(boxOf(f)[0]);
    expect(boxOf(f)[0]).toBeCloseTo(alone[0] + 40 * (advance?.advanceEm ?? 0), 1);
  });

  it("turns an outline with its text", () => {
    const [head] = glyphOutliner(fonts)(textOf('font-family="Opus Std" transform="rotate(90)"', "\uf0cf"));
    // (100, 50) turned by 90 degrees is (-50, 100); what lay to the right lies below.
    expect(boxOf(head)).toEqual([-55, 100, -45, 111.8]);
  });

  it("draws words too where their font is given, blanks as distance", async () => {
    const letter = { codePoint: 0x61, advance: 500, box: [0, 0, 400, 400] } as const;
    const blank = { codePoint: 0x20, advance: 250, box: [0, 0, 0, 0] } as const;
    const user = await readMusicFont(tinyFont({ family: "Words", glyphs: [letter, blank] }), "words.ttf");
    const joined = joinFonts(await ownMusicFont(), user);
    const boxes = glyphOutliner(joined)(textOf('font-family="Words"', "a a")).map(boxOf);
    expect(boxes.map(([left, , right]) => [left, right])).toEqual([
      [100, 116],
      [130, 146],
    ]);
  });

  it("makes one outline of equal characters of one size", () => {
    const outline = glyphOutliner(fonts);
    const [one, two] = [1, 2].map(() => outline(textOf('font-family="Opus Std"', "\uf0cf"))[0]);
    expect(one).toEqual(two);
  });
});
