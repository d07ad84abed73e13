import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstAtOrAfter, lastAtOrBefore, partitionPoint } from "../../src/core/sortedSearch.js";

const ascending = fc.array(fc.integer({ min: -9, max: 9 })).map((values) => values.sort((a, b) => a - b));
const sought = fc.integer({ min: -10, max: 10 });

describe("binary search agrees with looking at every value", () => {
  it("firstAtOrAfter, in the whole and in a part", () => {
    fc.assert(
      fc.property(ascending, sought, fc.nat(), (values, x, n) => {
        const count = n % (values.length + 1);
        const slow = (some: number[]) => some.concat(99).findIndex((value) => value >= x);
        expect(firstAtOrAfter(values, x)).toBe(slow(values));
        expect(firstAtOrAfter(values, x, count)).toBe(slow(values.slice(0, count)));
      }),
    );
  });

  it("lastAtOrBefore", () => {
    fc.assert(
      fc.property(ascending, sought, (values, x) => {
        expect(lastAtOrBefore(values, x)).toBe(values.findLastIndex((value) => value <= x));
      }),
    );
  });

  it("partitionPoint", () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), (count, first) => {
        expect(partitionPoint(count, (index) => index < first)).toBe(Math.min(count, first));
      }),
    );
  });
});
