/** A `text` element as a list of runs of one style each. */
import type { Scope, StyleSheet } from "./styleSheet.js";
import { isDisplayed, resolveStyle, type SvgStyle } from "./svgStyle.js";

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

interface Pending {
  x: number | null;
  y: number | null;
  dx: number;
  dy: number;
}

/**
 * Collect the runs of a `text` element, in its own units. White space is collapsed as in HTML: line breaks and indentation
 * between elements vanish, one space stays where the text has any.
 */
export function readTextRuns(scope: Scope, style: SvgStyle, sheet: StyleSheet): TextRun[] {
  const runs: TextRun[] = [];
  const pending: Pending = { x: 0, y: 0, dx: 0, dy: 0 };
  collectRuns(scope, style, sheet, pending, runs);
  return runs;
}

function collectRuns(
  scope: Scope,
  style: SvgStyle,
  sheet: StyleSheet,
  pending: Pending,
  runs: TextRun[],
): void {
  notePlace(scope, pending);
  for (const child of scope.element.children) {
    if (typeof child === "string") addRun(child, style, pending, runs);
    else if (child.name === "tspan") {
      const inner: Scope = { element: child, parent: scope };
      if (isDisplayed(inner)) collectRuns(inner, resolveStyle(style, inner, sheet), sheet, pending, runs);
    }
  }
}

function notePlace(scope: Scope, pending: Pending): void {
  const { x, y, dx, dy } = scope.element.attributes;
  if (x !== undefined) pending.x = Number.parseFloat(x);
  if (y !== undefined) pending.y = Number.parseFloat(y);
  if (dx !== undefined) pending.dx += Number.parseFloat(dx);
  if (dy !== undefined) pending.dy += Number.parseFloat(dy);
}

function addRun(raw: string, style: SvgStyle, pending: Pending, runs: TextRun[]): void {
  if (/^\s*\n\s*$/.test(raw)) return;
  const text = raw.replace(/\s+/g, " ").replaceAll("\u00a0", " ");
  if (text === "" || !style.visible || style.fontSize === 0) return;
  runs.push({
    text,
    ...pending,
    anchor: style.textAnchor,
    fontFamily: style.fontFamily,
    fontSize: style.fontSize,
    fontWeight: style.fontWeight,
    fontStyle: style.fontStyle,
    letterSpacing: style.letterSpacing,
    fill: style.fill === "currentColor" ? style.color : style.fill,
    rotationDeg: 0,
  });
  pending.x = null;
  pending.y = null;
  pending.dx = 0;
  pending.dy = 0;
}
