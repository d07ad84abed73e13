/** Which musical sign a character of a page is, whatever font it is written in. */
import { LEGACY_TABLES, type LegacyLayout, type LegacyTable } from "./legacyGlyphs.js";
import { macRomanByte } from "./macRoman.js";
import { musicFamily } from "./musicFamily.js";
import {
  formatSmufl,
  type GlyphKind,
  isKnownSmufl,
  isSmuflCode,
  smuflKind,
  smuflName,
} from "./smuflGlyphs.js";

export interface MusicGlyph {
  /** SMuFL code point in upper-case hexadecimal, or null for a head whose form has no certain counterpart. */
  readonly smufl: string | null;
  /** SMuFL's name, `uniXXXX` outside our list, "" for null. */
  readonly name: string;
  readonly kind: GlyphKind;
  /** Size of the SMuFL sign at the same font size (1 em = 4 spaces), against which the page's sign is this much larger. */
  readonly scale: number;
  /** From the character's origin to that of the SMuFL sign, in em of the page's font size, y downwards. */
  readonly shiftYEm: number;
}

/**
 * Where origins differ: fonts of Sonata's kind hang the whole rest from the line above its origin, and draw flags from one
 * space beside the stem's end. Measured on pages of Sibelius for the whole rest and the flag of an up-stem; the others by
 * symmetry.
 */
const SONATA_SHIFT_EM: ReadonlyMap<string, number> = new Map([
  ["restWhole", -0.25],
  ["flag8thUp", -0.25],
  ["flag16thUp", -0.25],
  ["flag8thDown", 0.25],
  ["flag16thDown", 0.25],
]);

/**
 * Letters of Sibelius's fonts for dynamics are as large as letters of words of the same size, where SMuFL draws them for a
 * staff: x-heights of 0.45 and 0.277 em. An estimate: no such font was at hand.
 */
const TEXT_SCALE = 1.6;
/** The small heads (65, 45) of the Special fonts. An estimate. */
const SMALL_HEAD = 0.75;

/**
 * Name a character by font and code.
 *
 * Fonts from before SMuFL hold bytes; a page writes them as U+F000 + byte (seen in every export of Sibelius), as the byte
 * itself, or as the Mac Roman character of the byte. U+00A0 … U+00FF may be either of the last two: the byte wins if the
 * font has it.
 *
 * @param family    font family as on the page
 * @param character one character
 * @returns         null if the font is no music font that we know, or has nothing known there: it is a word then. In fonts of
 *                  unknown name the common SMuFL code points are known too.
 * @example         musicGlyph("Helsinki Std", "\uf0cf")?.name // "noteheadBlack"
 */
export function musicGlyph(family: string, character: string): MusicGlyph | null {
  const font = musicFamily(family);
  const code = character.codePointAt(0) ?? 0;
  if (font === null || font.layout === "smufl") return smuflGlyph(code, font?.spacesPerEm ?? null);
  const table = LEGACY_TABLES[font.layout];
  const byte = legacyByte(table, code);
  return byte === null ? null : legacyGlyph(font.layout, table, byte);
}

function smuflGlyph(code: number, spacesPerEm: number | null): MusicGlyph | null {
  const smufl = formatSmufl(code);
  if (!isSmuflCode(code) || (spacesPerEm === null && !isKnownSmufl(smufl))) return null;
  return {
    smufl,
    name: smuflName(smufl),
    kind: smuflKind(smufl),
    scale: 4 / (spacesPerEm ?? 4),
    shiftYEm: 0,
  };
}

/** The byte that a legacy font's character stands for, or null if the font has nothing there. */
export function legacyByte(table: LegacyTable, code: number): number | null {
  if (code >= 0xf000 && code <= 0xf0ff) return table.has(code - 0xf000) ? code - 0xf000 : null;
  if (code <= 0xff && table.has(code)) return code;
  const mac = macRomanByte(code);
  return mac !== null && table.has(mac) ? mac : null;
}

function legacyGlyph(layout: LegacyLayout, table: LegacyTable, byte: number): MusicGlyph {
  const smufl = table.get(byte) ?? null;
  if (smufl === null) return { smufl, name: "", kind: "notehead", scale: 1, shiftYEm: 0 };
  const name = smuflName(smufl);
  const shiftYEm = SONATA_SHIFT_EM.get(name) ?? 0;
  return { smufl, name, kind: smuflKind(smufl), scale: scaleOf(layout, byte, name), shiftYEm };
}

function scaleOf(layout: LegacyLayout, byte: number, name: string): number {
  if (layout === "sibelius-text") return name.startsWith("met") ? 1 : TEXT_SCALE;
  if (layout === "sibelius-special" && (byte === 0x65 || byte === 0x45)) return SMALL_HEAD;
  return 1;
}
