/** Texts as outlines and words, each at its own place. */
import type { PathShape, Shape, TextShape } from "../../formats/svg/flattenSvg.js";
import { moveOutline, type Outline } from "../../formats/svg/outline.js";
import type { TextRun } from "../../formats/svg/textRuns.js";
import { timesWidth } from "./timesWidths.js";

/** An outline from the character's origin, at the size of its run, turned as the run is; null for a blank. */
export interface TextGlyph {
  readonly outline: Outline | null;
  /** How far the next character stands, letter spacing not counted. */
  readonly widthUnit: number;
}

/** The outline of one character of a run, or null if it stays a character of a word. */
export type GlyphOf = (run: TextRun, character: string) => TextGlyph | null;

type Piece = { readonly run: TextRun; readonly widthUnit: number } & (
  | { readonly glyph: TextGlyph; readonly text?: undefined }
  | { readonly text: string; readonly glyph?: undefined }
);

/**
 * Split a text into outlines and words of one style each. What stands after a word is placed by the widths of Times, the
 * font Verovio lays text out with. A text without any outline stays as it is.
 */
export function placeText(shape: TextShape, glyphOf: GlyphOf): Shape[] {
  return chunksOf(shape.runs).flatMap((chunk) => placeChunk(chunk, shape, glyphOf));
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

function placeChunk(chunk: readonly TextRun[], shape: TextShape, glyphOf: GlyphOf): Shape[] {
  const pieces = chunk.flatMap((run) => piecesOf(run, glyphOf));
  if (chunk.length === 1 && pieces.every((piece) => piece.glyph === undefined))
    return [{ ...shape, runs: chunk }];
  const angle = (chunk[0].rotationDeg * Math.PI) / 180;
  const [ux, uy] = [Math.cos(angle), Math.sin(angle)];
  const widthUnit = pieces.reduce((sum, piece) => sum + piece.widthUnit + piece.run.dx, 0);
  const before = { start: 0, middle: widthUnit / 2, end: widthUnit }[chunk[0].anchor] ?? 0;
  let [along, across] = [-before, 0];
  let lastRun: TextRun | null = null;
  const placed: Shape[] = [];
  for (const piece of pieces) {
    if (piece.run !== lastRun) {
      along += piece.run.dx;
      across += piece.run.dy;
      lastRun = piece.run;
    }
    const indent = piece.text === undefined ? 0 : leadingWidth(piece.run, piece.text);
    const x = (chunk[0].x ?? 0) + (along + indent) * ux - across * uy;
    const y = (chunk[0].y ?? 0) + (along + indent) * uy + across * ux;
    if (piece.text === undefined) placed.push(...glyphAt(piece.glyph, piece.run, shape, x, y));
    else if (piece.text.trim() !== "") placed.push(wordAt(piece.run, piece.text, shape, x, y));
    along += piece.widthUnit;
  }
  return placed;
}

function piecesOf(run: TextRun, glyphOf: GlyphOf): Piece[] {
  const pieces: Piece[] = [];
  let word = "";
  const endWord = () => {
    if (word !== "") pieces.push({ run, text: word, widthUnit: wordWidth(run, word) });
    word = "";
  };
  for (const character of run.text) {
    const glyph = glyphOf(run, character);
    if (glyph === null) word += character;
    else {
      endWord();
      pieces.push({ run, glyph, widthUnit: glyph.widthUnit + run.letterSpacing });
    }
  }
  endWord();
  return pieces;
}

function wordWidth(run: TextRun, text: string): number {
  return (timesWidth(text, run) * run.fontSize) / 1000 + [...text].length * run.letterSpacing;
}

/** Blanks at the ends become distance: not every viewer keeps them. */
function leadingWidth(run: TextRun, text: string): number {
  return wordWidth(run, text.slice(0, text.length - text.trimStart().length));
}

function wordAt(run: TextRun, text: string, { scope }: TextShape, x: number, y: number): TextShape {
  return {
    kind: "text",
    scope,
    runs: [{ ...run, text: text.trim(), x, y, dx: 0, dy: 0, anchor: "start" }],
  };
}

function glyphAt(
  { outline }: TextGlyph,
  run: TextRun,
  { scope }: TextShape,
  x: number,
  y: number,
): PathShape[] {
  if (outline === null) return [];
  const paint = {
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
  };
  return [{ kind: "path", scope, outline: moveOutline(outline, x, y), paint }];
}
