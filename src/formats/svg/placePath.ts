/** Path data under an affine map, as relative commands rounded to three decimals, with its exact box. */
import { type Extent, extend, extendCubic, extendQuadratic } from "./curveExtent.js";
import type { Matrix } from "./matrix.js";
import type { Box, Outline } from "./outline.js";
import { CODE, countOf, isRelative, type PathData } from "./pathData.js";

/** Above this, thousandths are no longer exact in a double. */
const ROUNDABLE = 1e12;

/** Nearest thousandth, ties as `toFixed` decides them: by the exact value of the double. */
function thousandth(value: number): number {
  const scaled = value * 1000;
  const floor = Math.floor(scaled);
  const isNearTie = Math.abs(scaled - floor - 0.5) < 1e-6 || !(Math.abs(value) < ROUNDABLE);
  return isNearTie ? Number(value.toFixed(3)) : Math.round(scaled) / 1000;
}

/**
 * What is known of the path so far, each point in three forms: as the source says it, mapped, and mapped and rounded. What
 * rounding took from a point is given to the next one, so that errors do not add up along the path.
 */
class Pen {
  text = "";
  isDrawn = false;
  readonly #map: { a: number; b: number; c: number; d: number; e: number; f: number };
  readonly #keepsStart: boolean;
  readonly #xs: Extent = { low: Infinity, high: -Infinity };
  readonly #ys: Extent = { low: Infinity, high: -Infinity };
  #sourceX = 0;
  #sourceY = 0;
  #mapX = 0;
  #mapY = 0;
  #x = 0;
  #y = 0;
  #lostX = 0;
  #lostY = 0;
  /** Where the contour began: source, map, rounded, lost. */
  #start: readonly number[] = [0, 0, 0, 0, 0, 0, 0, 0];
  #lastCode = 0;
  /** Last control point of the segment before, for S and T, and which of the two it serves (0: neither). */
  #controlX = 0;
  #controlY = 0;
  #controlFor = 0;
  /** Mapped coordinates of the segment at hand: relative, then rounded. */
  readonly #own = [0, 0, 0, 0, 0, 0];

  constructor([a, b, c, d, e, f]: Matrix, keepsStart: boolean) {
    this.#map = { a, b, c, d, e, f };
    this.#keepsStart = keepsStart;
  }

  /** The first point, which stays absolute. */
  begin(x: number, y: number): readonly [number, number] {
    const { a, b, c, d, e, f } = this.#map;
    this.#sourceX = x;
    this.#sourceY = y;
    this.#mapX = x * a + y * c + e;
    this.#mapY = x * b + y * d + f;
    this.#x = this.#keepsStart ? this.#mapX : thousandth(this.#mapX);
    this.#y = this.#keepsStart ? this.#mapY : thousandth(this.#mapY);
    this.#lostX = this.#mapX - this.#x;
    this.#lostY = this.#mapY - this.#y;
    this.#markStart();
    this.#lastCode = CODE.m - 32;
    return [this.#x, this.#y];
  }

  close(): void {
    [this.#sourceX, this.#sourceY, this.#mapX, this.#mapY, this.#x, this.#y, this.#lostX, this.#lostY] =
      this.#start;
    if (this.#lastCode !== CODE.z) this.text += "z";
    this.#lastCode = CODE.z;
    this.#controlFor = 0;
  }

  segment(code: number, values: readonly number[], at: number): void {
    const lower = code | 32;
    if (lower === CODE.h || lower === CODE.v) this.#axisLine(code, lower, values[at]);
    else {
      const count = countOf(lower);
      this.#mapOwn(isRelative(code), values, at, count);
      this.#draw(lower, count);
    }
    if (lower === CODE.m) this.#markStart();
  }

  box(): Box {
    return [this.#xs.low, this.#ys.low, this.#xs.high, this.#ys.high];
  }

  #markStart(): void {
    this.#start = [
      this.#sourceX,
      this.#sourceY,
      this.#mapX,
      this.#mapY,
      this.#x,
      this.#y,
      this.#lostX,
      this.#lostY,
    ];
    this.#controlFor = 0;
  }

  #mapOwn(relative: boolean, values: readonly number[], at: number, count: number): void {
    const { a, b, c, d, e, f } = this.#map;
    const own = this.#own;
    for (let i = 0; i < count; i += 2) {
      const x = values[at + i];
      const y = values[at + i + 1];
      own[i] = relative ? x * a + y * c : x * a + y * c + e - this.#mapX;
      own[i + 1] = relative ? x * b + y * d : x * b + y * d + f - this.#mapY;
    }
    const x = values[at + count - 2];
    const y = values[at + count - 1];
    this.#sourceX = relative ? this.#sourceX + x : x;
    this.#sourceY = relative ? this.#sourceY + y : y;
    this.#mapX = relative ? this.#mapX + own[count - 2] : x * a + y * c + e;
    this.#mapY = relative ? this.#mapY + own[count - 1] : x * b + y * d + f;
  }

  /** A horizontal or vertical line; on a map that turns it, a line like any other. */
  #axisLine(code: number, lower: number, value: number): void {
    const isH = lower === CODE.h;
    const [x, y] = [this.#sourceX, this.#sourceY];
    const target = isRelative(code)
      ? [isH ? x + value : x, isH ? y : y + value]
      : [isH ? value : x, isH ? y : value];
    const { a, b, c, d } = this.#map;
    const isAxis = isH ? b === 0 : c === 0;
    if (isRelative(code)) {
      this.#own[0] = isH ? value * a : value * c;
      this.#own[1] = isH ? value * b : value * d;
      this.#mapX += this.#own[0];
      this.#mapY += this.#own[1];
      [this.#sourceX, this.#sourceY] = target;
    } else this.#mapOwn(false, target, 0, 2);
    this.#draw(isAxis ? lower : CODE.l, 2);
  }

  /** Round what `#own` holds, write it and extend the box. */
  #draw(lower: number, count: number): void {
    const own = this.#own;
    const isAxis = lower === CODE.h || lower === CODE.v;
    if (lower !== CODE.v) own[count - 2] = this.#roundX(own[count - 2] + this.#lostX);
    if (lower !== CODE.h) own[count - 1] = this.#roundY(own[count - 1] + this.#lostY);
    for (let i = 0; i < count - 2; i++) own[i] = thousandth(own[i]);
    if (isAxis) {
      if (lower === CODE.h) own[1] = 0;
      else own[0] = 0;
    }
    this.#write(lower, count);
    if (lower === CODE.m) {
      this.#x += own[0];
      this.#y += own[1];
    } else this.#cover(lower, count);
  }

  #roundX(value: number): number {
    const rounded = thousandth(value);
    this.#lostX = value - rounded;
    return rounded;
  }

  #roundY(value: number): number {
    const rounded = thousandth(value);
    this.#lostY = value - rounded;
    return rounded;
  }

  #write(lower: number, count: number): void {
    const own = this.#own;
    const isSame = lower === this.#lastCode && lower !== CODE.m;
    if (lower === CODE.m && this.#lastCode === CODE.z) this.text += " ";
    if (!isSame) this.text += String.fromCharCode(lower);
    this.#lastCode = lower;
    const [first, end] = lower === CODE.h ? [0, 1] : lower === CODE.v ? [1, 2] : [0, count];
    for (let i = first; i < end; i++) {
      // No blank is needed after a command or before a sign.
      this.text += own[i] >= 0 && (i > first || isSame) ? ` ${own[i]}` : own[i];
    }
  }

  #cover(lower: number, count: number): void {
    const own = this.#own;
    const [xs, ys, x, y] = [this.#xs, this.#ys, this.#x, this.#y];
    const [endX, endY] = [x + own[count - 2], y + own[count - 1]];
    extend(xs, x);
    extend(ys, y);
    if (lower === CODE.c || lower === CODE.q) this.#setControl(lower, x + own[count - 4], y + own[count - 3]);
    if (lower === CODE.c) {
      extendCubic(xs, x, x + own[0], this.#controlX, endX);
      extendCubic(ys, y, y + own[1], this.#controlY, endY);
    } else if (lower === CODE.s) {
      const firstX = this.#controlFor === CODE.c ? 2 * x - this.#controlX : x;
      const firstY = this.#controlFor === CODE.c ? 2 * y - this.#controlY : y;
      this.#setControl(CODE.c, x + own[0], y + own[1]);
      extendCubic(xs, x, firstX, this.#controlX, endX);
      extendCubic(ys, y, firstY, this.#controlY, endY);
    } else if (lower === CODE.q || lower === CODE.t) {
      if (lower === CODE.t && this.#controlFor === CODE.q) {
        this.#setControl(CODE.q, 2 * x - this.#controlX, 2 * y - this.#controlY);
      } else if (lower === CODE.t) this.#setControl(CODE.q, x, y);
      extendQuadratic(xs, x, this.#controlX, endX);
      extendQuadratic(ys, y, this.#controlY, endY);
    } else {
      extend(xs, endX);
      extend(ys, endY);
      this.#controlFor = 0;
    }
    this.#x = endX;
    this.#y = endY;
    this.isDrawn = true;
  }

  #setControl(kind: number, x: number, y: number): void {
    this.#controlX = x;
    this.#controlY = y;
    this.#controlFor = kind;
  }
}

/**
 * A path on the page.
 *
 * @param keepsStart  leave the first point as exact as it is: the rest then depends on the path's form alone, not on its place
 * @returns           null for a path without a segment: it draws nothing
 * @cost              linear in the segments
 */
export function placePath({ codes, values }: PathData, matrix: Matrix, keepsStart: boolean): Outline | null {
  if (codes.length === 0) return null;
  const pen = new Pen(matrix, keepsStart);
  const [x, y] = pen.begin(values[0], values[1]);
  let at = 2;
  for (let i = 1; i < codes.length; i++) {
    const lower = codes[i] | 32;
    if (lower === CODE.z) pen.close();
    else pen.segment(codes[i], values, at);
    at += countOf(lower);
  }
  return pen.isDrawn ? { x, y, tail: pen.text, box: pen.box() } : null;
}
