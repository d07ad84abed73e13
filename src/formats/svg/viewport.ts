/** Viewports: what part of the plane an `svg` or `symbol` shows, and where. */
import { LeitmotionError } from "../../core/error.js";
import { excerpt, type Matrix } from "./matrix.js";
import { scanNumbers } from "./numberScanner.js";
import { parseLength } from "./svgLength.js";
import type { SvgElement } from "./svgTree.js";

/** Left, top, width, height. */
export type ViewBox = readonly [number, number, number, number];

/** Width and height of the nearest viewport, in its own units: what per cents are of. */
export type Viewport = readonly [number, number];

/**
 * The viewBox attribute, or null if there is none or it has no extent.
 *
 * @throws LeitmotionError SVG_VALUE_INVALID if it is not four finite numbers
 */
export function viewBoxOf(element: SvgElement): ViewBox | null {
  const text = element.attributes.viewBox;
  if (text === undefined) return null;
  const values = scanNumbers(text);
  if (values === null || values.length !== 4) {
    throw new LeitmotionError("SVG_VALUE_INVALID", `viewBox=${excerpt(text)} is not four numbers`);
  }
  const [x, y, width, height] = values;
  return width > 0 && height > 0 ? [x + 0, y + 0, width, height] : null; // -0 + 0 is 0
}

/**
 * A length attribute in user units.
 *
 * @param percentOf  what 100 % is
 * @throws           LeitmotionError SVG_VALUE_INVALID if it is no finite length
 */
export function lengthAttribute(
  element: SvgElement,
  name: string,
  fallback: number,
  percentOf: number,
): number {
  const text = element.attributes[name];
  if (text === undefined || text === "auto") return fallback;
  const value = parseLength(text, { percentOf, em: 16 });
  if (value !== null) return value;
  throw new LeitmotionError("SVG_VALUE_INVALID", `<${element.name}> has ${name}=${excerpt(text)}`);
}

export interface Fit {
  /** From the viewBox's units to those outside. */
  readonly matrix: Matrix;
  readonly viewport: Viewport;
}

/**
 * How the content of a nested `svg` or `symbol` lies in its place.
 *
 * @param sized  the element whose width and height count: itself, or the `use` that shows it
 * @returns      null if the place has no extent: nothing is drawn then
 * @source       SVG 1.1, section 7.8 (preserveAspectRatio)
 */
export function fitViewport(element: SvgElement, sized: SvgElement, outer: Viewport): Fit | null {
  const size = (name: "width" | "height", percentOf: number) =>
    lengthAttribute(sized.attributes[name] === undefined ? element : sized, name, percentOf, percentOf);
  const width = size("width", outer[0]);
  const height = size("height", outer[1]);
  if (!(width > 0 && height > 0)) return null;
  const isSvg = element.name === "svg";
  const left = isSvg ? lengthAttribute(element, "x", 0, outer[0]) : 0;
  const top = isSvg ? lengthAttribute(element, "y", 0, outer[1]) : 0;
  const box = viewBoxOf(element) ?? [0, 0, width, height];
  const [align, rule] = (element.attributes.preserveAspectRatio ?? "").trim().split(/\s+/);
  const whole = [width / box[2], height / box[3]] as const;
  const uniform = rule === "slice" ? Math.max(...whole) : Math.min(...whole);
  const [scaleX, scaleY] = align === "none" ? whole : [uniform, uniform];
  const x = left + shareBefore(align, "x") * (width - scaleX * box[2]) - scaleX * box[0];
  const y = top + shareBefore(align, "Y") * (height - scaleY * box[3]) - scaleY * box[1];
  return { matrix: [scaleX, 0, 0, scaleY, x, y], viewport: [box[2], box[3]] };
}

/** How much of the space left over lies before the content: `xMinYMax` has 0 of it to the left, and all above. */
function shareBefore(align: string, axis: "x" | "Y"): number {
  if (align.includes(`${axis}Min`)) return 0;
  return align.includes(`${axis}Max`) ? 1 : 0.5;
}

export interface RootSize {
  /** Null if the document does not say how large it is. */
  readonly viewBox: ViewBox | null;
  /** Units of the viewBox in a pixel of 1/96 inch, as far as width and height say so. */
  readonly unitPerPx: number;
}

/** Size of a document: its viewBox, else its width and height, which are 1 unit to the pixel. */
export function rootSizeOf(root: SvgElement): RootSize {
  const box = viewBoxOf(root);
  const width = absoluteLength(root, "width");
  const height = absoluteLength(root, "height");
  if (box !== null) return { viewBox: box, unitPerPx: width === null ? 1 : box[2] / width };
  const viewBox = width === null || height === null ? null : ([0, 0, width, height] as const);
  return { viewBox, unitPerPx: 1 };
}

/** Null if the attribute is missing, a share of something unknown, or not positive. */
function absoluteLength(root: SvgElement, name: string): number | null {
  const text = root.attributes[name];
  const value = text === undefined ? null : parseLength(text, { em: 16 });
  return value !== null && value > 0 ? value : null;
}
