/** What is drawn on a page, once transforms, `use`, style sheets and viewports are resolved. */
import type { Outline } from "./outline.js";
import type { Scope } from "./styleSheet.js";
import type { SvgStyle } from "./svgStyle.js";
import type { TextRun } from "./textRuns.js";
import type { ViewBox } from "./viewport.js";

export interface Paint {
  /** A colour, or null. */
  readonly fill: string | null;
  readonly stroke: string | null;
  /** In units of the root viewBox. */
  readonly strokeWidth: number;
  readonly strokeDash: readonly number[];
  readonly fillOpacity: number;
  readonly strokeOpacity: number;
  readonly strokeLinecap: string;
  readonly strokeLinejoin: string;
  readonly fillRule: string;
  readonly opacity: number;
}

export interface PathShape {
  readonly kind: "path";
  readonly outline: Outline;
  readonly paint: Paint;
  /** The drawn element (for a `use`: the `use`) and its ancestors. */
  readonly scope: Scope;
}

export interface TextShape {
  readonly kind: "text";
  readonly runs: readonly TextRun[];
  readonly scope: Scope;
}

export type Shape = PathShape | TextShape;

export interface FlatSvg {
  /** The root viewBox: left, top, width, height. */
  readonly viewBox: ViewBox;
  /** In drawing order, coordinates in units of the root viewBox. */
  readonly shapes: readonly Shape[];
}

/** @param strokeScale  user units of the root in one of the stroke's */
export function paintOf(style: SvgStyle, strokeScale: number): Paint {
  return {
    fill: style.fillOpacity > 0 ? colourOf(style.fill, style.color) : null,
    stroke: style.strokeWidth > 0 && style.strokeOpacity > 0 ? colourOf(style.stroke, style.color) : null,
    strokeWidth: style.strokeWidth * strokeScale,
    strokeDash: style.strokeDash.map((dash) => dash * strokeScale),
    strokeLinecap: style.strokeLinecap,
    strokeLinejoin: style.strokeLinejoin,
    fillRule: style.fillRule,
    opacity: style.opacity,
    fillOpacity: style.fillOpacity,
    strokeOpacity: style.strokeOpacity,
  };
}

/** A stroke that became an area. */
export function strokeAsFill(paint: Paint): Paint {
  return {
    ...paint,
    fill: paint.stroke,
    fillOpacity: paint.strokeOpacity,
    stroke: null,
    strokeWidth: 0,
    strokeLinecap: "butt",
  };
}

/** A gradient or pattern is not read: what stands in for it in the document counts, else nothing is painted. */
function colourOf(colour: string, current: string): string | null {
  if (colour.startsWith("url(")) return colourOf(afterReference(colour), current);
  if (colour === "none" || colour === "transparent" || isClear(colour)) return null;
  return colour === "currentColor" ? current : colour;
}

function afterReference(colour: string): string {
  const rest = colour.slice(colour.lastIndexOf(")") + 1).trim();
  return rest === "" ? "none" : rest;
}

/** `rgba(…, 0)`, `#rrggbb00`. */
function isClear(colour: string): boolean {
  return /^(?:rgba|hsla)\([^)]*[,/]\s*0(?:\.0*)?%?\s*\)$|^#[\da-f]{6}00$/i.test(colour);
}
