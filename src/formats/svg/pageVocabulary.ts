/** What is read of a page that somebody else wrote: everything else is left out or refused. */
import { STYLE_ATTRIBUTES } from "./svgStyle.js";

/** Elements that are read. */
export const READ_ELEMENTS: ReadonlySet<string> = new Set([
  "svg",
  "g",
  "a",
  "defs",
  "symbol",
  "switch",
  "use",
  "path",
  "line",
  "rect",
  "circle",
  "ellipse",
  "polygon",
  "polyline",
  "text",
  "tspan",
  "style",
  "title",
  "desc",
]);

/** Elements that draw nothing: left out without a word. */
export const SILENT_ELEMENTS: ReadonlySet<string> = new Set(["metadata", "view", "cursor"]);

/** Elements that run something. Whatever their prefix, the page is refused. */
export const SCRIPT_ELEMENTS: ReadonlySet<string> = new Set(["script", "handler", "listener"]);

/** Elements that draw what they refer to: a reference to anything outside the page is refused. */
export const REFERRING_ELEMENTS: ReadonlySet<string> = new Set(["use", "image", "tref", "feImage"]);

/** Attributes that are read, besides `href`. */
export const READ_ATTRIBUTES: ReadonlySet<string> = new Set([
  "id",
  "class",
  "style",
  "transform",
  "viewBox",
  "preserveAspectRatio",
  "x",
  "y",
  "dx",
  "dy",
  "x1",
  "y1",
  "x2",
  "y2",
  "cx",
  "cy",
  "r",
  "rx",
  "ry",
  "width",
  "height",
  "d",
  "points",
  ...STYLE_ATTRIBUTES,
]);
