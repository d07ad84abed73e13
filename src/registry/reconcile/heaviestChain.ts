/** Of weighted pairs of positions, the heaviest set in which both positions grow. */

export interface WeightedPair {
  readonly i: number;
  readonly j: number;
  /** > 0 */
  readonly weight: number;
}

/**
 * The pairs of the heaviest chain, ascending in `i` and in `j`, no position twice. Of equally heavy chains always the
 * same one, whatever the order of the input.
 *
 * @cost  n log n
 */
export function heaviestChain(pairs: readonly WeightedPair[]): WeightedPair[] {
  const sorted = [...pairs].sort((a, b) => a.i - b.i || b.j - a.j);
  const size = sorted.reduce((most, pair) => Math.max(most, pair.j + 1), 0);
  /** Fenwick tree over j: the best chain's last pair in each stretch. */
  const bestAt = new Int32Array(size + 1).fill(-1);
  const total = new Float64Array(sorted.length);
  const before = new Int32Array(sorted.length);
  const better = (a: number, b: number) => (b < 0 || (a >= 0 && total[a] >= total[b]) ? a : b);
  let best = -1;
  sorted.forEach(({ j, weight }, index) => {
    let previous = -1;
    for (let at = j; at > 0; at -= at & -at) previous = better(previous, bestAt[at]);
    before[index] = previous;
    total[index] = weight + (previous < 0 ? 0 : total[previous]);
    for (let at = j + 1; at <= size; at += at & -at) bestAt[at] = better(bestAt[at], index);
    best = better(best, index);
  });
  const chain: WeightedPair[] = [];
  for (let index = best; index >= 0; index = before[index]) chain.push(sorted[index]);
  return chain.reverse();
}
