/** Length of a note by its printed type, for files that leave the duration out. */
import { type Fraction, fraction, multiply } from "../../core/fraction.js";

const QUARTERS_BY_TYPE: Readonly<Record<string, Fraction>> = {
  maxima: fraction(32),
  long: fraction(16),
  breve: fraction(8),
  whole: fraction(4),
  half: fraction(2),
  quarter: fraction(1),
  eighth: fraction(1, 2),
  "16th": fraction(1, 4),
  "32nd": fraction(1, 8),
  "64th": fraction(1, 16),
  "128th": fraction(1, 32),
  "256th": fraction(1, 64),
  "512th": fraction(1, 128),
  "1024th": fraction(1, 256),
};

/** Most dots ever printed; more would only leave the exact range. */
const MAX_DOTS = 10;

/**
 * Quarters of a type with dots: n dots multiply by (2^(n+1) - 1) / 2^n. Null for an unknown type.
 *
 * @example typeToQuarter("half", 1) // 3
 */
export function typeToQuarter(type: string, dots: number): Fraction | null {
  const plain = Object.hasOwn(QUARTERS_BY_TYPE, type) ? QUARTERS_BY_TYPE[type] : null;
  if (plain === null || dots === 0) return plain;
  const n = Math.min(dots, MAX_DOTS);
  return multiply(plain, fraction(2 ** (n + 1) - 1, 2 ** n));
}
