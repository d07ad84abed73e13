/** Several fonts as one: which outline stands for a character of a page. */
import type { Box } from "../svg/outline.js";
import { LEGACY_TABLES } from "./legacyGlyphs.js";
import { macRomanCode } from "./macRoman.js";
import { musicFamily, normalFamily } from "./musicFamily.js";
import { legacyByte, musicGlyph } from "./musicGlyph.js";
import type { FontGlyph, OutlineFont } from "./outlineFont.js";

/** What of a text's style chooses a font. */
export interface FontChoice {
  readonly fontFamily: string;
  readonly fontWeight: string;
  readonly fontStyle: string;
}

/** An outline at the size of the page's font: 1 em is the page's font size. */
export interface PageGlyph {
  /** Path data in 1/1000 em before scale and shift, y upwards; "" for a blank. */
  readonly path: string;
  readonly scale: number;
  /** Added after scaling, y downwards. */
  readonly shiftYEm: number;
  readonly advanceEm: number;
  /** Left, top, right, bottom from the character's origin, y downwards; scale and shift applied. */
  readonly boxEm: Box;
}

export interface MusicFonts {
  /** The outline of one character, or null: it stays a character of a word. */
  glyph(choice: FontChoice, character: string): PageGlyph | null;
}

/**
 * Put fonts together. A user's font draws the texts of its own family, character for character; then the music of other
 * families that it has the signs of (any, if it is a SMuFL font; those with the same table, if it is an older one). The rest
 * of the music is drawn with `own`. Words in families that no user's font matches stay words.
 *
 * @param own   a SMuFL font: the one that comes with the program
 * @param users in order of preference
 */
export function joinFonts(own: OutlineFont, users: readonly OutlineFont[] = []): MusicFonts {
  const found = new Map<string, PageGlyph | null>();
  return {
    glyph: (choice, character) => {
      const key = `${character}${isBold(choice)}${isItalic(choice)}${choice.fontFamily}`;
      let glyph = found.get(key);
      if (glyph === undefined) {
        glyph = ownFamilyGlyph(users, choice, character) ?? signGlyph([...users, own], choice, character);
        found.set(key, glyph);
      }
      return glyph;
    },
  };
}

/**
 * The box of a character as it will be drawn, from its origin, in em of the page's font size, y downwards.
 *
 * @returns null for a character of a word
 * @example glyphBox(fonts, "Opus Std", "\uf0cf") // black head: [0, -0.125, 0.295, 0.125], 1.18 x 1 spaces
 */
export function glyphBox(fonts: MusicFonts, family: string, character: string): Box | null {
  const choice = { fontFamily: family, fontWeight: "normal", fontStyle: "normal" };
  return fonts.glyph(choice, character)?.boxEm ?? null;
}

function isBold({ fontWeight }: FontChoice): boolean {
  return fontWeight.startsWith("bold") || Number(fontWeight) >= 600;
}

function isItalic({ fontStyle }: FontChoice): boolean {
  return fontStyle === "italic" || fontStyle === "oblique";
}

/** Words are drawn in a font of the same style only; music fonts have none. */
function ownFamilyGlyph(
  users: readonly OutlineFont[],
  choice: FontChoice,
  character: string,
): PageGlyph | null {
  const family = normalFamily(choice.fontFamily);
  for (const font of users) {
    if (!font.names.includes(family)) continue;
    if (font.music === null && (font.isBold !== isBold(choice) || font.isItalic !== isItalic(choice)))
      continue;
    const glyph = directGlyph(font, choice.fontFamily, character);
    if (glyph !== null) return pageGlyph(glyph, 1, 0);
  }
  return null;
}

/** The font's glyph for the character as the page writes it, or as the font itself may call the same byte. */
function directGlyph(font: OutlineFont, family: string, character: string): FontGlyph | null {
  const code = character.codePointAt(0) ?? 0;
  const layout = musicFamily(family)?.layout ?? "smufl";
  const byte = layout === "smufl" ? null : legacyByte(LEGACY_TABLES[layout], code);
  const codes = byte === null ? [code] : [code, 0xf000 + byte, macRomanCode(byte), byte];
  for (const each of codes) {
    const glyph = font.glyph(each);
    if (glyph !== null) return glyph;
  }
  return null;
}

function signGlyph(
  fonts: readonly OutlineFont[],
  { fontFamily }: FontChoice,
  character: string,
): PageGlyph | null {
  const sign = musicGlyph(fontFamily, character);
  if (sign === null) return null;
  const layout = musicFamily(fontFamily)?.layout ?? "smufl";
  for (const font of fonts) {
    if (font.music?.layout === "smufl" && sign.smufl !== null) {
      const glyph = font.glyph(Number.parseInt(sign.smufl, 16));
      if (glyph !== null) return pageGlyph(glyph, (sign.scale * font.music.spacesPerEm) / 4, sign.shiftYEm);
    } else if (font.music?.layout === layout) {
      const glyph = directGlyph(font, fontFamily, character);
      if (glyph !== null) return pageGlyph(glyph, 1, 0);
    }
  }
  return null;
}

function pageGlyph({ path, advanceEm, boxEm }: FontGlyph, scale: number, shiftYEm: number): PageGlyph {
  const [left, top, right, bottom] = boxEm.map((value) => value * scale);
  return {
    path,
    scale,
    shiftYEm,
    advanceEm: advanceEm * scale,
    boxEm: [left, top + shiftYEm, right, bottom + shiftYEm],
  };
}
