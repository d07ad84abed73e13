/** The shapes of a page as things with a box in which notation is looked for. */
import type { MusicGlyph } from "../../../formats/font/musicGlyph.js";
import { musicGlyph } from "../../../formats/font/musicGlyph.js";
import type { PathShape, Shape, TextShape } from "../../../formats/svg/flattenSvg.js";
import type { Box, Outline } from "../../../formats/svg/outline.js";
import { isPainted, paintedBox } from "../drawnThings.js";

export interface DrawnItem {
  /** Index in the page's shapes. */
  readonly shape: number;
  /** With stroke; of a text an estimate. */
  readonly box: Box;
  readonly width: number;
  readonly height: number;
  readonly centreX: number;
  readonly centreY: number;
  /** Null for a text. */
  readonly outline: Outline | null;
  readonly isFilled: boolean;
  readonly text: DrawnText | null;
}

export interface DrawnText {
  readonly text: string;
  /** Size of the font in units of the viewBox. */
  readonly sizeUnit: number;
  readonly x: number;
  /** Height of the baseline. */
  readonly y: number;
  /** The sign that its first character is in its music font, or null: words. */
  readonly glyph: MusicGlyph | null;
  /** Whether there is a sign in it at all. */
  readonly hasMusic: boolean;
}

/** Null for what leaves no mark. */
export function drawnItem(shape: Shape, index: number): DrawnItem | null {
  return shape.kind === "path" ? outlineItem(shape, index) : textItem(shape, index);
}

function outlineItem(shape: PathShape, index: number): DrawnItem | null {
  if (!isPainted(shape.paint)) return null;
  const isFilled = shape.paint.fill !== null;
  return withBox(paintedBox(shape), { shape: index, outline: shape.outline, isFilled, text: null });
}

function textItem({ runs }: TextShape, index: number): DrawnItem | null {
  const text = runs
    .map((run) => run.text)
    .join("")
    .trim();
  const [first] = runs;
  if (first === undefined || text === "") return null;
  const glyph = musicGlyph(first.fontFamily, text);
  const hasMusic = runs.some((run) => {
    return [...run.text.trim()].some((character) => musicGlyph(run.fontFamily, character) !== null);
  });
  const [x, y, sizeUnit] = [(first.x ?? 0) + first.dx, (first.y ?? 0) + first.dy, first.fontSize];
  const drawn: DrawnText = { text, sizeUnit, x, y, glyph, hasMusic };
  const others = { shape: index, outline: null, isFilled: true, text: drawn };
  return withBox(textBox(drawn, first.anchor), others);
}

/** Mean width of a letter, and of a sign of a music font, in em. */
const LETTER_EM = 0.5;
const SIGN_EM = 0.3;
/** Height of letters above and below the baseline, and half that of signs. */
const ASCENT_EM = 0.7;
const DESCENT_EM = 0.2;
const HALF_SIGN_EM = 0.15;

function textBox({ text, glyph, x, y, sizeUnit }: DrawnText, anchor: string): Box {
  const width = [...text].length * sizeUnit * (glyph === null ? LETTER_EM : SIGN_EM);
  const left = anchor === "end" ? x - width : anchor === "middle" ? x - width / 2 : x;
  const [up, down] = glyph === null ? [ASCENT_EM, DESCENT_EM] : [HALF_SIGN_EM, HALF_SIGN_EM];
  return [left, y - up * sizeUnit, left + width, y + down * sizeUnit];
}

type Boxless = Pick<DrawnItem, "shape" | "outline" | "isFilled" | "text">;

function withBox(box: Box, { shape, outline, isFilled, text }: Boxless): DrawnItem {
  const [left, top, right, bottom] = box;
  return {
    shape,
    box,
    width: right - left,
    height: bottom - top,
    centreX: (left + right) / 2,
    centreY: (top + bottom) / 2,
    outline,
    isFilled,
    text,
  };
}
