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
  const start = new Int32Array(bins + 1);
  for (let i = 0; i < binOf.length; i++) if (binOf[i] >= 0) start[binOf[i] + 1]++;
  for (let b = 0; b < bins; b++) start[b + 1] += start[b];
  const item = new Int32Array(start[bins]);
  const next = start.slice();
  for (let i = 0; i < binOf.length; i++) if (binOf[i] >= 0) item[next[binOf[i]]++] = i;
  return { start, item };
}

/**
 * @param sec    seconds of each item
 * @param binOf  bin of each item, or -1 to leave it out
 * @cost  items + bins, n log n inside bins whose items are not in order
 */
export function sortIntoBins(sec: Float64Array, binOf: Int32Array, bins: number): TimesByBin {
  const { start, item } = gatherByBin(binOf, bins);
  const sorted = new Float64Array(item.length);
  for (let b = 0; b < bins; b++) {
    let isSorted = true;
    for (let k = start[b]; k < start[b + 1]; k++) {
      sorted[k] = sec[item[k]];
      if (k > start[b] && sorted[k] < sorted[k - 1]) isSorted = false;
    }
    if (isSorted) continue;
    item.subarray(start[b], start[b + 1]).sort((a, c) => sec[a] - sec[c] || a - c);
    for (let k = start[b]; k < start[b + 1]; k++) sorted[k] = sec[item[k]];
  }
  return { start, sec: sorted, item };
}

/**
 * Seconds from each item of one sorting to the nearest entry of the same bin in another; Infinity where there is none.
 *
 * @param items  how many items there are, sorted in or not
 */
export function nearestAcross(from: TimesByBin, among: TimesByBin, items: number): Float64Array {
  const nearest = new Float64Array(items).fill(Number.POSITIVE_INFINITY);
  for (let b = 0; b + 1 < from.start.length; b++) {
    const end = among.start[b + 1];
    let at = among.start[b];
    if (at === end) continue;
    for (let k = from.start[b]; k < from.start[b + 1]; k++) {
      const sec = from.sec[k];
      while (at + 1 < end && among.sec[at + 1] <= sec) at++;
      const before = Math.abs(sec - among.sec[at]);
      const after = at + 1 < end ? among.sec[at + 1] - sec : before;
      nearest[from.item[k]] = after < before ? after : before;
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
