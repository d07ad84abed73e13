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

/**
 * One state per column, updated in place from right to left, so that what lies to the left is of the row before. Costs are
 * counted from the cost of having heard nothing but extra notes: only columns that hold the row's pitch change.
 */
class TimeFront {
  low = 0;
  #high = -1;
  /** Cheapest column of the row before, -1 while nothing is reached. */
  #top = -1;
  readonly #columns: ScoreColumns;
  readonly #mapSec: Float64Array;
  readonly #longTempo: Float64Array;
  readonly #rows: TimedRows;
  readonly #lastRow = new Int32Array(128).fill(-1);
  /** For each pitch the first entry of `ScoreColumns.byPitch` that the band has not left behind. */
  readonly #firstAhead: Int32Array;
  /** FAR for columns that the band has not reached. */
  readonly #cost: Float64Array;
  readonly #entrySec: Float64Array;
  readonly #lastHitSec: Float64Array;
  readonly #owed: Int32Array;
  readonly #entryRow: Int32Array;
  readonly #tempo: Float64Array;
  /** How many columns back `bestEntry` last found its way, or START. */
  #from = START;

  constructor(columns: ScoreColumns, map: TimeMap, rows: TimedRows) {
    this.#columns = columns;
    this.#mapSec = map.sec;
    this.#longTempo = localTempo(map, ALIGN.tempoWindowSec);
    this.#rows = rows;
    this.#firstAhead = columns.byPitch.start.slice();
    this.#cost = new Float64Array(columns.count).fill(FAR);
    this.#entrySec = new Float64Array(columns.count);
    this.#lastHitSec = new Float64Array(columns.count);
    this.#owed = new Int32Array(columns.count);
    this.#entryRow = new Int32Array(columns.count).fill(-1);
    this.#tempo = new Float64Array(columns.count);
  }

  /** Move the band to a new row; the best state of the row before and its neighbour stay inside. Returns its width. */
  openBand(sec: number): number {
    const mapSec = this.#mapSec;
    const top = this.#top;
    const last = mapSec.length - 1;
    let { low } = this;
    let high = this.#high;
    while (low < last && mapSec[low] < sec - ALIGN.bandSec && (top < 0 || low < top)) low++;
    while (high < last && (mapSec[high + 1] <= sec + ALIGN.bandSec || high <= top)) high++;
    if (high < low) high = low;
    this.low = low;
    this.#high = high;
    return high - low + 1;
  }

  /** One performed note. In columns without its pitch it is extra, and their `flags` stay 0. */
  step(row: number, flags: Uint8Array, base: number): void {
    const { timeMissingCost: mc, timeExtraCost: ic, owedShare, spreadWeight, spreadCap, spreadSec } = ALIGN;
    const { size, byPitch } = this.#columns;
    const cost = this.#cost;
    const p = this.#rows.pitch[row];
    const sec = this.#rows.onsetSec[row];
    const lastRow = this.#lastRow[p];
    const end = byPitch.start[p + 1];
    let first = this.#firstAhead[p];
    while (first < end && byPitch.column[first] < this.low) first++;
    this.#firstAhead[p] = first;
    let next = first;
    while (next < end && byPitch.column[next] <= this.#high) next++;
    let top = this.#top;
    let hasTopRisen = false;
    while (next-- > first) {
      const j = byPitch.column[next];
      const old = cost[j];
      const isHit = lastRow < this.#entryRow[j];
      let owed = this.#owed[j];
      let now = old;
      if (isHit) {
        const gap = (sec - this.#lastHitSec[j]) / spreadSec;
        now = old - mc - ic + spreadWeight * (gap < spreadCap ? gap : spreadCap);
        owed--;
      }
      const enter = this.#bestEntry(j, sec) + mc * (size[j] - 1) - ic;
      if (enter - owedShare * mc * (size[j] - 1) <= now - owedShare * mc * owed) {
        now = enter;
        this.#enterColumn(j, row, sec);
        flags[base + j] = this.#from | HIT;
      } else if (isHit) {
        this.#lastHitSec[j] = sec;
        this.#owed[j] = owed;
        flags[base + j] = HIT;
      }
      cost[j] = now;
      if (j === top) hasTopRisen = now > old;
      else if (now < FAR && (top < 0 || now < cost[top] || (now === cost[top] && j < top))) top = j;
    }
    this.#top = hasTopRisen ? this.#cheapest() : top;
    this.#lastRow[p] = row;
  }

  /** The first of the cheapest columns in the band. */
  #cheapest(): number {
    const cost = this.#cost;
    let top = -1;
    for (let j = this.#high; j >= this.low; j--) {
      if (cost[j] < FAR && (top < 0 || cost[j] <= cost[top])) top = j;
    }
    return top;
  }

  /** Enter column j by the way that `bestEntry` has found. */
  #enterColumn(j: number, row: number, sec: number): void {
    this.#entrySec[j] = sec;
    this.#lastHitSec[j] = sec;
    this.#owed[j] = this.#columns.size[j] - 1;
    this.#entryRow[j] = row;
    const long = this.#longTempo[j];
    if (this.#from === START) {
      this.#tempo[j] = long;
      return;
    }
    const source = j - this.#from;
    const tempo = this.#tempo[source];
    const ds = this.#columns.quarter[j] - this.#columns.quarter[source];
    const step = sec - this.#entrySec[source];
    const followed = offTempo(step, tempo, ds) < 1 ? tempo + ALIGN.tempoFollow * (step / ds - tempo) : tempo;
    this.#tempo[j] = followed + ALIGN.tempoPull * (long - followed);
  }

  /** Cheapest way to come to stand before column j: from one of the last columns, or as the first note of all. */
  #bestEntry(j: number, sec: number): number {
    const { tempoWeight, tempoCap, lookBack, timeMissingCost } = ALIGN;
    const { quarter, size } = this.#columns;
    const cost = this.#cost;
    const furthest = j - lookBack > this.low ? j - lookBack : this.low;
    let best = this.#startCost(j, sec);
    let found = -1;
    let skipped = 0;
    for (let source = j - 1; source >= furthest; source--) {
      const head = cost[source] + skipped;
      skipped += timeMissingCost * size[source];
      if (head >= best) continue;
      const off = offTempo(sec - this.#entrySec[source], this.#tempo[source], quarter[j] - quarter[source]);
      const total = head + tempoWeight * (off < tempoCap ? off : tempoCap);
      if (total >= best) continue;
      best = total;
      found = source;
    }
    this.#from = found < 0 ? START : j - found;
    return best;
  }

  /** Starting is possible in the first seconds, or as long as nothing else is reached. */
  #startCost(j: number, sec: number): number {
    if (this.#top >= 0 && sec - this.#rows.onsetSec[0] > ALIGN.bandSec) return FAR;
    const { size } = this.#columns;
    let owed = 0;
    for (let k = j - 1; k >= 0 && owed < ALIGN.timeEdgeCost; k--) owed += ALIGN.timeMissingCost * size[k];
    return owed < ALIGN.timeEdgeCost ? owed : ALIGN.timeEdgeCost;
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

/** How far a step of `stepSec` over `quarters` is off a tempo, in units of its tolerance. */
function offTempo(stepSec: number, tempo: number, quarters: number): number {
  const late = stepSec - tempo * quarters;
  return (late < 0 ? -late : late) / (ALIGN.tempoSlackSec + ALIGN.tempoSlackShare * tempo * quarters);
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
