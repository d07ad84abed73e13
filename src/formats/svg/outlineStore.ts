/** Outlines of paths that repeat: a glyph is drawn hundreds of times, at few sizes. */
import type { Matrix } from "./matrix.js";
import { moveOutline, type Outline } from "./outline.js";
import { parsePathData } from "./pathData.js";
import { placePath } from "./placePath.js";

/** One path at one size; entries of the same path hang on each other. */
interface Entry {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  /** At the origin of the map; null if it draws nothing. */
  readonly outline: Outline | null;
  readonly next: Entry | null;
}

/** Paths kept; what comes later is drawn all the same, only not remembered. */
const MAX_PATHS = 100_000;
/** Sizes of one path looked through. */
const MAX_SIZES = 16;
/** Linear parts this close, relative to their largest number, are the same: products of the same maps differ by less. */
const SAME = 1e-9;

export class OutlineStore {
  readonly #byPath = new Map<string, Entry>();
  /** Length of all path data that had to be read. */
  readLength = 0;

  /**
   * The outline of `path` under `matrix`. Those of one path at one size have the same tail, wherever they stand.
   *
   * @param keepsStart  see placePath
   */
  place(path: string, matrix: Matrix, keepsStart: boolean): Outline | null {
    const first = this.#byPath.get(path);
    let depth = 0;
    for (let entry = first ?? null; entry !== null; entry = entry.next, depth++) {
      if (isSame(entry, matrix)) return at(entry.outline, matrix);
    }
    this.readLength += path.length;
    const [a, b, c, d] = matrix;
    const outline = placePath(parsePathData(path), [a, b, c, d, 0, 0], keepsStart);
    if (first !== undefined || this.#byPath.size < MAX_PATHS) {
      this.#byPath.set(path, { a, b, c, d, outline, next: depth < MAX_SIZES ? (first ?? null) : null });
    }
    return at(outline, matrix);
  }
}

function at(outline: Outline | null, matrix: Matrix): Outline | null {
  return outline === null ? null : moveOutline(outline, matrix[4], matrix[5]);
}

function isSame({ a, b, c, d }: Entry, matrix: Matrix): boolean {
  const bound = SAME * Math.max(Math.abs(a), Math.abs(b), Math.abs(c), Math.abs(d));
  return (
    Math.abs(a - matrix[0]) <= bound &&
    Math.abs(b - matrix[1]) <= bound &&
    Math.abs(c - matrix[2]) <= bound &&
    Math.abs(d - matrix[3]) <= bound
  );
}
