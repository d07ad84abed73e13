import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  compare,
  divide,
  formatFraction,
  fraction,
  multiply,
  parseFraction,
  subtract,
  toNumber,
} from "../../src/core/fraction.js";

const anyFraction = fc
  .tuple(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: 1, max: 960 }))
  .map(([num, den]) => fraction(num, den));

describe("fraction", () => {
  it("is kept in lowest terms with a positive denominator", () => {
    expect(fraction(6, -4)).toEqual({ num: -3, den: 2 });
    expect(fraction(0, -7)).toEqual({ num: 0, den: 1 });
  });

  it("adds three triplet eighths to exactly one quarter", () => {
    const third = fraction(1, 3);
    expect(add(add(third, third), third)).toEqual({ num: 1, den: 1 });
  });

  it("takes back what it added, exactly", () => {
    fc.assert(
      fc.property(anyFraction, anyFraction, (a, b) => {
        expect(subtract(add(a, b), b)).toEqual(a);
      }),
    );
  });

  it("divides back what it multiplied, exactly", () => {
    fc.assert(
      fc.property(
        anyFraction,
        anyFraction.filter((f) => f.num !== 0),
        (a, b) => {
          expect(divide(multiply(a, b), b)).toEqual(a);
        },
      ),
    );
  });

  it("orders as the numbers do", () => {
    fc.assert(
      fc.property(anyFraction, anyFraction, (a, b) => {
        expect(Math.sign(compare(a, b))).toBe(Math.sign(a.num * b.den - b.num * a.den));
        if (compare(a, b) < 0) expect(toNumber(a)).toBeLessThanOrEqual(toNumber(b));
      }),
    );
  });

  it("reads what it wrote", () => {
    fc.assert(
      fc.property(anyFraction, (a) => {
        expect(parseFraction(formatFraction(a))).toEqual(a);
      }),
    );
    expect(formatFraction(fraction(31, 2))).toBe("31/2");
    expect(() => parseFraction("1.5")).toThrow(/Not a fraction/);
  });

  it("refuses what has no exact value", () => {
    expect(() => fraction(1, 0)).toThrow(/FRACTION|exact fraction/);
    expect(() => multiply(fraction(2 ** 40), fraction(2 ** 40))).toThrow(/exact fraction/);
  });
});
