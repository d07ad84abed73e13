import fc from "fast-check";
import { expect, it } from "vitest";
import { commonSequence } from "../../../src/registry/reconcile/commonSequence.js";
import { heaviestChain, type WeightedPair } from "../../../src/registry/reconcile/heaviestChain.js";

const sequence = fc.array(fc.nat(4), { maxLength: 14 });

/** Length of the longest common subsequence, by the table of every textbook. */
function slowLength(a: readonly number[], b: readonly number[]): number {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      table[i][j] = a[i] === b[j] ? 1 + table[i + 1][j + 1] : Math.max(table[i + 1][j], table[i][j + 1]);
  return table[0][0];
}

it("finds a common subsequence as long as the slow way does, and gives up beyond its bound", () => {
  fc.assert(
    fc.property(sequence, sequence, (a, b) => {
      const longest = slowLength(a, b);
      const pairs = commonSequence(a, b, a.length + b.length);
      expect(pairs).toHaveLength(longest);
      for (const [i, j] of pairs ?? []) expect(a[i]).toBe(b[j]);
      pairs?.reduce(
        (last, pair) => {
          expect(pair[0] > last[0] && pair[1] > last[1]).toBe(true);
          return pair;
        },
        [-1, -1],
      );
      const edits = a.length + b.length - 2 * longest;
      expect(commonSequence(a, b, edits)).toHaveLength(longest);
      if (edits > 0) expect(commonSequence(a, b, edits - 1)).toBeNull();
    }),
  );
});

it("finds a chain as heavy as the heaviest of all subsets", () => {
  const pair = fc.record({ i: fc.nat(6), j: fc.nat(6), weight: fc.integer({ min: 1, max: 9 }) });
  const weightOf = (chain: readonly WeightedPair[]) => chain.reduce((sum, p) => sum + p.weight, 0);
  const isChain = (chain: readonly WeightedPair[]) =>
    chain.every((p, k) => k === 0 || (p.i > chain[k - 1].i && p.j > chain[k - 1].j));
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 9 }), (pairs) => {
      const sorted = [...pairs].sort((a, b) => a.i - b.i);
      let heaviest = 0;
      for (let subset = 0; subset < 2 ** sorted.length; subset++) {
        const chosen = sorted.filter((_, bit) => (subset >> bit) & 1);
        if (isChain(chosen)) heaviest = Math.max(heaviest, weightOf(chosen));
      }
      const chain = heaviestChain(pairs);
      expect(isChain(chain)).toBe(true);
      expect(weightOf(chain)).toBe(heaviest);
    }),
  );
});
