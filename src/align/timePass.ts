/**
 * Second pass: the same dynamic programming with time, in a band around the first map.
 *
 * Each path carries its own tempo; entering a column at an unlikely moment and joining a chord late
 * cost something. This decides most repeated notes that pitch alone cannot.
 */
import { ALIGN } from "./alignConstants.js";
import type { ScoreColumns } from "./scoreEvents.js";
import { localTempo, type TimeMap } from "./timeMap.js";

export interface TimedRows {
  /** Ascending. */
  readonly onsetSec: Float64Array;
  readonly pitch: Uint8Array;
}

/** Back-pointer of a cell: 0 stays, 1 … 6 columns back it was entered from, or 7 at the start; + 8 for a hit. */
const START = 7;
const HIT = 8;
const FAR = Number.POSITIVE_INFINITY;

/**
 * @param columns  onsets that take part (left-out passages removed), at least one
 * @param map      first map at exactly these columns
 * @returns        column of each row that found a place, -1 for others; none where the matrix would exceed
 *                 `ALIGN.maxCells`
 * @cost  rows × columns within ±`ALIGN.bandSec`
 */
export function followTime(columns: ScoreColumns, map: TimeMap, rows: TimedRows): Int32Array {
  const count = rows.onsetSec.length;
  const front = new TimeFront(columns, map, rows);
  const start = new Float64Array(count);
  let flags = new Uint8Array(64 * count + 64);
  let used = 0;
  for (let row = 0; row < count; row++) {
    const width = front.openBand(rows.onsetSec[row]);
    if (used + width > ALIGN.maxCells) return new Int32Array(count).fill(-1);
    if (used + width > flags.length) {
      const grown = new Uint8Array(2 * (used + width));
      grown.set(flags);
      flags = grown;
    }
    start[row] = used - front.low;
    used += width;
    front.step(row, flags, start[row]);
  }
  return walkBack(front.cheapestEnd(), flags, start, count);
}

/** One state per column, updated in place from right to left, so that what lies to the left is of the row before. */
class TimeFront {
  low = 0;
  #high = -1;
  #oldHigh = -1;
  /** Cheapest column of the row before, -1 while nothing is reached. */
  #top = -1;
  readonly #columns: ScoreColumns;
  readonly #mapSec: Float64Array;
  readonly #longTempo: Float64Array;
  readonly #rows: TimedRows;
  readonly #lastRow = new Int32Array(128).fill(-1);
  readonly #cost: Float64Array;
  readonly #entrySec: Float64Array;
  readonly #lastHitSec: Float64Array;
  readonly #owed: Int32Array;
  readonly #entryRow: Int32Array;
  readonly #tempo: Float64Array;
  // What bestEntry found last.
  #from = START;
  #enterTempo = 0;

  constructor(columns: ScoreColumns, map: TimeMap, rows: TimedRows) {
    this.#columns = columns;
    this.#mapSec = map.sec;
    this.#longTempo = localTempo(map, ALIGN.tempoWindowSec);
    this.#rows = rows;
    this.#cost = new Float64Array(columns.count).fill(FAR);
    this.#entrySec = new Float64Array(columns.count);
    this.#lastHitSec = new Float64Array(columns.count);
    this.#owed = new Int32Array(columns.count);
    this.#entryRow = new Int32Array(columns.count).fill(-1);
    this.#tempo = new Float64Array(columns.count);
  }

  /** Move the band to a new row; the best state of the row before and its neighbour stay inside. Returns its width. */
  openBand(sec: number): number {
    const last = this.#columns.count - 1;
    while (
      this.low < last &&
      this.#mapSec[this.low] < sec - ALIGN.bandSec &&
      (this.#top < 0 || this.low < this.#top)
    ) {
      this.low++;
    }
    this.#oldHigh = this.#high;
    while (
      this.#high < last &&
      (this.#mapSec[this.#high + 1] <= sec + ALIGN.bandSec || this.#high <= this.#top)
    ) {
      this.#high++;
    }
    this.#high = Math.max(this.#high, this.low);
    return this.#high - this.low + 1;
  }

  step(row: number, flags: Uint8Array, base: number): void {
    const { timeMissingCost: mc, timeExtraCost: ic, owedShare } = ALIGN;
    const { size, mask } = this.#columns;
    const p = this.#rows.pitch[row];
    const sec = this.#rows.onsetSec[row];
    const word = p >>> 5;
    const bit = 1 << (p & 31);
    let top = -1;
    for (let j = this.#high; j >= this.low; j--) {
      const old = j <= this.#oldHigh ? this.#cost[j] : FAR;
      let now = old + ic;
      let flag = 0;
      if ((mask[4 * j + word] & bit) !== 0) {
        const sounded = this.#lastRow[p] >= this.#entryRow[j];
        let owed = this.#owed[j];
        if (!sounded) {
          owed--;
          now =
            old -
            mc +
            ALIGN.spreadWeight * Math.min(ALIGN.spreadCap, (sec - this.#lastHitSec[j]) / ALIGN.spreadSec);
        }
        const enter = this.#bestEntry(j, row, sec) + mc * (size[j] - 1);
        if (enter - owedShare * mc * (size[j] - 1) <= now - owedShare * mc * owed) {
          now = enter;
          this.#enterColumn(j, row, sec);
          flag = this.#from | HIT;
        } else if (!sounded) {
          this.#lastHitSec[j] = sec;
          this.#owed[j] = owed;
          flag = HIT;
        }
      }
      this.#cost[j] = now;
      flags[base + j] = flag;
      if (now < FAR && (top < 0 || now <= this.#cost[top])) top = j;
    }
    this.#top = top;
    this.#lastRow[p] = row;
  }

  #enterColumn(j: number, row: number, sec: number): void {
    this.#entrySec[j] = sec;
    this.#lastHitSec[j] = sec;
    this.#owed[j] = this.#columns.size[j] - 1;
    this.#entryRow[j] = row;
    this.#tempo[j] = this.#enterTempo;
  }

  /** Cheapest way to come to stand before column j: from one of the last columns, or as the first note of all. */
  #bestEntry(j: number, row: number, sec: number): number {
    const { quarter, size } = this.#columns;
    let best = this.#startCost(j, row, sec);
    this.#from = START;
    this.#enterTempo = this.#longTempo[j];
    let skipped = 0;
    for (let k = 1; k <= ALIGN.lookBack && j - k >= this.low; k++) {
      const source = j - k;
      const head = source <= this.#oldHigh ? this.#cost[source] + skipped : FAR;
      skipped += ALIGN.timeMissingCost * size[source];
      if (head >= best) continue;
      const ds = quarter[j] - quarter[source];
      const step = sec - this.#entrySec[source];
      const tempo = this.#tempo[source];
      const off = Math.abs(step - tempo * ds) / (ALIGN.tempoSlackSec + ALIGN.tempoSlackShare * tempo * ds);
      const total = head + ALIGN.tempoWeight * Math.min(ALIGN.tempoCap, off);
      if (total >= best) continue;
      best = total;
      this.#from = k;
      const followed = off < 1 ? tempo + ALIGN.tempoFollow * (step / ds - tempo) : tempo;
      this.#enterTempo = followed + ALIGN.tempoPull * (this.#longTempo[j] - followed);
    }
    return best;
  }

  /** Starting is possible in the first seconds, or as long as nothing else is reached. */
  #startCost(j: number, row: number, sec: number): number {
    if (this.#top >= 0 && sec - this.#rows.onsetSec[0] > ALIGN.bandSec) return FAR;
    let owed = 0;
    for (let k = j - 1; k >= 0 && owed < ALIGN.timeEdgeCost; k--)
      owed += ALIGN.timeMissingCost * this.#columns.size[k];
    return ALIGN.timeExtraCost * row + Math.min(owed, ALIGN.timeEdgeCost);
  }

  /** What is still unplayed at the end counts as missing, up to the cost of stopping early. */
  cheapestEnd(): number {
    const { size } = this.#columns;
    let owed = 0;
    for (let j = size.length - 1; j > this.#high; j--) owed += size[j] * ALIGN.timeMissingCost;
    let cost = FAR;
    let column = -1;
    for (let j = this.#high; j >= this.low; j--) {
      const total = this.#cost[j] + Math.min(owed, ALIGN.timeEdgeCost);
      if (total < cost) {
        cost = total;
        column = j;
      }
      owed += size[j] * ALIGN.timeMissingCost;
    }
    return column;
  }
}

function walkBack(end: number, flags: Uint8Array, start: Float64Array, rows: number): Int32Array {
  const column = new Int32Array(rows).fill(-1);
  let j = end;
  for (let row = rows - 1; row >= 0 && j >= 0; row--) {
    const flag = flags[start[row] + j];
    if (flag & HIT) column[row] = j;
    const from = flag & 7;
    if (from === START) break;
    j -= from;
  }
  return column;
}
