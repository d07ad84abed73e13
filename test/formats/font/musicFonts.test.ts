import { createRequire } from "node:module";
import { beforeAll, describe, expect, it } from "vitest";
import { LEGACY_TABLES } from "../../../src/formats/font/legacyGlyphs.js";
import { glyphBox, joinFonts, type MusicFonts } from "../../../src/formats/font/musicFonts.js";
import { type OutlineFont, readMusicFont } from "../../../src/formats/font/outlineFont.js";
import { smuflName } from "../../../src/formats/font/smuflGlyphs.js";
import { ownMusicFont } from "../../../src/io/musicFontFiles.js";
import { type TinyFont, tinyFont } from "./tinyFont.js";

interface Metadata {
  readonly glyphBBoxes: Record<string, { bBoxSW: [number, number]; bBoxNE: [number, number] }>;
  readonly glyphAdvanceWidths: Record<string, number>;
}
const metadata = createRequire(import.meta.url)("@vexflow-fonts/bravura/metadata.json") as Metadata;

let own: OutlineFont;
let fonts: MusicFonts;
beforeAll(async () => {
  own = await ownMusicFont();
  fonts = joinFonts(own);
});

const NOWHERE = [Number.NaN, Number.NaN, Number.NaN, Number.NaN] as const;
const plain = (fontFamily: string) => ({ fontFamily, fontWeight: "400", fontStyle: "normal" });
const readTiny = async (font: TinyFont) => (await readMusicFont(tinyFont(font), "tiny.ttf"))[0];

describe("the font that comes with the program", () => {
  it("draws every sign of every table as large as its own metadata says", () => {
    const signs = new Set(Object.values(LEGACY_TABLES).flatMap((table) => [...table.values()]));
    signs.delete(null);
    expect(signs.size).toBeGreaterThan(170);
    for (const smufl of signs) {
      const name = smuflName(smufl as string);
      const {
        bBoxSW: [west, south],
        bBoxNE: [east, north],
      } = metadata.glyphBBoxes[name];
      const glyph = own.glyph(Number.parseInt(smufl as string, 16));
      const spaces = glyph?.boxEm.map((value) => value * 4) ?? [];
      for (const [i, side] of [west, -north, east, -south].entries())
        expect.soft(spaces[i], `${name} ${i}`).toBeCloseTo(side, 2);
      expect.soft((glyph?.advanceEm ?? 0) * 4, name).toBeCloseTo(metadata.glyphAdvanceWidths[name], 2);
    }
  });

  it("has the black head 1.18 spaces wide, centred on its line", () => {
    expect(glyphBox(fonts, "Opus Std", "\uf0cf")).toEqual([0, -0.125, 0.295, 0.125]);
  });

  it("hangs the whole rest of an older font a space above its origin, and its own from it", () => {
    const [, top, , bottom] = glyphBox(fonts, "Opus Std", "\uf0b7") ?? NOWHERE;
    const [, ownTop, , ownBottom] = glyphBox(fonts, "Bravura", "\ue4e3") ?? NOWHERE;
    expect([top - ownTop, bottom - ownBottom]).toEqual([-0.25, -0.25]);
    expect(Math.abs(ownTop)).toBeLessThan(0.01);
  });

  it("begins a flag at the end of its stem", () => {
    // On a page of Sibelius the flag's origin is one space (0.25 em) below the end of an up-stem.
    expect(glyphBox(fonts, "Helsinki Std", "\uf06a")?.[1]).toBeCloseTo(-0.25, 1);
    expect(glyphBox(fonts, "Helsinki Std", "\uf04a")?.[3]).toBeCloseTo(0.25, 1);
  });

  it("leaves words and heads of unknown form alone", () => {
    expect(glyphBox(fonts, "Palatino", "p")).toBeNull();
    expect(glyphBox(fonts, "Opus Special Std", "2")).toBeNull();
  });
});

describe("a font of the user's", () => {
  const head = { codePoint: 0xf0cf, advance: 600, box: [0, -200, 600, 200] } as const;

  it("draws the texts of its family, in em whatever its units", async () => {
    const user = await readTiny({ family: "Helsinki Std", unitsPerEm: 2000, glyphs: [head] });
    const glyph = joinFonts(own, [user]).glyph(plain("Helsinki Std"), "\uf0cf");
    expect(glyph).toMatchObject({ advanceEm: 0.3, boxEm: [0, -0.1, 0.3, 0.1], scale: 1, shiftYEm: 0 });
    expect(glyph?.path.startsWith("M0 -100")).toBe(true);
  });

  it("is asked by the byte too, and for all fonts with its table", async () => {
    const user = await readTiny({ family: "Opus", glyphs: [{ ...head, codePoint: 0x153 }] });
    const joined = joinFonts(own, [user]);
    expect(glyphBox(joined, "Opus Std", "\uf0cf")).toEqual([0, -0.2, 0.6, 0.2]);
    expect(glyphBox(joined, "Helsinki Std", "\uf0cf")).toEqual([0, -0.2, 0.6, 0.2]);
    expect(glyphBox(joined, "Maestro", "\uf0cf")).toEqual([0, -0.125, 0.295, 0.125]);
    expect(glyphBox(joined, "Opus Special Std", "f")).toEqual([0, -0.125, 0.295, 0.125]);
  });

  it("draws all music if it is a SMuFL font, under any name", async () => {
    const user = await readTiny({ family: "Sophia", glyphs: [{ ...head, codePoint: 0xe0a4 }] });
    const joined = joinFonts(own, [user]);
    for (const [family, character] of [
      ["Opus Std", "\uf0cf"],
      ["Maestro", "œ"],
      ["Leland", "\ue0a4"],
    ])
      expect(glyphBox(joined, family, character)).toEqual([0, -0.2, 0.6, 0.2]);
    expect(glyphBox(joined, "Opus Std", "\uf0fa")?.[2]).toBe(0.295); // which it lacks
  });

  it("draws words of its family and style only", async () => {
    const letter = { codePoint: 0x61, advance: 500, box: [50, 0, 450, 400] } as const;
    const joined = joinFonts(own, [
      await readTiny({ family: "Palatino", glyphs: [letter] }),
      await readTiny({ family: "Palatino", subfamily: "Bold", glyphs: [{ ...letter, advance: 700 }] }),
    ]);
    expect(joined.glyph(plain("Palatino"), "a")?.advanceEm).toBe(0.5);
    expect(joined.glyph({ ...plain("Palatino"), fontWeight: "bold" }, "a")?.advanceEm).toBe(0.7);
    expect(joined.glyph({ ...plain("Palatino"), fontStyle: "italic" }, "a")).toBeNull();
    expect(joined.glyph(plain("Times"), "a")).toBeNull();
  });
});
