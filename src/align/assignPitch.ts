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

export interface PitchLink {
  readonly score: number;
  readonly performed: number;
  /** What the best assignment without this link costs more: 0 is a coin flip, >= 0. */
  readonly margin: number;
}

/** Nearer notes are one moment. */
const MIN_REACH_SEC = 1e-4;

const UP = 0; // the score stroke is left out
const DIAGONAL = 1;
const LEFT = 2; // the performed note is left out

/** Cells of the band, row by row: row i holds performed notes low[i] … high[i] - 1. */
interface Band {
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** Offset of row i such that cell (i, j) lies at start[i] + j. */
  readonly start: Float64Array;
  readonly cells: number;
}

/**
 * @param scoreSec      expected times of the score strokes, ascending
 * @param performedSec  onsets of the performed notes, ascending
 * @param gapCost       in roots of a second; nothing further apart than (2 gapCost)² s is linked
 * @cost  strokes × notes within reach, at most `ALIGN.maxBandCells`: denser than any music, the reach is narrowed
 */
export function assignPitch(
  scoreSec: ArrayLike<number>,
  performedSec: ArrayLike<number>,
  gapCost: number,
): PitchLink[] {
  const band = layBoundedBand(scoreSec, performedSec, (2 * gapCost) ** 2);
  if (band.cells === 0) return [];
  const weight = new Float64Array(band.cells);
  for (let i = 0; i < scoreSec.length; i++) {
    for (let j = band.low[i]; j < band.high[i]; j++) {
      weight[band.start[i] + j] = 2 * gapCost - Math.sqrt(Math.abs(scoreSec[i] - performedSec[j]));
    }
  }
  const before = sweepForward(band, weight, performedSec.length);
  const after = sweepBackward(band, weight, performedSec.length);
  const links: PitchLink[] = [];
  let j = performedSec.length;
  for (let i = scoreSec.length - 1; i >= 0; i--) {
    j = Math.min(j, band.high[i]);
    while (j > band.low[i] && before.step[band.start[i] + j - 1] === LEFT) j--;
    if (j <= band.low[i] || before.step[band.start[i] + j - 1] === UP) continue;
    j--;
    const margin = Math.max(0, before.total - bestWithout(band, weight, before, after, i, j));
    links.push({ score: i, performed: j, margin });
  }
  return links.reverse();
}

/** Halve the reach until the band fits into memory; of notes all at one moment the first ones stay. */
function layBoundedBand(
  scoreSec: ArrayLike<number>,
  performedSec: ArrayLike<number>,
  reachSec: number,
): Band {
  let band = layBand(scoreSec, performedSec, reachSec);
  for (let reach = reachSec / 2; band.cells > ALIGN.maxBandCells; reach /= 2) {
    const widest =
      reach < MIN_REACH_SEC ? Math.ceil(ALIGN.maxBandCells / scoreSec.length) : performedSec.length;
    band = layBand(scoreSec, performedSec, reach, widest);
    if (reach < MIN_REACH_SEC) break;
  }
  return band;
}

/** Rows grow monotonically: both ends of a row lie at or after those of the row before. */
function layBand(
  scoreSec: ArrayLike<number>,
  performedSec: ArrayLike<number>,
  reachSec: number,
  widest = performedSec.length,
): Band {
  const rows = scoreSec.length;
  const low = new Int32Array(rows);
  const high = new Int32Array(rows);
  const start = new Float64Array(rows);
  let from = 0;
  let to = 0;
  let cells = 0;
  for (let i = 0; i < rows; i++) {
    while (from < performedSec.length && performedSec[from] <= scoreSec[i] - reachSec) from++;
    while (to < performedSec.length && performedSec[to] < scoreSec[i] + reachSec) to++;
    low[i] = from;
    high[i] = Math.min(Math.max(from, to), from + widest);
    start[i] = cells - from;
    cells += high[i] - from;
  }
  return { low, high, start, cells };
}

/**
 * For each cell (i, j) the best total of the other rows on one side of it: rows before i with notes < j
 * (`outer`) and < j + 1 (`inner`); mirrored, rows after i with notes >= j + 1 (`outer`) and >= j (`inner`).
 */
interface Sweep {
  readonly outer: Float64Array;
  readonly inner: Float64Array;
}

/**
 * `reached[j]` is the best total of the rows so far using notes < j. It is kept only up to the last
 * column touched; beyond, it is constant.
 */
function sweepForward(
  band: Band,
  weight: Float64Array,
  columns: number,
): Sweep & { step: Uint8Array; total: number } {
  const outer = new Float64Array(band.cells);
  const inner = new Float64Array(band.cells);
  const step = new Uint8Array(band.cells);
  const reached = new Float64Array(columns + 1);
  let touched = 0;
  for (let i = 0; i < band.low.length; i++) {
    for (; touched < band.high[i]; touched++) reached[touched + 1] = reached[touched];
    let diagonal = reached[band.low[i]];
    for (let j = band.low[i]; j < band.high[i]; j++) {
      const cell = band.start[i] + j;
      const up = reached[j + 1];
      const left = reached[j];
      const linked = diagonal + weight[cell];
      outer[cell] = diagonal;
      inner[cell] = up;
      diagonal = up;
      step[cell] = linked > up && linked > left ? DIAGONAL : left > up ? LEFT : UP;
      reached[j + 1] = Math.max(linked, up, left);
    }
  }
  return { outer, inner, step, total: reached[touched] };
}

/** The mirror image: `reached[j]` is the best total of the rows below using notes >= j. */
function sweepBackward(band: Band, weight: Float64Array, columns: number): Sweep {
  const outer = new Float64Array(band.cells);
  const inner = new Float64Array(band.cells);
  const reached = new Float64Array(columns + 1);
  let touched = columns;
  for (let i = band.low.length - 1; i >= 0; i--) {
    for (; touched > band.low[i]; touched--) reached[touched - 1] = reached[touched];
    let diagonal = reached[band.high[i]];
    for (let j = band.high[i] - 1; j >= band.low[i]; j--) {
      const cell = band.start[i] + j;
      const up = reached[j];
      outer[cell] = diagonal;
      inner[cell] = up;
      reached[j] = Math.max(up, reached[j + 1], diagonal + weight[cell]);
      diagonal = up;
    }
  }
  return { outer, inner };
}

/** Best total of an assignment that does not link (i, j): another performed note for i, or none. */
function bestWithout(
  band: Band,
  weight: Float64Array,
  before: Sweep,
  after: Sweep,
  i: number,
  j: number,
): number {
  const last = band.start[i] + band.high[i] - 1;
  let best = before.inner[last] + after.outer[last];
  for (let k = band.low[i]; k < band.high[i]; k++) {
    const cell = band.start[i] + k;
    best = Math.max(best, before.outer[cell] + after.inner[cell]);
    if (k !== j) best = Math.max(best, before.outer[cell] + weight[cell] + after.outer[cell]);
  }
  return best;
}
