/** Music characters inside texts become outlines; the words around them stay text, each at its own place. */
import type { PathShape, Shape, TextShape } from "../../formats/svg/flattenSvg.js";
import { type Outline, outlinePath } from "../../formats/svg/outline.js";
import type { TextRun } from "../../formats/svg/textRuns.js";
import { codePointOf, isSmufl, type TextGlyphs } from "./textGlyphs.js";
import { timesWidth } from "./timesWidths.js";

type Piece = { readonly run: TextRun; readonly widthUnit: number } & (
  | { readonly glyph: Outline; readonly text?: undefined }
  | { readonly text: string; readonly glyph?: undefined }
);

/**
 * Split a text into outlines and words of one style each. What stands after a word is placed by the widths of Times, the
 * font Verovio lays text out with. A music character that the music font lacks stays text.
 */
export function outlineMusicText(shape: TextShape, glyphs: TextGlyphs): Shape[] {
  return chunksOf(shape.runs).flatMap((chunk) => placeChunk(chunk, shape, glyphs));
}

/** A chunk begins where a place is given. */
function chunksOf(runs: readonly TextRun[]): TextRun[][] {
  const chunks: TextRun[][] = [];
  for (const run of runs) {
    if (chunks.length === 0 || run.x !== null || run.y !== null) chunks.push([]);
    chunks.at(-1)?.push(run);
  }
  return chunks;
}

function placeChunk(chunk: readonly TextRun[], shape: TextShape, glyphs: TextGlyphs): Shape[] {
  if (chunk.length === 1 && ![...chunk[0].text].some(isSmufl)) return [{ ...shape, runs: chunk }];
  const pieces = chunk.flatMap((run) => piecesOf(run, glyphs));
  const widthUnit = pieces.reduce((sum, piece) => sum + piece.widthUnit + piece.run.dx, 0);
  const before = { start: 0, middle: widthUnit / 2, end: widthUnit }[chunk[0].anchor] ?? 0;
  let x = (chunk[0].x ?? 0) - before;
  let y = chunk[0].y ?? 0;
  let lastRun: TextRun | null = null;
  const placed: Shape[] = [];
  for (const piece of pieces) {
    if (piece.run !== lastRun) {
      x += piece.run.dx;
      y += piece.run.dy;
      lastRun = piece.run;
    }
    if (piece.glyph !== undefined) placed.push(glyphAt(piece, shape, x, y));
    else if (piece.text.trim() !== "") placed.push(wordAt(piece.run, piece.text, shape, x, y));
    x += piece.widthUnit;
  }
  return placed;
}

function piecesOf(run: TextRun, glyphs: TextGlyphs): Piece[] {
  const pieces: Piece[] = [];
  for (const text of run.text.match(/[\uE000-\uF8FF]|[^\uE000-\uF8FF]+/g) ?? []) {
    const path = isSmufl(text) ? glyphs[codePointOf(text)] : undefined;
    const scale = run.fontSize / 1000;
    const glyph = path === undefined ? null : outlinePath(path, [scale, 0, 0, -scale, 0, 0]);
    if (glyph !== null) pieces.push({ run, glyph, widthUnit: Math.max(glyph.box[2], 0) + run.letterSpacing });
    else pieces.push({ run, text, widthUnit: wordWidth(run, text) });
  }
  return pieces;
}

function wordWidth(run: TextRun, text: string): number {
  return (timesWidth(text, run) * run.fontSize) / 1000 + [...text].length * run.letterSpacing;
}

/** Blanks at the ends become distance: not every viewer keeps them. */
function wordAt(run: TextRun, text: string, { scope }: TextShape, x: number, y: number): TextShape {
  const indent = wordWidth(run, text.slice(0, text.length - text.trimStart().length));
  const word = { ...run, text: text.trim(), x: x + indent, y, dx: 0, dy: 0, anchor: "start" };
  return { kind: "text", scope, runs: [word] };
}

function glyphAt(
  { run, glyph }: Piece & { glyph: Outline },
  { scope }: TextShape,
  x: number,
  y: number,
): PathShape {
  const [left, top, right, bottom] = glyph.box;
  const box = [left + x, top + y, right + x, bottom + y] as const;
  return {
    kind: "path",
    scope,
    outline: { x: glyph.x + x, y: glyph.y + y, tail: glyph.tail, box },
    paint: {
      fill: run.fill,
      stroke: null,
      strokeWidth: 0,
      strokeDash: [],
      fillOpacity: 1,
      strokeOpacity: 1,
      strokeLinecap: "butt",
      strokeLinejoin: "miter",
      fillRule: "nonzero",
      opacity: 1,
    },
  };
}
