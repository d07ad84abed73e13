/** Small pages drawn by hand: a staff space is 10 units, lines are 1 thick. */

import type { PageGeometry, UserPage } from "../../../src/align/page/pageGeometry.js";
import { type GeometryOptions, readGeometry } from "../../../src/align/page/readGeometry.js";
import { flattenSvg } from "../../../src/formats/svg/flattenSvg.js";
import { parseSvg } from "../../../src/formats/svg/svgTree.js";

export function drawnPage(things: readonly string[], [width, height] = [1000, 1400]): UserPage {
  const text = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${things.join("")}</svg>`;
  return { file: "page.svg", flat: flattenSvg(parseSvg(text)) };
}

export function geometryOf(things: readonly string[], options: Partial<GeometryOptions> = {}): PageGeometry {
  return readGeometry([drawnPage(things)], { oneLineStaves: false, staffCount: 1, ...options });
}

export function line(x1: number, y1: number, x2: number, y2: number, thickness = 1): string {
  return `<path d="M${x1} ${y1}L${x2} ${y2}" fill="none" stroke="#000" stroke-width="${thickness}"/>`;
}

/** Lines at equal distances; five make a staff. */
export function lines(left: number, top: number, right: number, count = 5, distance = 10): string[] {
  return Array.from({ length: count }, (_, i) => line(left, top + distance * i, right, top + distance * i));
}

/** A bar line from the first to the last line of a staff, or down to another. */
export function bar(x: number, top: number, bottom = top + 40): string {
  return line(x, top, x, bottom, 2);
}

export function stem(x: number, top: number, bottom: number): string {
  return line(x, top, x, bottom, 1.2);
}

/** A black head, 11.8 x 10 at full size, around a centre. */
export function head(x: number, y: number, size = 1): string {
  return `<ellipse cx="${x}" cy="${y}" rx="${5.9 * size}" ry="${5 * size}"/>`;
}

/** A half head: the same size, with a hole. */
export function halfHead(x: number, y: number): string {
  return (
    `<path d="M${x - 5.9} ${y}c0 -2.8 2.6 -5 5.9 -5c3.3 0 5.9 2.2 5.9 5c0 2.8 -2.6 5 -5.9 5c-3.3 0 -5.9 -2.2 -5.9 -5z` +
    `m3 0c0 1 1 2 2.9 2c1.9 0 2.9 -1 2.9 -2c0 -1 -1 -2 -2.9 -2c-1.9 0 -2.9 1 -2.9 2z"/>`
  );
}

/** Ledger lines of a head at `x`, at the heights given. */
export function ledgers(x: number, ...ys: number[]): string[] {
  return ys.map((y) => line(x - 9, y, x + 9, y, 1.5));
}

/** A character of a music font; 40 units make a full-size glyph. */
export function glyph(x: number, y: number, character: string, size = 40, family = "Opus"): string {
  return `<text x="${x}" y="${y}" font-family="${family}" font-size="${size}">${character}</text>`;
}

/** Each system in a word: staves, then the widths of its intervals. */
export function shapeOf(geometry: PageGeometry): string[] {
  return geometry.systems.map(
    ({ staves, intervals }) =>
      `${staves.length}: ${intervals.map(({ left, right }) => Math.round(right - left)).join(" ")}`,
  );
}

/** The steps that a page's only candidate may stand on, as `staff:step`. */
export function readingsOf(geometry: PageGeometry, index = 0): string[] {
  return geometry.candidates[index].readings.map(({ staff, step }) => `${staff}:${step}`);
}
