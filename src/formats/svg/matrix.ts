/** Affine maps of SVG: `[a b c d e f]` takes (x, y) to (ax + cy + e, bx + dy + f). */
import { LeitmotionError } from "../../core/error.js";
import { scanNumbers } from "./numberScanner.js";

export type Matrix = readonly [number, number, number, number, number, number];

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** First `inner`, then `outer`. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

export function applyMatrix(matrix: Matrix, x: number, y: number): [number, number] {
  const [a, b, c, d, e, f] = matrix;
  return [a * x + c * y + e, b * x + d * y + f];
}

/** How much lengths grow: exact for uniform maps, the geometric mean otherwise. */
export function scaleOf(matrix: Matrix): number {
  return Math.sqrt(Math.abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]));
}

/**
 * Read a `transform` attribute; several functions apply from the right to the left.
 *
 * @throws LeitmotionError SVG_VALUE_INVALID for an unknown function, a number missing or not finite, or anything else
 * @source SVG 1.1, section 7.6
 */
export function parseTransform(text: string): Matrix {
  if (text === "none") return IDENTITY;
  let matrix = IDENTITY;
  let at = 0;
  for (let open = text.indexOf("("); open >= 0; open = text.indexOf("(", at)) {
    const close = text.indexOf(")", open);
    const values = close < 0 ? null : scanNumbers(text.slice(open + 1, close));
    if (values === null) throw unreadable(text);
    matrix = multiply(matrix, toMatrix(nameOf(text.slice(at, open)), values, text));
    at = close + 1;
  }
  if (nameOf(text.slice(at)) !== "") throw unreadable(text);
  return matrix;
}

/** A function's name without the blanks and commas around it. */
function nameOf(piece: string): string {
  const name = piece.trim();
  return name.startsWith(",") ? nameOf(name.slice(1)) : name;
}

/**
 * Every number of a list separated by commas or white space.
 *
 * @throws LeitmotionError SVG_VALUE_INVALID for anything that is not a finite number
 */
export function numbersOf(list: string): number[] {
  const values = scanNumbers(list);
  if (values === null)
    throw new LeitmotionError("SVG_VALUE_INVALID", `${excerpt(list)} is no list of numbers`);
  return values;
}

/** A value as messages show it. */
export function excerpt(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}

function unreadable(text: string): LeitmotionError {
  return new LeitmotionError("SVG_VALUE_INVALID", `Transform ${excerpt(text)} cannot be read`);
}

function toMatrix(name: string, values: number[], text: string): Matrix {
  const [v0, v1, v2] = values;
  if (name === "matrix" && values.length === 6) return values as unknown as Matrix;
  if (name === "translate" && values.length >= 1) return [1, 0, 0, 1, v0, v1 ?? 0];
  if (name === "scale" && values.length >= 1) return [v0, 0, 0, v1 ?? v0, 0, 0];
  if (name === "rotate" && values.length >= 1) return rotation(v0, v1 ?? 0, v2 ?? 0);
  if (name === "skewX" && values.length === 1) return [1, 0, Math.tan((v0 * Math.PI) / 180), 1, 0, 0];
  if (name === "skewY" && values.length === 1) return [1, Math.tan((v0 * Math.PI) / 180), 0, 1, 0, 0];
  throw unreadable(text);
}

function rotation(degrees: number, x: number, y: number): Matrix {
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  return [cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y];
}
