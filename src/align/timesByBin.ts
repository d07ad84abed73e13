/** Moments sorted inside numbered bins (the pitches of a lane), and how far they are from those of another sorting. */

export interface TimesByBin {
  /** Bin b holds entries start[b] … start[b + 1] - 1. */
  readonly start: Int32Array;
  /** Ascending inside a bin. */
  readonly sec: Float64Array;
  /** Which item of the input each entry is. */
  readonly item: Int32Array;
}

/**
 * Items gathered by bin (counting sort): bin b holds item[start[b]] … item[start[b + 1] - 1], ascending.
 *
 * @param binOf  bin of each item, or -1 to leave it out
 * @cost  items + bins
 */
export function gatherByBin(
  binOf: ArrayLike<number>,
  bins: number,
): { readonly start: Int32Array; readonly item: Int32Array } {
  const start = binStarts(binOf, bins);
  const item = new Int32Array(start[bins]);
  const next = start.slice();
  for (let i = 0; i < binOf.length; i++) {
    const bin = binOf[i];
    if (bin >= 0) item[next[bin]++] = i;
  }
  return { start, item };
}

function binStarts(binOf: ArrayLike<number>, bins: number): Int32Array {
  const start = new Int32Array(bins + 1);
  for (let i = 0; i < binOf.length; i++) {
    const bin = binOf[i];
    if (bin >= 0) start[bin + 1]++;
  }
  for (let b = 0; b < bins; b++) start[b + 1] += start[b];
  return start;
}

/**
 * @param sec    seconds of each item
 * @param binOf  bin of each item, or -1 to leave it out
 * @cost  items + bins, n log n inside bins whose items are not in order
 */
export function sortIntoBins(sec: Float64Array, binOf: Int32Array, bins: number): TimesByBin {
  const start = binStarts(binOf, bins);
  const item = new Int32Array(start[bins]);
  const sorted = new Float64Array(start[bins]);
  const next = start.slice();
  let isSorted = true;
  for (let i = 0; i < binOf.length; i++) {
    const bin = binOf[i];
    if (bin < 0) continue;
    const at = next[bin]++;
    item[at] = i;
    sorted[at] = sec[i];
    if (at > start[bin] && sorted[at] < sorted[at - 1]) isSorted = false;
  }
  if (!isSorted) for (let b = 0; b < bins; b++) sortBin(sec, sorted, item, start[b], start[b + 1]);
  return { start, sec: sorted, item };
}

/** Sort the entries from … to - 1, if they are not in order. */
function sortBin(sec: Float64Array, sorted: Float64Array, item: Int32Array, from: number, to: number): void {
  let k = from + 1;
  while (k < to && sorted[k] >= sorted[k - 1]) k++;
  if (k >= to) return;
  item.subarray(from, to).sort((a, c) => sec[a] - sec[c] || a - c);
  for (k = from; k < to; k++) sorted[k] = sec[item[k]];
}

/** Those of a sorting that are kept, in the same order. @param isKept  by item */
export function onlyKept({ start, sec, item }: TimesByBin, isKept: Uint8Array): TimesByBin {
  const keptStart = new Int32Array(start.length);
  const keptSec = new Float64Array(sec.length);
  const keptItem = new Int32Array(item.length);
  let count = 0;
  for (let b = 0; b + 1 < start.length; b++) {
    for (let k = start[b]; k < start[b + 1]; k++) {
      if (isKept[item[k]] === 0) continue;
      keptSec[count] = sec[k];
      keptItem[count++] = item[k];
    }
    keptStart[b + 1] = count;
  }
  return { start: keptStart, sec: keptSec.subarray(0, count), item: keptItem.subarray(0, count) };
}

/**
 * Seconds from each item of one sorting to the nearest entry of the same bin in another; Infinity where there is none.
 *
 * @param items  how many items there are, sorted in or not
 */
export function nearestAcross(from: TimesByBin, among: TimesByBin, items: number): Float64Array {
  const nearest = new Float64Array(items).fill(Number.POSITIVE_INFINITY);
  const { sec: amongSec, start: amongStart } = among;
  const { sec: fromSec, start: fromStart, item } = from;
  if (amongSec.length === 0) return nearest;
  for (let b = 0; b + 1 < fromStart.length; b++) {
    const end = amongStart[b + 1];
    let at = amongStart[b];
    if (at === end) continue;
    for (let k = fromStart[b]; k < fromStart[b + 1]; k++) {
      const sec = fromSec[k];
      while (at + 1 < end && amongSec[at + 1] <= sec) at++;
      const before = sec < amongSec[at] ? amongSec[at] - sec : sec - amongSec[at];
      const after = at + 1 < end ? amongSec[at + 1] - sec : before;
      nearest[item[k]] = after < before ? after : before;
    }
  }
  return nearest;
}

/** Seconds from each item to the next other entry of its bin on either side; Infinity if it is alone or left out. */
export function separationsOf({ start, sec, item }: TimesByBin, items: number): Float64Array {
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
