/** Path data as numbers: what a `d` attribute says, command by command. */
import { LeitmotionError } from "../../core/error.js";
import { arcToCubics } from "./arcCurves.js";
import { excerpt } from "./matrix.js";
import { type Scanner, scanNumber, skipBlanks, skipComma, startsNumber } from "./numberScanner.js";

export interface PathData {
  /** Character codes of the commands, one for each segment, upper or lower case as written: M L H V C S Q T Z. */
  readonly codes: readonly number[];
  /** Coordinates of all segments, one after the other. */
  readonly values: readonly number[];
}

/** Character codes of lower-case commands. */
export const CODE = {
  m: 109,
  l: 108,
  h: 104,
  v: 118,
  c: 99,
  s: 115,
  q: 113,
  t: 116,
  a: 97,
  z: 122,
} as const;

/** Coordinates that a command takes, by lower-case code; -1 for what is no command. */
const COUNTS: readonly number[] = Array.from({ length: 128 }, (_, code) => {
  const known: Readonly<Record<string, number>> = {
    m: 2,
    l: 2,
    h: 1,
    v: 1,
    c: 6,
    s: 4,
    q: 4,
    t: 2,
    a: 7,
    z: 0,
  };
  return known[String.fromCharCode(code)] ?? -1;
});

export const countOf = (lowerCode: number): number => COUNTS[lowerCode] ?? -1;
export const isRelative = (code: number): boolean => code >= 97;

/**
 * Read path data. Repeated commands are written out, arcs become cubics (off by less than 0.03 % of their radius).
 *
 * @returns without a segment for blank data
 * @throws  LeitmotionError SVG_VALUE_INVALID for anything but path data, and for numbers beyond all bounds
 * @source  SVG 1.1, section 8.3.9 (grammar)
 * @cost    linear in the length of the text
 */
export function parsePathData(text: string): PathData {
  const scanner: Scanner = { text, at: 0 };
  const codes: number[] = [];
  const values: number[] = [];
  let hasArc = false;
  skipBlanks(scanner);
  while (scanner.at < text.length) {
    const code = text.charCodeAt(scanner.at++);
    const lower = code | 32;
    const count = (code >= 65 && code <= 90) || (code >= 97 && code <= 122) ? countOf(lower) : -1;
    if (count < 0) throw invalid(scanner, `no command at character ${scanner.at}`);
    if (codes.length === 0 && lower !== CODE.m) throw invalid(scanner, "it does not begin with M");
    if (lower === CODE.a) hasArc = true;
    readSegments(scanner, code, count, codes, values);
  }
  return hasArc ? withoutArcs(codes, values) : { codes, values };
}

/** All segments that one command letter stands for; after a move, further pairs are lines. */
function readSegments(
  scanner: Scanner,
  code: number,
  count: number,
  codes: number[],
  values: number[],
): void {
  let next = codes.length === 0 ? 77 : code;
  skipBlanks(scanner);
  do {
    codes.push(next);
    for (let i = 0; i < count; i++) {
      values.push(count === 7 && (i === 3 || i === 4) ? readFlag(scanner) : readNumber(scanner));
      skipComma(scanner);
    }
    if ((code | 32) === CODE.m) next = code - 1; // l or L
  } while (count > 0 && startsNumber(scanner));
}

function readFlag(scanner: Scanner): number {
  const flag = scanner.text.charCodeAt(scanner.at++) - 48;
  if (flag !== 0 && flag !== 1)
    throw invalid(scanner, `an arc's flag is neither 0 nor 1 at character ${scanner.at}`);
  return flag;
}

function readNumber(scanner: Scanner): number {
  const start = scanner.at;
  const value = scanNumber(scanner);
  if (Number.isNaN(value)) throw invalid(scanner, `no finite number at character ${start + 1}`);
  return value;
}

function invalid({ text }: Scanner, reason: string): LeitmotionError {
  return new LeitmotionError("SVG_VALUE_INVALID", `Path data ${excerpt(text)} cannot be read: ${reason}`);
}

/** The same path with its arcs as cubics in absolute coordinates. */
function withoutArcs(codes: readonly number[], values: readonly number[]): PathData {
  const newCodes: number[] = [];
  const newValues: number[] = [];
  let [x, y, startX, startY, at] = [0, 0, 0, 0, 0];
  for (const code of codes) {
    const lower = code | 32;
    const own = values.slice(at, at + countOf(lower));
    at += own.length;
    const [fromX, fromY] = isRelative(code) ? [x, y] : [0, 0];
    if (lower === CODE.a) {
      const end = [fromX + own[5], fromY + own[6]] as const;
      for (const cubic of arcToCubics([x, y], end, own)) {
        newCodes.push(67);
        newValues.push(...cubic);
      }
    } else {
      newCodes.push(code);
      newValues.push(...own);
    }
    if (lower === CODE.z) [x, y] = [startX, startY];
    else {
      if (lower !== CODE.v) x = fromX + own[lower === CODE.h ? 0 : own.length - 2];
      if (lower !== CODE.h) y = fromY + own[own.length - 1];
    }
    if (lower === CODE.m) [startX, startY] = [x, y];
  }
  return { codes: newCodes, values: newValues };
}
