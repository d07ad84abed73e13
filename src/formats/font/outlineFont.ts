/** A font file as outlines and widths by code point. */
import type { Font, FontCollection, Glyph } from "fontkitten";
import { LeitmotionError } from "../../core/error.js";
import type { Box } from "../svg/outline.js";
import { type MusicFamily, musicFamily, normalFamily } from "./musicFamily.js";

export interface FontGlyph {
  /** Path data in 1/1000 em from the character's origin, y upwards; "" for a blank. */
  readonly path: string;
  readonly advanceEm: number;
  /** Left, top, right, bottom of the outline in em, y downwards; all 0 for a blank. */
  readonly boxEm: Box;
}

export interface OutlineFont {
  /** The file, for messages. */
  readonly file: string;
  /** Family, full and PostScript name as `normalFamily` writes them. */
  readonly names: readonly string[];
  readonly isBold: boolean;
  readonly isItalic: boolean;
  /** The table that its characters follow; null for a font of words. */
  readonly music: MusicFamily | null;
  /**
   * The glyph of a code point, or null if the font has none.
   *
   * @throws LeitmotionError FONT_INVALID if the font is damaged there
   */
  glyph(codePoint: number): FontGlyph | null;
}

/** A font of 10 000 signs has a few MB, the largest of East Asia 30: more is no font that anyone meant. */
const MAX_FONT_BYTE = 64 * 2 ** 20;
const BLANK: Box = [0, 0, 0, 0];
/** A SMuFL font is told by its black head, whatever its name. */
const BLACK_HEAD = 0xe0a4;

/**
 * Read OpenType, TrueType, WOFF or a collection (.ttc) of the user's. The outlines stay on the machine: they are drawn, the
 * file is not passed on. WOFF2 is refused, since its size when unpacked is not known beforehand.
 *
 * @param bytes    the file
 * @param fileName for messages
 * @returns        the fonts in it, one but for collections
 * @throws         LeitmotionError FONT_INVALID if it is no such file, damaged, or over 64 MiB also unpacked
 * @cost           the first call loads the font reader; glyphs are read when asked for, about 1 ms each
 */
export async function readMusicFont(bytes: Uint8Array, fileName: string): Promise<OutlineFont[]> {
  assertFontFile(bytes, fileName);
  const { create } = await import("fontkitten");
  return guarded(fileName, () => {
    const read = create(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    return fontsOf(read).map((font) => outlineFont(withLineMetrics(font), fileName));
  });
}

function fontsOf(read: Font | FontCollection): readonly Font[] {
  return read.isCollection ? read.fonts : [read];
}

/** Old TrueType fonts have no table OS/2; the reader wants its version before it tells a width. */
function withLineMetrics(font: Font): Font {
  return (font["OS/2"] as unknown) === undefined ? Object.assign(font, { "OS/2": { version: 0 } }) : font;
}

function assertFontFile(bytes: Uint8Array, file: string): void {
  const kind = String.fromCharCode(...bytes.subarray(0, 4));
  if (kind === "wOF2") throw new LeitmotionError("FONT_INVALID", "WOFF2 is not read", { file });
  const size = kind === "wOFF" ? unpackedSize(bytes) : bytes.length;
  if (Math.max(size, bytes.length) > MAX_FONT_BYTE)
    throw new LeitmotionError("FONT_INVALID", `Font of ${size} bytes is too large`, { file });
}

/** Sum of the sizes that a WOFF file declares for its tables. @source WOFF 1.0, sections 3 and 4 */
function unpackedSize(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tableCount = bytes.length < 44 ? 0 : view.getUint16(12);
  let sum = 0;
  for (let i = 0; i < tableCount && 44 + 20 * (i + 1) <= bytes.length; i++)
    sum += view.getUint32(44 + 20 * i + 12);
  return sum;
}

function outlineFont(font: Font, file: string): OutlineFont {
  const names = [font.familyName, font.fullName, font.postscriptName].filter(Boolean).map(normalFamily);
  const isSmufl = glyphOf(font, BLACK_HEAD) !== null;
  const byName = names.map(musicFamily).find((family) => family !== null) ?? null;
  return {
    file,
    names,
    isBold: /bold|black|heavy/i.test(font.subfamilyName),
    isItalic: /italic|oblique/i.test(font.subfamilyName),
    music: byName ?? (isSmufl ? { layout: "smufl", spacesPerEm: 4 } : null),
    glyph: (codePoint) => guarded(file, () => glyphOf(font, codePoint)),
  };
}

function glyphOf(font: Font, codePoint: number): FontGlyph | null {
  const glyph: Glyph = font.glyphForCodePoint(codePoint);
  if (glyph.id === 0) return null;
  const em = font.unitsPerEm;
  const { minX, minY, maxX, maxY } = glyph.bbox;
  const path = glyph.path.commands.length === 0 ? "" : glyph.path.scale(1000 / em).toSVG();
  const boxEm: Box = path === "" ? BLANK : [minX / em, -maxY / em, maxX / em, -minY / em];
  if (![...boxEm, glyph.advanceWidth].every(Number.isFinite)) throw new Error("a glyph has no finite size");
  return { path, advanceEm: glyph.advanceWidth / em, boxEm };
}

function guarded<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LeitmotionError("FONT_INVALID", `Font cannot be read: ${reason}`, { file }, { cause });
  }
}
