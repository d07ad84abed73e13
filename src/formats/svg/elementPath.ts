/** The basic shapes of SVG as path data. */
import { numbersOf } from "./matrix.js";
import type { SvgElement } from "./svgTree.js";
import { lengthAttribute, type Viewport } from "./viewport.js";

/** Control distance of a quarter circle drawn as one cubic, in radii: 4/3 (sqrt(2) - 1); radial error below 0.03 %. */
const QUARTER = 0.5522847498307936;

export const SHAPE_NAMES: ReadonlySet<string> = new Set([
  "path",
  "line",
  "rect",
  "circle",
  "ellipse",
  "polygon",
  "polyline",
]);

/**
 * Path data of a shape in the element's own units; "" for a shape without extent, which is not drawn.
 * Circles and ellipses become four cubics each.
 *
 * @throws LeitmotionError SVG_VALUE_INVALID for a coordinate that is not a number
 */
export function elementPath(element: SvgElement, viewport: Viewport): string {
  const value = (name: string) => numberOf(element, name, viewport);
  switch (element.name) {
    case "path":
      return element.attributes.d ?? "";
    case "line":
      return `M${value("x1")} ${value("y1")}L${value("x2")} ${value("y2")}`;
    case "rect":
      return rectPath(element, viewport);
    case "circle":
      return ellipsePath(value("cx"), value("cy"), value("r"), value("r"));
    case "ellipse":
      return ellipsePath(value("cx"), value("cy"), value("rx"), value("ry"));
    default:
      return pointsPath(element.attributes.points ?? "", element.name === "polygon");
  }
}

/** A length; per cents are of the viewport's width, height or, for what is neither, diagonal. */
function numberOf(element: SvgElement, name: string, [width, height]: Viewport): number {
  const isAcross = name === "width" || name.includes("x");
  const isDown = name === "height" || name.includes("y");
  const percentOf = isAcross ? width : isDown ? height : Math.hypot(width, height) / Math.SQRT2;
  return lengthAttribute(element, name, 0, percentOf);
}

function rectPath(element: SvgElement, viewport: Viewport): string {
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) =>
    numberOf(element, name, viewport),
  );
  if (width <= 0 || height <= 0) return "";
  const rx = Math.min(
    numberOf(element, element.attributes.rx === undefined ? "ry" : "rx", viewport),
    width / 2,
  );
  const ry = Math.min(
    numberOf(element, element.attributes.ry === undefined ? "rx" : "ry", viewport),
    height / 2,
  );
  if (rx <= 0 || ry <= 0) return `M${x} ${y}h${width}v${height}h${-width}z`;
  const [kx, ky, w, h] = [rx * (1 - QUARTER), ry * (1 - QUARTER), width - 2 * rx, height - 2 * ry];
  return (
    `M${x + rx} ${y}h${w}c${rx - kx} 0 ${rx} ${ky} ${rx} ${ry}v${h}c0 ${ry - ky} ${-kx} ${ry} ${-rx} ${ry}` +
    `h${-w}c${kx - rx} 0 ${-rx} ${-ky} ${-rx} ${-ry}v${-h}c0 ${ky - ry} ${kx} ${-ry} ${rx} ${-ry}z`
  );
}

function ellipsePath(cx: number, cy: number, rx: number, ry: number): string {
  if (rx <= 0 || ry <= 0) return "";
  const [kx, ky] = [rx * QUARTER, ry * QUARTER];
  return (
    `M${cx - rx} ${cy}c0 ${-ky} ${rx - kx} ${-ry} ${rx} ${-ry}s${rx} ${ry - ky} ${rx} ${ry}` +
    `s${kx - rx} ${ry} ${-rx} ${ry}s${-rx} ${ky - ry} ${-rx} ${-ry}z`
  );
}

function pointsPath(points: string, closed: boolean): string {
  const values = numbersOf(points);
  if (values.length < 4) return "";
  let path = "";
  for (let i = 0; i + 1 < values.length; i += 2)
    path += `${i === 0 ? "M" : "L"}${values[i]} ${values[i + 1]}`;
  return closed ? `${path}z` : path;
}
