/** Exact score positions: reduced fractions of whole numbers. */
import { LeitmotionError } from "./error.js";

/** `num / den` in lowest terms, `den` > 0, both safe integers. */
export interface Fraction {
  readonly num: number;
  readonly den: number;
}

export const ZERO: Fraction = { num: 0, den: 1 };
export const ONE: Fraction = { num: 1, den: 1 };

/**
 * The fraction num/den in lowest terms.
 *
 * @throws LeitmotionError FRACTION_OVERFLOW if a term is no safe integer or `den` is 0
 */
export function fraction(num: number, den = 1): Fraction {
  if (!Number.isSafeInteger(num) || !Number.isSafeInteger(den) || den === 0) {
    throw new LeitmotionError("FRACTION_OVERFLOW", `Not an exact fraction: ${num}/${den}`);
  }
  if (num === 0) return ZERO;
  if (den < 0) {
    num = -num;
    den = -den;
  }
  const divisor = gcd(Math.abs(num), den);
  return { num: num / divisor, den: den / divisor };
}

export function add(a: Fraction, b: Fraction): Fraction {
  if (a.den === b.den) return fraction(a.num + b.num, a.den);
  return fraction(a.num * b.den + b.num * a.den, a.den * b.den);
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  if (a.den === b.den) return fraction(a.num - b.num, a.den);
  return fraction(a.num * b.den - b.num * a.den, a.den * b.den);
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.num, a.den * b.den);
}

/** @throws LeitmotionError FRACTION_OVERFLOW if `b` is zero */
export function divide(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.den, a.den * b.num);
}

/** Negative, zero or positive as `a` lies before, at or after `b`. */
export function compare(a: Fraction, b: Fraction): number {
  return a.den === b.den ? a.num - b.num : a.num * b.den - b.num * a.den;
}

export function equals(a: Fraction, b: Fraction): boolean {
  return a.num === b.num && a.den === b.den;
}

export function maxOf(a: Fraction, b: Fraction): Fraction {
  return compare(a, b) >= 0 ? a : b;
}

export function minOf(a: Fraction, b: Fraction): Fraction {
  return compare(a, b) <= 0 ? a : b;
}

export function toNumber(a: Fraction): number {
  return a.num / a.den;
}

/** `31/2`, or `15` for a whole number: the form of every exact position on disk. */
export function formatFraction(a: Fraction): string {
  return a.den === 1 ? String(a.num) : `${a.num}/${a.den}`;
}

/**
 * Read what `formatFraction` wrote.
 *
 * @throws LeitmotionError SCORE_VALUE_INVALID if `text` is no fraction
 */
export function parseFraction(text: string): Fraction {
  const match = /^(-?\d+)(?:\/(\d+))?$/.exec(text);
  if (!match) throw new LeitmotionError("SCORE_VALUE_INVALID", `Not a fraction: ${text}`);
  return fraction(Number(match[1]), match[2] === undefined ? 1 : Number(match[2]));
}

/** Greatest common divisor of whole numbers >= 0. */
export function gcd(a: number, b: number): number {
  while (b !== 0) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}
