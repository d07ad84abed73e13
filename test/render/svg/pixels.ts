/** Pictures as pixels, drawn by resvg: the independent eye of these tests. Texts are left out (no fonts). */
import { Resvg } from "@resvg/resvg-js";
import type { CutNote } from "../../../src/render/svg/cutNote.js";
import type { SymbolicResult } from "../../../src/render/svg/cutSheets.js";

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Blackness of every pixel, 0–255, row by row. */
  readonly ink: Uint8Array;
}

export function drawPixels(svg: string, zoom = 1): Pixels {
  const image = new Resvg(svg, {
    background: "white",
    fitTo: { mode: "zoom", value: zoom },
    font: { loadSystemFonts: false },
  }).render();
  const ink = new Uint8Array(image.width * image.height);
  const { pixels } = image;
  for (let i = 0; i < ink.length; i++) ink[i] = 255 - pixels[4 * i + 1];
  return { width: image.width, height: image.height, ink };
}

export interface Difference {
  readonly max: number;
  /** Share of pixels that differ by more than `tolerance`. */
  readonly share: number;
}

export function comparePixels(a: Pixels, b: Pixels, tolerance = 8): Difference {
  if (a.width !== b.width || a.height !== b.height) throw new Error("Pictures of different size");
  let max = 0;
  let count = 0;
  for (let i = 0; i < a.ink.length; i++) {
    const difference = Math.abs(a.ink[i] - b.ink[i]);
    max = Math.max(max, difference);
    if (difference > tolerance) count++;
  }
  return { max, share: count / a.ink.length };
}

/** Left, top, right, bottom of the pixels with ink; null on an empty picture. */
export function inkBox({ width, height, ink }: Pixels): [number, number, number, number] | null {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (ink[y * width + x] < 8) continue;
      [left, top] = [Math.min(left, x), Math.min(top, y)];
      [right, bottom] = [Math.max(right, x + 1), Math.max(bottom, y + 1)];
    }
  }
  return right < 0 ? null : [left, top, right, bottom];
}

export function contentOf(svg: string): string {
  return svg.replace(/^<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
}

/** Several pictures of the page's size on top of each other, and notes at their places. */
export function compose(
  result: SymbolicResult,
  page: number,
  sheets: readonly string[],
  notes: readonly CutNote[],
): string {
  const { width, height } = result.pages[page - 1];
  const placed = notes
    .filter((note) => note.page === page)
    .map((note) => note.svg.replace("<svg ", `<svg x="${note.crop[0]}" y="${note.crop[1]}" `));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `${sheets.map(contentOf).join("")}${placed.join("")}</svg>`
  );
}
