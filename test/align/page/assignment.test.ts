import fc from "fast-check";
import { expect, it } from "vitest";
import { assignRows } from "../../../src/align/page/assignment.js";

const total = (cost: readonly (readonly number[])[], columns: ArrayLike<number>) =>
  cost.reduce((sum, row, k) => sum + row[columns[k]], 0);

/** The least total of all ways, tried one by one. */
function bruteForce(cost: readonly (readonly number[])[], used: readonly number[] = []): number {
  const row = cost[used.length];
  if (row === undefined) return total(cost, used);
  return Math.min(...row.map((_, k) => (used.includes(k) ? Infinity : bruteForce(cost, [...used, k]))));
}

const matrices = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 2 }))
  .chain(([rows, more]) => {
    const row = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: rows + more, maxLength: rows + more });
    return fc.array(row, { minLength: rows, maxLength: rows });
  });

it("costs no more than any other assignment, and uses no column twice", () => {
  fc.assert(
    fc.property(matrices, (cost) => {
      const columns = assignRows(cost);
      expect(new Set(columns).size).toBe(cost.length);
      expect(total(cost, columns)).toBe(bruteForce(cost));
    }),
  );
});

it("of nothing is nothing", () => {
  expect([...assignRows([])]).toEqual([]);
});
