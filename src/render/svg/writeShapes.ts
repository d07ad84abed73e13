/** Shapes as SVG text: paths with plain attributes; text with a listed font. */
import type { Paint, PathShape, Shape, TextShape } from "../../formats/svg/flattenSvg.js";
import { formatOutline } from "../../formats/svg/outline.js";
import { escapeText, formatAttributes, formatNumber } from "../../formats/svg/svgTree.js";
import type { TextRun } from "../../formats/svg/textRuns.js";
import { hasTimesWidth, timesWidth } from "./timesWidths.js";

export interface Picture {
  /** Where the viewBox begins; 0 if left out. */
  readonly leftUnit?: number;
  readonly topUnit?: number;
  readonly widthUnit: number;
  readonly heightUnit: number;
}

/** A whole document: one unit of the viewBox is one pixel. */
export function writeSvg(
  { leftUnit = 0, topUnit = 0, widthUnit, heightUnit }: Picture,
  content: string,
): string {
  const [left, top, width, height] = [leftUnit, topUnit, widthUnit, heightUnit].map(formatNumber);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}">` +
    `${content}</svg>\n`
  );
}

/** `<g id="…">…</g>`, or nothing around nothing. */
export function writeGroup(id: string, content: string): string {
  return content === "" ? "" : `<g${formatAttributes({ id })}>${content}</g>`;
}

export function writeShape(shape: Shape): string {
  return shape.kind === "path" ? writePath(shape) : writeText(shape);
}

/** One path, moved by (dx, dy). */
export function writePath({ outline, paint }: PathShape, dx = 0, dy = 0): string {
  return `<path d="${formatOutline(outline, dx, dy)}"${paintAttributes(paint)}/>`;
}

/** Attributes that differ from what SVG takes for granted; `fill` is always said. */
function paintAttributes(paint: Paint): string {
  const stroked = paint.stroke !== null;
  return formatAttributes({
    fill: paint.fill ?? "none",
    "fill-rule": paint.fillRule === "nonzero" ? undefined : paint.fillRule,
    stroke: paint.stroke ?? undefined,
    "stroke-width": stroked ? formatNumber(paint.strokeWidth) : undefined,
    "stroke-linecap": stroked && paint.strokeLinecap !== "butt" ? paint.strokeLinecap : undefined,
    "stroke-linejoin": stroked && paint.strokeLinejoin !== "miter" ? paint.strokeLinejoin : undefined,
    "stroke-dasharray":
      stroked && paint.strokeDash.length > 0 ? paint.strokeDash.map(formatNumber).join(" ") : undefined,
    "fill-opacity":
      paint.fill !== null && paint.fillOpacity !== 1 ? formatNumber(paint.fillOpacity) : undefined,
    "stroke-opacity": stroked && paint.strokeOpacity !== 1 ? formatNumber(paint.strokeOpacity) : undefined,
    opacity: paint.opacity === 1 ? undefined : formatNumber(paint.opacity),
  });
}

/**
 * Texts keep the width that the page was laid out for, whatever font the viewer puts in the place of Times. The width is left
 * open where it is not known (letters that Times does not have).
 */
function writeText({ runs }: TextShape): string {
  return runs.map((run) => `<text${runAttributes(run)}>${escapeText(run.text)}</text>`).join("");
}

function runAttributes(run: TextRun): string {
  const [x, y] = [formatNumber((run.x ?? 0) + run.dx), formatNumber((run.y ?? 0) + run.dy)];
  const fixed = run.letterSpacing === 0 && run.text.trim() !== "" && hasTimesWidth(run.text);
  return formatAttributes({
    x,
    y,
    "xml:space": /^ | $| {2}/.test(run.text) ? "preserve" : undefined,
    "font-family": run.fontFamily,
    "font-size": formatNumber(run.fontSize),
    "font-weight": run.fontWeight === "normal" ? undefined : run.fontWeight,
    "font-style": run.fontStyle === "normal" ? undefined : run.fontStyle,
    "letter-spacing": run.letterSpacing === 0 ? undefined : formatNumber(run.letterSpacing),
    "text-anchor": run.anchor === "start" ? undefined : run.anchor,
    textLength: fixed ? formatNumber((timesWidth(run.text, run) * run.fontSize) / 1000) : undefined,
    lengthAdjust: fixed ? "spacingAndGlyphs" : undefined,
    fill: run.fill,
    transform:
      Math.abs(run.rotationDeg) > 0.01 ? `rotate(${formatNumber(run.rotationDeg)} ${x} ${y})` : undefined,
  });
}
