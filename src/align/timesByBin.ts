/** Moments sorted inside numbered bins (the pitches of a lane), and the nearest one to another moment. */

export interface TimesByBin {
  /** Bin b holds entries start[b] … start[b + 1] - 1. */
  readonly start: Int32Array;
  /** Ascending inside a bin. */
  readonly sec: Float64Array;
  /** Which item of the input each entry is. */
  readonly item: Int32Array;
}

/**
 * @param sec    seconds of each item
 * @param binOf  bin of each item, or -1 to leave it out
 * @cost  n log n
 */
export function sortIntoBins(sec: Float64Array, binOf: Int32Array, bins: number): TimesByBin {
  const start = new Int32Array(bins + 1);
  let kept = 0;
  for (let i = 0; i < binOf.length; i++) {
    if (binOf[i] < 0) continue;
    start[binOf[i] + 1]++;
    kept++;
  }
  for (let b = 0; b < bins; b++) start[b + 1] += start[b];
  const item = new Int32Array(kept);
  const next = start.slice();
  for (let i = 0; i < binOf.length; i++) if (binOf[i] >= 0) item[next[binOf[i]]++] = i;
  const sorted = new Float64Array(kept);
  for (let b = 0; b < bins; b++) sortBin(item, sorted, sec, start[b], start[b + 1]);
  return { start, sec: sorted, item };
}

/** Sort entries from … to - 1 by time, equals by item; does no more than look at what is in order already. */
function sortBin(item: Int32Array, sorted: Float64Array, sec: Float64Array, from: number, to: number): void {
  let isSorted = true;
  for (let k = from; k < to; k++) {
    sorted[k] = sec[item[k]];
    if (k > from && sorted[k] < sorted[k - 1]) isSorted = false;
  }
  if (isSorted) return;
  item.subarray(from, to).sort((a, b) => sec[a] - sec[b] || a - b);
  for (let k = from; k < to; k++) sorted[k] = sec[item[k]];
}

/** Seconds from `sec` to the nearest entry of a bin; Infinity if it is empty. */
export function nearestSec(times: TimesByBin, bin: number, sec: number): number {
  const from = times.start[bin];
  const to = times.start[bin + 1];
  const at = firstFrom(times.sec, sec, from, to);
  const before = at > from ? sec - times.sec[at - 1] : Number.POSITIVE_INFINITY;
  const after = at < to ? times.sec[at] - sec : Number.POSITIVE_INFINITY;
  return Math.min(before, after);
}

/** Seconds from each item to the next other entry of its bin on either side; Infinity if it is alone or left out. */
export function separations({ start, sec, item }: TimesByBin, items: number): Float64Array {
  const separation = new Float64Array(items).fill(Number.POSITIVE_INFINITY);
  for (let b = 0; b + 1 < start.length; b++) {
    for (let k = start[b] + 1; k < start[b + 1]; k++) {
      const apart = sec[k] - sec[k - 1];
      separation[item[k]] = apart;
      if (apart < separation[item[k - 1]]) separation[item[k - 1]] = apart;
    }
  }
  return separation;
}

/** First place in from … to whose value is at least `x`; `to` if there is none. Values ascend. */
export function firstFrom(values: Float64Array, x: number, from = 0, to = values.length): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
