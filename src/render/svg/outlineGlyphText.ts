/** Texts of a foreign page: music becomes outlines, and words too where the user gave their font. */
import type { MusicFonts, PageGlyph } from "../../formats/font/musicFonts.js";
import type { Shape, TextShape } from "../../formats/svg/flattenSvg.js";
import type { Matrix } from "../../formats/svg/matrix.js";
import { type Outline, outlinePath } from "../../formats/svg/outline.js";
import type { TextRun } from "../../formats/svg/textRuns.js";
import { type GlyphOf, placeText } from "./placeText.js";

/**
 * A function that turns texts into outlines with the fonts at hand, each at the origin, size and angle of the character it
 * stands for. It keeps the outlines that it has made: pages repeat few characters at few sizes.
 *
 * @returns of a text: itself if it has nothing to outline, else its outlines and words in their order
 */
export function glyphOutliner(fonts: MusicFonts): (shape: TextShape) => Shape[] {
  const made = new Map<PageGlyph, Map<string, Outline | null>>();
  const glyphOf: GlyphOf = (run, character) => {
    const glyph = fonts.glyph(run, character);
    if (glyph === null) return null;
    return { outline: outlineAt(made, glyph, run), widthUnit: glyph.advanceEm * run.fontSize };
  };
  return (shape) => (hasGlyph(shape, fonts) ? placeText(shape, glyphOf) : [shape]);
}

function hasGlyph(shape: TextShape, fonts: MusicFonts): boolean {
  return shape.runs.some((run) => [...run.text].some((character) => fonts.glyph(run, character) !== null));
}

function outlineAt(
  made: Map<PageGlyph, Map<string, Outline | null>>,
  glyph: PageGlyph,
  run: TextRun,
): Outline | null {
  const sizes = made.get(glyph) ?? new Map<string, Outline | null>();
  made.set(glyph, sizes);
  const key = `${run.fontSize} ${run.rotationDeg}`;
  let outline = sizes.get(key);
  if (outline === undefined) {
    outline = glyph.path === "" ? null : outlinePath(glyph.path, placeMatrix(glyph, run));
    sizes.set(key, outline);
  }
  return outline;
}

function placeMatrix({ scale, shiftYEm }: PageGlyph, { fontSize, rotationDeg }: TextRun): Matrix {
  const angle = (rotationDeg * Math.PI) / 180;
  const size = (fontSize * scale) / 1000;
  const [a, b] = [size * Math.cos(angle), size * Math.sin(angle)];
  const shift = shiftYEm * fontSize;
  return [a, b, b, -a, -shift * Math.sin(angle), shift * Math.cos(angle)];
}
