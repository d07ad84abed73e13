/**
 * First pass of the alignment: performed notes against score onsets by pitch alone.
 *
 * Dynamic programming over (performed note, column). Entering a column with one of its pitches owes
 * its other notes at once; each further note of the chord pays one back; a note that fits nowhere is
 * extra. Rows keep only columns near the best one (a beam), widened when too few notes find a place.
 *
 * @source  Müller, Fundamentals of Music Processing (2015), 3.2, for the scheme; costs by measurement
 */
import { ALIGN } from "./alignConstants.js";
import type { ScoreColumns } from "./scoreEvents.js";

export interface PitchPath {
  /** Column of each row, -1 for a row before the first entry. */
  readonly column: Int32Array;
  /** 1 where the row's pitch belongs to its column and has not sounded there yet. */
  readonly hit: Uint8Array;
  readonly hits: number;
  /** Cost of the whole path, in units of `ALIGN.missingCost`. */
  readonly cost: number;
}

const FAR = 1 << 28;
const ENTER = 1;
const FROM_SKIP = 2;
const HIT = 4;
const FROM_START = 8;

/**
 * @param onsetSec  row onsets, ascending
 * @param pitch     row pitches, same length
 * @cost  rows × beam width; the whole matrix where two beams find too little
 */
export function followPitches(columns: ScoreColumns, onsetSec: Float64Array, pitch: Uint8Array): PitchPath {
  const playable = Math.min(
    onsetSec.length,
    columns.size.reduce((sum, n) => sum + n, 0),
  );
  let best: PitchPath | null = null;
  for (const beam of ALIGN.beams) {
    if (best && !Number.isFinite(beam) && onsetSec.length * columns.count > ALIGN.maxCells) break;
    const path = searchBeam(columns, onsetSec, pitch, beam);
    if (!best || path.cost < best.cost) best = path;
    if (best.hits >= ALIGN.beamHitShare * playable) break;
  }
  return best as PitchPath;
}

/** Back-pointers: one byte per cell of each row's window of columns. */
class Trace {
  #bytes = new Uint8Array(1 << 16);
  #used = 0;
  readonly #start: Float64Array;
  readonly #low: Int32Array;

  constructor(rows: number) {
    this.#start = new Float64Array(rows);
    this.#low = new Int32Array(rows);
  }

  openRow(row: number, low: number, width: number): number {
    if (this.#used + width > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#used + width));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#start[row] = this.#used - low;
    this.#low[row] = low;
    return this.#used - low;
  }

  closeRow(width: number): void {
    this.#used += width;
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  at(row: number, state: number): number {
    return this.#bytes[this.#start[row] + state];
  }
}

/** State 0 is "before the score", state s is column s - 1. One long kernel: splitting it would cost its speed. */
function searchBeam(
  columns: ScoreColumns,
  onsetSec: Float64Array,
  pitch: Uint8Array,
  beam: number,
): PitchPath {
  const rows = onsetSec.length;
  const states = columns.count;
  const { mask, size } = columns;
  const { missingCost, extraCost, edgeCost } = ALIGN;
  const D = new Int32Array(states + 1).fill(FAR);
  const entryRow = new Int32Array(states + 1).fill(-1);
  const lastHitSec = new Float64Array(states + 1);
  const lastRow = new Int32Array(128).fill(-1);
  const trace = new Trace(rows);
  D[0] = 0;
  let low = 0;
  let high = 0;
  let best = 0;
  for (let row = 0; row < rows; row++) {
    const p = pitch[row];
    const word = p >>> 5;
    const bit = 1 << (p & 31);
    const sec = onsetSec[row];
    const base = trace.openRow(row, low, states + 1 - low);
    const bytes = trace.bytes;
    const fromStart = low === 0 ? D[0] + edgeCost : FAR;
    let left = FAR; // previous row, one state to the left
    let skip = FAR; // cheapest way to stand before this state
    let newBest = FAR;
    let newHigh = low;
    let s = low;
    for (; s <= states; s++) {
      const old = s <= high ? D[s] : FAR;
      let flags = 0;
      if (s > low) {
        const skipped = skip + (s > 1 ? size[s - 2] * missingCost : 0);
        skip = left;
        if (skipped < left) {
          skip = skipped;
          flags = FROM_SKIP;
        }
        if (fromStart < skip) {
          skip = fromStart;
          flags = FROM_START;
        }
      }
      if (s > high + 1 && skip > best + beam) break;
      left = old;
      let cost = old + extraCost;
      if (s > 0 && (mask[4 * (s - 1) + word] & bit) !== 0) {
        const sounded = lastRow[p] >= entryRow[s];
        let stay = cost;
        if (!sounded) {
          const gap = (sec - lastHitSec[s] - ALIGN.chordSlackSec) * ALIGN.chordGapCostPerSec;
          stay =
            old -
            missingCost +
            (gap <= 0 ? 0 : gap >= ALIGN.chordGapCostMax ? ALIGN.chordGapCostMax : gap | 0);
        }
        const enter = skip + (size[s - 1] - 1) * missingCost;
        if (enter <= stay) {
          cost = enter;
          entryRow[s] = row;
          lastHitSec[s] = sec;
          flags |= ENTER | HIT;
        } else {
          cost = stay;
          if (!sounded) {
            lastHitSec[s] = sec;
            flags |= HIT;
          }
        }
      }
      if (cost > FAR) cost = FAR;
      D[s] = cost;
      bytes[base + s] = flags;
      if (cost < newBest) newBest = cost;
      newHigh = s;
    }
    trace.closeRow(s - low);
    best = newBest;
    high = newHigh;
    lastRow[p] = row;
    while (low < high && D[low] > best + beam) low++;
    while (high > low && D[high] > best + beam) high--;
  }
  const { state, cost } = cheapestEnd(D, size, low, high);
  return walkBack(trace, rows, state, cost);
}

/** What is still unplayed at the end counts as missing, up to the cost of stopping early. */
function cheapestEnd(
  D: Int32Array,
  size: Int32Array,
  low: number,
  high: number,
): { state: number; cost: number } {
  let owed = 0;
  for (let s = size.length; s > high; s--) owed += size[s - 1] * ALIGN.missingCost;
  let cost = Number.POSITIVE_INFINITY;
  let state = low;
  for (let s = high; s >= low; s--) {
    const total = D[s] + Math.min(owed, ALIGN.edgeCost);
    if (total < cost) {
      cost = total;
      state = s;
    }
    if (s > 0) owed += size[s - 1] * ALIGN.missingCost;
  }
  return { state, cost };
}

function walkBack(trace: Trace, rows: number, end: number, cost: number): PitchPath {
  const column = new Int32Array(rows).fill(-1);
  const hit = new Uint8Array(rows);
  let hits = 0;
  let state = end;
  for (let row = rows - 1; row >= 0 && state > 0; row--) {
    const flags = trace.at(row, state);
    column[row] = state - 1;
    if (flags & HIT) {
      hit[row] = 1;
      hits++;
    }
    if ((flags & ENTER) === 0) continue;
    let from = state;
    while (trace.at(row, from) & FROM_SKIP) from--;
    state = trace.at(row, from) & FROM_START ? 0 : from - 1;
  }
  return { column, hit, hits, cost };
}
