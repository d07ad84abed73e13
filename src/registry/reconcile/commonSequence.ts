/** The longest common subsequence of two number sequences (Myers' difference algorithm). */

/**
 * Pairs `[i, j]` with `a[i] === b[j]`, both growing, as many as there can be.
 *
 * @param maxEdits  most items of either side that may be left out
 * @returns         null if more than `maxEdits` would have to be left out
 * @cost            (items + edits) times edits in time, edits squared in memory
 * @source          E. W. Myers, "An O(ND) difference algorithm and its variations", Algorithmica 1, 1986
 */
export function commonSequence(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  maxEdits: number,
): [i: number, j: number][] | null {
  const bound = Math.min(maxEdits, a.length + b.length);
  const reach = new Int32Array(2 * bound + 3);
  const history: Int32Array[] = [];
  for (let edits = 0; edits <= bound; edits++) {
    history.push(reach.slice(bound + 1 - edits - 1, bound + 1 + edits + 2));
    for (let k = -edits; k <= edits; k += 2) {
      const at = bound + 1 + k;
      let i =
        k === -edits || (k !== edits && reach[at - 1] < reach[at + 1]) ? reach[at + 1] : reach[at - 1] + 1;
      let j = i - k;
      while (i < a.length && j < b.length && a[i] === b[j]) {
        i++;
        j++;
      }
      reach[at] = i;
      if (i >= a.length && j >= b.length) return traceBack(a.length, b.length, history);
    }
  }
  return null;
}

/** `history[d]` is the reach before step d, of diagonals -d-1 … d+1. */
function traceBack(aLength: number, bLength: number, history: readonly Int32Array[]): [number, number][] {
  const pairs: [number, number][] = [];
  let [i, j] = [aLength, bLength];
  for (let edits = history.length - 1; edits > 0; edits--) {
    const reach = history[edits];
    const k = i - j;
    const at = edits + 1 + k;
    const isDown = k === -edits || (k !== edits && reach[at - 1] < reach[at + 1]);
    const fromI = isDown ? reach[at + 1] : reach[at - 1];
    const fromJ = fromI - (isDown ? k + 1 : k - 1);
    const startI = isDown ? fromI : fromI + 1;
    while (i > startI) pairs.push([--i, --j]);
    [i, j] = [fromI, fromJ];
  }
  while (i > 0 && j > 0) pairs.push([--i, --j]);
  return pairs.reverse();
}
