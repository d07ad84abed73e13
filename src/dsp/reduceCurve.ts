/** Fewer points for the same curve, within a stated error. */

export interface CurveReduction {
  /** Largest vertical distance allowed between the curve and the line through the kept points, >= 0. */
  readonly bound: number;
  /** Largest distance of two kept points, in points, >= 1. */
  readonly maxGap?: number;
  /** Points that are kept whatever they are, in any order; those outside the curve are ignored. */
  readonly keep?: readonly number[];
}

/**
 * Ramer–Douglas–Peucker on the vertical error of an evenly spaced curve: a stretch is split at its worst point until
 * the straight line between the kept points is nowhere further than `bound` from the curve.
 *
 * A stretch longer than `maxGap` is split in the middle where it has no worst point, so that the bound still holds.
 *
 * @param ys  values at x = 0, 1, 2 …
 * @returns   indices of the kept points, increasing; first and last are always among them
 * @cost      O(n log n) as a rule, O(n²) at worst
 * @source    D. Douglas, T. Peucker, The Canadian Cartographer 10 (1973); vertical distance in place of perpendicular
 */
export function reduceCurve(ys: ArrayLike<number>, options: CurveReduction): number[] {
  const last = ys.length - 1;
  if (last < 0) return [];
  const kept = new Uint8Array(ys.length);
  const { bound, maxGap = Number.POSITIVE_INFINITY, keep = [] } = options;
  for (const index of [0, last, ...keep]) if (index >= 0 && index <= last) kept[index] = 1;
  const stretches: [number, number][] = [];
  let from = 0;
  for (let i = 1; i <= last; i++) {
    if (!kept[i]) continue;
    stretches.push([from, i]);
    from = i;
  }
  for (let stretch = stretches.pop(); stretch; stretch = stretches.pop()) {
    const [a, b] = stretch;
    const split = splitPoint(ys, a, b, bound, maxGap);
    if (split < 0) continue;
    kept[split] = 1;
    stretches.push([a, split], [split, b]);
  }
  const indices: number[] = [];
  kept.forEach((isKept, i) => {
    if (isKept) indices.push(i);
  });
  return indices;
}

/** Where to split the stretch from a to b, or -1. */
function splitPoint(ys: ArrayLike<number>, a: number, b: number, bound: number, maxGap: number): number {
  if (b - a < 2) return -1;
  const slope = (ys[b] - ys[a]) / (b - a);
  let worst = -1;
  let worstError = bound;
  for (let i = a + 1; i < b; i++) {
    const error = Math.abs(ys[i] - (ys[a] + slope * (i - a)));
    if (error > worstError) {
      worst = i;
      worstError = error;
    }
  }
  if (worst < 0 && b - a > maxGap) return (a + b) >> 1;
  return worst;
}

/**
 * Largest vertical distance between a curve and the straight lines through given points of it.
 *
 * @param ys     the curve at x = 0, 1, 2 …
 * @param keys   [x, y] with whole x, strictly increasing; before the first and after the last the value is held
 * @returns      0 for an empty curve; Infinity where there are no keys
 */
export function curveError(ys: ArrayLike<number>, keys: readonly (readonly [number, number])[]): number {
  if (ys.length === 0) return 0;
  if (keys.length === 0) return Number.POSITIVE_INFINITY;
  let error = 0;
  let k = 0;
  for (let x = 0; x < ys.length; x++) {
    while (k + 1 < keys.length && keys[k + 1][0] <= x) k++;
    const [x0, y0] = keys[k];
    const next = keys[k + 1];
    const y = next && x > x0 ? y0 + ((next[1] - y0) * (x - x0)) / (next[0] - x0) : y0;
    error = Math.max(error, Math.abs(ys[x] - y));
  }
  return error;
}
