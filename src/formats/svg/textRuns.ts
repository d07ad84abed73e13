/** A `text` element as a list of runs of one style each. */
import { LeitmotionError } from "../../core/error.js";
import { excerpt } from "./matrix.js";
import type { Scope, StyleSheet } from "./styleSheet.js";
import { parseLength } from "./svgLength.js";
import { resolveStyle, type SvgStyle } from "./svgStyle.js";
import type { Viewport } from "./viewport.js";

export interface TextRun {
  readonly text: string;
  /** Where a new chunk of text begins, or null: the run follows the one before it. */
  readonly x: number | null;
  readonly y: number | null;
  /** Shift against that place, inherited by nothing. */
  readonly dx: number;
  readonly dy: number;
  /** start, middle or end: how the chunk that begins here lies at its place. */
  readonly anchor: string;
  readonly fontFamily: string;
  readonly fontSize: number;
  readonly fontWeight: string;
  readonly fontStyle: string;
  readonly letterSpacing: number;
  readonly fill: string;
  /** Clockwise. */
  readonly rotationDeg: number;
}

/** Places not yet used, the next character's last; a single one left is that of all that follows. */
interface Pending {
  x: number[];
  y: number[];
  dx: number[];
  dy: number[];
}

export interface TextContext {
  readonly sheet: StyleSheet;
  readonly viewport: Viewport;
  /** Blanks where a text or a place of its own begins are dropped, unless they are to be kept. */
  readonly trims: boolean;
}

/**
 * Collect the runs of a `text` element, in its own units. A list of places gives every character a run of its own. White
 * space is collapsed as in HTML, unless it is to be kept: line breaks and indentation between elements vanish, one space
 * stays where the text has any.
 *
 * @throws LeitmotionError SVG_VALUE_INVALID for a place that is no finite length
 */
export function readTextRuns(scope: Scope, style: SvgStyle, context: TextContext): TextRun[] {
  const runs: TextRun[] = [];
  collectRuns(scope, style, context, { x: [0], y: [0], dx: [], dy: [] }, runs);
  return runs;
}

function collectRuns(
  scope: Scope,
  style: SvgStyle,
  context: TextContext,
  pending: Pending,
  runs: TextRun[],
): void {
  notePlace(scope, style, context, pending);
  for (const child of scope.element.children) {
    if (typeof child === "string") addText(child, style, context, pending, runs);
    else if (child.name === "tspan" || child.name === "a") {
      const inner: Scope = { element: child, parent: scope };
      const innerStyle = resolveStyle(style, inner, context.sheet);
      if (innerStyle.displayed) collectRuns(inner, innerStyle, context, pending, runs);
    }
  }
}

function notePlace({ element }: Scope, { fontSize }: SvgStyle, context: TextContext, pending: Pending): void {
  const lengths = (name: string, percentOf: number): number[] => {
    const text = element.attributes[name] ?? "";
    const pieces = text.split(/[\s,]+/).filter((piece) => piece !== "");
    const values = pieces.map((piece) => parseLength(piece, { percentOf, em: fontSize }));
    if (!values.includes(null)) return (values as number[]).reverse();
    throw new LeitmotionError("SVG_VALUE_INVALID", `<${element.name}> has ${name}=${excerpt(text)}`);
  };
  const [width, height] = context.viewport;
  const [x, y] = [lengths("x", width), lengths("y", height)];
  if (x.length > 0) pending.x = x;
  if (y.length > 0) pending.y = y;
  pending.dx = added(pending.dx, lengths("dx", width));
  pending.dy = added(pending.dy, lengths("dy", height));
}

/** A shift that is still waiting is not lost when another comes before the next character. */
function added(waiting: number[], shifts: number[]): number[] {
  if (shifts.length === 0) return waiting;
  if (waiting.length > 0) shifts[shifts.length - 1] += waiting[waiting.length - 1];
  return shifts;
}

function addText(
  raw: string,
  style: SvgStyle,
  context: TextContext,
  pending: Pending,
  runs: TextRun[],
): void {
  if (!style.keepsSpace && raw.includes("\n") && raw.trim() === "") return;
  const spaced = raw.replace(style.keepsSpace ? /\s/g : /\s+/g, " ");
  const isFirst = context.trims && !style.keepsSpace && (runs.length === 0 || pending.x.length > 0);
  const text = isFirst ? spaced.trimStart() : spaced;
  if (text === "" || !style.visible || style.fontSize <= 0) return;
  const placed = Math.max(pending.x.length, pending.y.length, pending.dx.length, pending.dy.length) - 1;
  const single = placed > 0 ? [...text].slice(0, placed) : [];
  for (const character of single) addRun(character, style, pending, runs);
  const rest = text.slice(single.join("").length);
  if (rest !== "") addRun(rest, style, pending, runs);
}

function addRun(text: string, style: SvgStyle, pending: Pending, runs: TextRun[]): void {
  runs.push({
    text,
    x: pending.x.pop() ?? null,
    y: pending.y.pop() ?? null,
    dx: pending.dx.pop() ?? 0,
    dy: pending.dy.pop() ?? 0,
    anchor: style.textAnchor,
    fontFamily: style.fontFamily,
    fontSize: style.fontSize,
    fontWeight: style.fontWeight,
    fontStyle: style.fontStyle,
    letterSpacing: style.letterSpacing,
    fill: style.fill === "currentColor" ? style.color : style.fill,
    rotationDeg: 0,
  });
}
