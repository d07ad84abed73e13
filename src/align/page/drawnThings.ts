/** What the shapes of a page cover: boxes with their strokes, pieces of straight lines, single characters. */
import type { FlatSvg, Paint, PathShape, TextShape } from "../../formats/svg/flattenSvg.js";
import { type Box, joinBoxes } from "../../formats/svg/outline.js";
import { readOutline } from "./outlineForm.js";
import { MAX_LINE_SEGMENTS, PIECE_LENGTH_THICKNESS } from "./pageConstants.js";

/** A straight piece of line, or a thing as thin as one. */
export interface LinePiece {
  readonly shape: number;
  readonly box: Box;
}

/** A character that stands alone. */
export interface TextGlyph {
  /** Number of its run in the text. */
  readonly run: number;
  readonly character: string;
  readonly family: string;
  /** Size of the font in units of the viewBox. */
  readonly sizeUnit: number;
  /** Where its left edge meets the baseline, unless it is anchored otherwise. */
  readonly x: number;
  readonly y: number;
  readonly anchor: string;
}

export interface LinePieces {
  readonly horizontal: readonly LinePiece[];
  readonly vertical: readonly LinePiece[];
}

/** What is painted of an outline: its geometry, and half the stroke on all sides. */
export function paintedBox(shape: PathShape): Box {
  return widen(shape.outline.box, halfStroke(shape.paint));
}

/** False for what leaves no mark. */
export function isPainted(paint: Paint): boolean {
  const fills = paint.fill !== null && paint.fillOpacity > 0;
  const strokes = paint.stroke !== null && paint.strokeOpacity > 0;
  return paint.opacity > 0 && (fills || strokes);
}

/**
 * Find everything thin and straight that runs along an axis. A path of several lines gives a piece for each; a rectangle
 * that is only stroked gives its four sides.
 *
 * @cost linear in the shapes and in the length of those paths that have several lines
 */
export function linePieces(flat: FlatSvg): LinePieces {
  const horizontal: LinePiece[] = [];
  const vertical: LinePiece[] = [];
  const add = (shape: number, box: Box) => {
    const [width, height] = [box[2] - box[0], box[3] - box[1]];
    if (width >= height * PIECE_LENGTH_THICKNESS) horizontal.push({ shape, box });
    else if (height >= width * SLIM) vertical.push({ shape, box });
  };
  flat.shapes.forEach((shape, index) => {
    if (shape.kind !== "path" || !isPainted(shape.paint)) return;
    for (const box of thinBoxes(shape)) add(index, box);
  });
  return { horizontal, vertical };
}

function thinBoxes(shape: PathShape): readonly Box[] {
  const { box, tail } = shape.outline;
  const isStraight = !/[csqt]/.test(tail);
  if (isStraight && (tail.includes("m") || shape.paint.fill === null)) return pieceBoxes(shape);
  if (Math.min(box[2] - box[0], box[3] - box[1]) * SLIM > longSide(box)) return [];
  if (tail.length > SHORT_TAIL && readOutline(shape.outline).segments > MAX_LINE_SEGMENTS) return [];
  return [paintedBox(shape)];
}

/** Thin things are this often as long as thick; a stem of a grace note, drawn thick, has 8. */
const SLIM = 2;
/** Path data of a few segments is no longer. */
const SHORT_TAIL = 100;

/** The boxes of a path of straight lines: of each filled area, or of each stroked side. */
function pieceBoxes(shape: PathShape): Box[] {
  const { fill } = shape.paint;
  const half = halfStroke(shape.paint);
  const boxes: Box[] = [];
  for (const { xs, ys } of readOutline(shape.outline).subpaths) {
    const corners = xs.map((x, i): Box => [x, ys[i], x, ys[i]]);
    if (fill !== null) boxes.push(widen(joinBoxes(corners), half));
    else
      for (let i = 1; i < corners.length; i++) addSide(boxes, joinBoxes([corners[i - 1], corners[i]]), half);
  }
  return boxes;
}

function addSide(boxes: Box[], side: Box, half: number): void {
  const short = Math.min(side[2] - side[0], side[3] - side[1]);
  if (short * PIECE_LENGTH_THICKNESS <= longSide(side)) boxes.push(widen(side, half));
}

function longSide(box: Box): number {
  return Math.max(box[2] - box[0], box[3] - box[1]);
}

/** Characters of a text that stand alone in their run, upright and at a place of their own. */
export function textGlyphs(shape: TextShape): TextGlyph[] {
  const glyphs: TextGlyph[] = [];
  shape.runs.forEach((run, index) => {
    const characters = run.text.length > 8 ? [] : [...run.text.trim()];
    if (characters.length !== 1 || run.x === null || run.y === null) return;
    if (Math.abs(run.rotationDeg) > 1 || run.fill === "none") return;
    glyphs.push({
      run: index,
      character: characters[0],
      family: run.fontFamily,
      sizeUnit: run.fontSize,
      x: run.x + run.dx,
      y: run.y + run.dy,
      anchor: run.anchor,
    });
  });
  return glyphs;
}

function halfStroke(paint: Paint): number {
  return paint.stroke === null ? 0 : paint.strokeWidth / 2;
}

function widen([left, top, right, bottom]: Box, by: number): Box {
  return [left - by, top - by, right + by, bottom + by];
}
