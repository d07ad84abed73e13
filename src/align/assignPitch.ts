/**
 * Order-preserving assignment of score strokes to performed notes of one pitch.
 *
 * The links of least total cost that never cross: a link costs the root of its time difference, a note
 * left out on either side `gapCost` (Needleman and Wunsch with gaps). The root is concave on purpose:
 * with the plain difference it would be cheaper to shift a chain of repeated notes by 0.3 s each than to
 * admit one extra and one missing note.
 *
 * @source  Needleman and Wunsch, J. Mol. Biol. 48 (1970)
 */
import { ALIGN } from "./alignConstants.js";

/** Nearer notes are one moment. */
const MIN_REACH_SEC = 1e-4;

const UP = 0; // the score stroke is left out
const DIAGONAL = 1;
const LEFT = 2; // the performed note is left out

/** A stretch of ascending times: `sec[from]` … `sec[to - 1]`. */
export interface TimesOfPitch {
  readonly sec: Float64Array;
  readonly from: number;
  readonly to: number;
}

/** Assigns pitch after pitch in the same memory. Row i is a stroke, its band the notes low[i] … high[i] - 1. */
export class PitchAssigner {
  /** Partner of each stroke, counted from the first note of its pitch, or -1; valid up to the next call. */
  partner: Int32Array = new Int32Array(64);
  #low: Int32Array = new Int32Array(64);
  #high: Int32Array = new Int32Array(64);
  #step: Uint8Array = new Uint8Array(1024);
  #reached: Float64Array = new Float64Array(64);

  /**
   * @param gapCost  in roots of a second; nothing further apart than (2 gapCost)² s is linked
   * @cost  strokes × notes within reach, at most `ALIGN.maxBandCells`: denser than any music, the reach is narrowed
   */
  assign(strokes: TimesOfPitch, notes: TimesOfPitch, gapCost: number): void {
    const rows = strokes.to - strokes.from;
    const columns = notes.to - notes.from;
    if (this.partner.length < rows) {
      this.partner = new Int32Array(2 * rows);
      this.#low = new Int32Array(2 * rows);
      this.#high = new Int32Array(2 * rows);
    }
    if (this.#reached.length <= columns) this.#reached = new Float64Array(2 * columns + 2);
    const cells = this.#layBoundedBand(strokes, notes, (2 * gapCost) ** 2);
    if (this.#step.length < cells) this.#step = new Uint8Array(2 * cells);
    this.#sweep(strokes, notes, 2 * gapCost);
    this.#walkBack(rows, columns, cells);
  }

  /** Halve the reach until the band fits into memory; of notes all at one moment the first ones stay. */
  #layBoundedBand(strokes: TimesOfPitch, notes: TimesOfPitch, reachSec: number): number {
    const columns = notes.to - notes.from;
    const rows = strokes.to - strokes.from;
    let cells = this.#layBand(strokes, notes, reachSec, columns);
    for (let reach = reachSec / 2; cells > ALIGN.maxBandCells; reach /= 2) {
      const widest = reach < MIN_REACH_SEC ? Math.ceil(ALIGN.maxBandCells / rows) : columns;
      cells = this.#layBand(strokes, notes, reach, widest);
      if (reach < MIN_REACH_SEC) break;
    }
    return cells;
  }

  /** Bands grow monotonically: both ends of a row lie at or after those of the row before. Returns their cells. */
  #layBand(strokes: TimesOfPitch, notes: TimesOfPitch, reachSec: number, widest: number): number {
    let from = notes.from;
    let to = notes.from;
    let cells = 0;
    for (let i = strokes.from; i < strokes.to; i++) {
      const sec = strokes.sec[i];
      while (from < notes.to && notes.sec[from] <= sec - reachSec) from++;
      while (to < notes.to && notes.sec[to] < sec + reachSec) to++;
      const end = to < from ? from : to > from + widest ? from + widest : to;
      this.#low[i - strokes.from] = from - notes.from;
      this.#high[i - strokes.from] = end - notes.from;
      cells += end - from;
    }
    return cells;
  }

  /**
   * `reached[j]` is the best total of the rows so far using notes < j. It is kept only up to the last
   * column touched; beyond, it is constant.
   */
  #sweep(strokes: TimesOfPitch, notes: TimesOfPitch, most: number): void {
    const reached = this.#reached;
    const step = this.#step;
    const rows = strokes.to - strokes.from;
    reached[0] = 0;
    let touched = 0;
    let cell = 0;
    for (let i = 0; i < rows; i++) {
      const sec = strokes.sec[strokes.from + i];
      const high = this.#high[i];
      for (; touched < high; touched++) reached[touched + 1] = reached[touched];
      let diagonal = reached[this.#low[i]];
      for (let j = this.#low[i]; j < high; j++) {
        const apart = sec - notes.sec[notes.from + j];
        const linked = diagonal + most - Math.sqrt(apart < 0 ? -apart : apart);
        const up = reached[j + 1];
        const left = reached[j];
        diagonal = up;
        if (linked > up && linked > left) {
          step[cell++] = DIAGONAL;
          reached[j + 1] = linked;
        } else if (left > up) {
          step[cell++] = LEFT;
          reached[j + 1] = left;
        } else step[cell++] = UP;
      }
    }
  }

  #walkBack(rows: number, columns: number, cells: number): void {
    let j = columns;
    let end = cells;
    for (let i = rows - 1; i >= 0; i--) {
      const low = this.#low[i];
      const high = this.#high[i];
      const start = end - (high - low);
      if (j > high) j = high;
      while (j > low && this.#step[start + j - 1 - low] === LEFT) j--;
      const isLinked = j > low && this.#step[start + j - 1 - low] !== UP;
      if (isLinked) j--;
      this.partner[i] = isLinked ? j : -1;
      end = start;
    }
  }
}
