/** Music characters inside the texts of our own pages become outlines; the words around them stay text. */
import type { Shape, TextShape } from "../../formats/svg/flattenSvg.js";
import { outlinePath } from "../../formats/svg/outline.js";
import type { TextRun } from "../../formats/svg/textRuns.js";
import { placeText, type TextGlyph } from "./placeText.js";
import { codePointOf, isSmufl, type TextGlyphs } from "./textGlyphs.js";

/** A music character that the music font lacks stays text. */
export function outlineMusicText(shape: TextShape, glyphs: TextGlyphs): Shape[] {
  return placeText(shape, (run, character) => musicGlyphOf(run, character, glyphs));
}

/** The next character stands at the right edge of the outline: these fonts tell us no widths. */
function musicGlyphOf(run: TextRun, character: string, glyphs: TextGlyphs): TextGlyph | null {
  const path = isSmufl(character) ? glyphs[codePointOf(character)] : undefined;
  const scale = run.fontSize / 1000;
  const outline = path === undefined ? null : outlinePath(path, [scale, 0, 0, -scale, 0, 0]);
  return outline === null ? null : { outline, widthUnit: Math.max(outline.box[2], 0) };
}
