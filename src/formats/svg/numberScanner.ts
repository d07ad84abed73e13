/** Numbers in attribute values, read character by character: foreign pages hold millions of them. */

export interface Scanner {
  readonly text: string;
  at: number;
}

/** Powers of ten that a double holds exactly: dividing by them rounds once, as reading the decimal text would. */
const TENS = Array.from({ length: 23 }, (_, power) => 10 ** power);
const EXACT = 2 ** 53;

/** The number that begins at `scanner.at`; NaN if none does or it is beyond all bounds. The scanner stands after it. */
export function scanNumber(scanner: Scanner): number {
  const { text } = scanner;
  const start = scanner.at;
  let at = start;
  const sign = text.charCodeAt(at);
  if (sign === 45 || sign === 43) at++;
  let mantissa = 0;
  let digits = 0;
  let decimals = 0;
  let code = text.charCodeAt(at);
  for (; code >= 48 && code <= 57; code = text.charCodeAt(++at), digits++)
    mantissa = mantissa * 10 + code - 48;
  if (code === 46) {
    code = text.charCodeAt(++at);
    for (; code >= 48 && code <= 57; code = text.charCodeAt(++at), digits++, decimals++)
      mantissa = mantissa * 10 + code - 48;
  }
  if (digits === 0) return Number.NaN;
  const end = endOfExponent(text, at);
  scanner.at = end;
  if (end > at || mantissa >= EXACT || decimals >= TENS.length) {
    const value = Number(text.slice(start, end));
    return Number.isFinite(value) ? value : Number.NaN;
  }
  const value = mantissa / TENS[decimals];
  return sign === 45 ? -value : value;
}

/** Where the exponent that begins at `at` ends; `at` itself if there is none (`2em` is 2 and a unit). */
function endOfExponent(text: string, at: number): number {
  if ((text.charCodeAt(at) | 32) !== 101) return at;
  let end = at + 1;
  if (text.charCodeAt(end) === 45 || text.charCodeAt(end) === 43) end++;
  const first = end;
  while (isDigit(text.charCodeAt(end))) end++;
  return end > first ? end : at;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function skipBlanks(scanner: Scanner): void {
  for (let code = scanner.text.charCodeAt(scanner.at); code === 32 || (code >= 9 && code <= 13); )
    code = scanner.text.charCodeAt(++scanner.at);
}

/** Blanks with at most one comma among them. */
export function skipComma(scanner: Scanner): void {
  skipBlanks(scanner);
  if (scanner.text.charCodeAt(scanner.at) !== 44) return;
  scanner.at++;
  skipBlanks(scanner);
}

export function startsNumber({ text, at }: Scanner): boolean {
  const code = text.charCodeAt(at);
  return isDigit(code) || code === 45 || code === 46 || code === 43;
}

/** All numbers of a list separated by commas or white space, or null if there is anything else in it. */
export function scanNumbers(list: string): number[] | null {
  const scanner: Scanner = { text: list, at: 0 };
  const values: number[] = [];
  skipBlanks(scanner);
  while (scanner.at < list.length) {
    const value = scanNumber(scanner);
    if (Number.isNaN(value)) return null;
    values.push(value);
    skipComma(scanner);
  }
  return values;
}
