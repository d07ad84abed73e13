/**
 * Second pass: the same dynamic programming with time, in a band around the first map.
 *
 * Each path carries its own tempo; entering a column at an unlikely moment and joining a chord late
 * cost something. This decides most repeated notes that pitch alone cannot.
 */
import { ALIGN } from "./alignConstants.js";
import type { PitchPath } from "./pitchPass.js";
import type { ScoreColumns } from "./scoreEvents.js";
import { localTempo, type TimeMap } from "./timeMap.js";

const START = 7;
const HIT = 8;

/** Rows and columns of the pass: both ascending lists of indices. */
export interface Rows {
  readonly onsetSec: Float64Array;
  readonly pitch: Uint8Array;
}

/** Cost state per column; one slot per column, updated in place from right to left. */
interface Front {
  readonly cost: Float64Array;
  readonly entrySec: Float64Array;
  readonly lastHitSec: Float64Array;
  readonly owed: Int32Array;
  readonly entryRow: Int32Array;
  readonly tempo: Float64Array;
}

/**
 * @param columns  onsets that take part (left-out passages removed)
 * @param map      first map at exactly these columns
 * @returns        column and hit per row, as the pitch pass gives them
 * @cost  rows × columns within ±`ALIGN.bandSec`
 */
export function followTime(columns: ScoreColumns, map: TimeMap, rows: Rows): PitchPath {
  const n = rows.onsetSec.length;
  const front = buildFront(columns.count);
  const longTempo = localTempo(map, ALIGN.tempoWindowSec);
  const lastRow = new Int32Array(128).fill(-1);
  const start = new Float64Array(n);
  let flags = new Uint8Array(64 * n + 64);
  let used = 0;
  let low = 0;
  let high = -1;
  let top = -1; // cheapest column of the row before
  for (let row = 0; row < n; row++) {
    const sec = rows.onsetSec[row];
    while (low < columns.count - 1 && map.sec[low] < sec - ALIGN.bandSec && (top < 0 || low < top)) low++;
    const oldHigh = high;
    while (high < columns.count - 1 && (map.sec[high + 1] <= sec + ALIGN.bandSec || high < top + 1)) high++;
    if (high < low) high = low;
    const width = high - low + 1;
    if (used + width > flags.length) {
      const grown = new Uint8Array(2 * (used + width));
      grown.set(flags);
      flags = grown;
    }
    start[row] = used - low;
    used += width;
    top = stepRow(columns, front, longTempo, rows, row, low, high, oldHigh, lastRow, flags, start[row]);
    lastRow[rows.pitch[row]] = row;
  }
  return walkBack(columns, front, flags, start, n, low, high);
}

function buildFront(count: number): Front {
  return {
    cost: new Float64Array(count).fill(Number.POSITIVE_INFINITY),
    entrySec: new Float64Array(count),
    lastHitSec: new Float64Array(count),
    owed: new Int32Array(count),
    entryRow: new Int32Array(count).fill(-1),
    tempo: new Float64Array(count),
  };
}

/** One performed note against the columns of its band, right to left; returns the cheapest column. */
function stepRow(
  columns: ScoreColumns,
  front: Front,
  longTempo: Float64Array,
  rows: Rows,
  row: number,
  low: number,
  high: number,
  oldHigh: number,
  lastRow: Int32Array,
  flags: Uint8Array,
  base: number,
): number {
  const { cost, entrySec, lastHitSec, owed, entryRow, tempo } = front;
  const { quarter, size, mask } = columns;
  const { timeMissingCost: mc, timeExtraCost: ic, timeEdgeCost, owedShare } = ALIGN;
  const p = rows.pitch[row];
  const sec = rows.onsetSec[row];
  const word = p >>> 5;
  const bit = 1 << (p & 31);
  for (let j = high; j >= low; j--) {
    const old = j <= oldHigh ? cost[j] : Number.POSITIVE_INFINITY;
    let now = old + ic;
    let flag = 0;
    if ((mask[4 * j + word] & bit) !== 0) {
      const sounded = lastRow[p] >= entryRow[j];
      let stayKey = now - owedShare * mc * owed[j];
      if (!sounded) {
        const gap = Math.min(ALIGN.spreadCap, (sec - lastHitSec[j]) / ALIGN.spreadSec);
        now = old - mc + ALIGN.spreadWeight * gap;
        stayKey = now - owedShare * mc * (owed[j] - 1);
      }
      // Entering from one of the columns before, or as the first note of all.
      let enter = ic * row + timeEdgeCost;
      let skipped = 0;
      let from = START;
      let enterTempo = longTempo[j];
      for (let k = 1; k <= ALIGN.lookBack && j - k >= low; k++) {
        const source = j - k;
        const head = source <= oldHigh ? cost[source] + skipped : Number.POSITIVE_INFINITY;
        skipped += mc * size[source];
        if (!(head < enter)) continue;
        const ds = quarter[j] - quarter[source];
        const expected = tempo[source] * ds;
        const off =
          Math.abs(sec - entrySec[source] - expected) /
          (ALIGN.tempoSlackSec + ALIGN.tempoSlackShare * expected);
        const total = head + ALIGN.tempoWeight * Math.min(ALIGN.tempoCap, off);
        if (total >= enter) continue;
        enter = total;
        from = k;
        enterTempo = tempo[source];
        if (off < 1) enterTempo += ALIGN.tempoFollow * ((sec - entrySec[source]) / ds - enterTempo);
        enterTempo += ALIGN.tempoPull * (longTempo[j] - enterTempo);
      }
      if (j <= ALIGN.lookBack) {
        let owedBefore = ic * row;
        for (let k = 0; k < j; k++) owedBefore += mc * size[k];
        if (owedBefore < enter) {
          enter = owedBefore;
          from = START;
          enterTempo = longTempo[j];
        }
      }
      enter += mc * (size[j] - 1);
      if (enter - owedShare * mc * (size[j] - 1) <= stayKey || !Number.isFinite(now)) {
        now = enter;
        entrySec[j] = sec;
        lastHitSec[j] = sec;
        owed[j] = size[j] - 1;
        entryRow[j] = row;
        tempo[j] = enterTempo;
        flag = from | HIT;
      } else if (!sounded) {
        lastHitSec[j] = sec;
        owed[j]--;
        flag = HIT;
      }
    }
    cost[j] = now;
    flags[base + j] = flag;
  }
  let cheapest = low;
  for (let j = low; j <= high; j++) if (cost[j] < cost[cheapest]) cheapest = j;
  return cheapest;
}

function walkBack(
  columns: ScoreColumns,
  front: Front,
  flags: Uint8Array,
  start: Float64Array,
  rows: number,
  low: number,
  high: number,
): PitchPath {
  const column = new Int32Array(rows).fill(-1);
  const hit = new Uint8Array(rows);
  let owed = 0;
  for (let j = columns.count - 1; j > high; j--) owed += columns.size[j] * ALIGN.timeMissingCost;
  let cost = Number.POSITIVE_INFINITY;
  let j = -1;
  for (let k = high; k >= low; k--) {
    const total = front.cost[k] + Math.min(owed, ALIGN.timeEdgeCost);
    if (total < cost) {
      cost = total;
      j = k;
    }
    owed += columns.size[k] * ALIGN.timeMissingCost;
  }
  let hits = 0;
  for (let row = rows - 1; row >= 0 && j >= 0; row--) {
    const flag = flags[start[row] + j];
    column[row] = j;
    if (flag & HIT) {
      hit[row] = 1;
      hits++;
    }
    const from = flag & 7;
    if (from === START) break;
    j -= from;
  }
  return { column, hit, hits, cost };
}
