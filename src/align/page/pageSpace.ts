/** The staff space of a page on which no staff of five lines shows it. */

import { firstAtOrAfter } from "../../core/sortedSearch.js";
import type { FlatSvg } from "../../formats/svg/flattenSvg.js";
import { isPainted, paintedBox, textGlyphs } from "./drawnThings.js";
import type { LineRun } from "./lineRuns.js";
import { EM_SPACE, HEAD_SHAPE, MAX_LINE_THICKNESS_SPACE, MIN_LINE_THICKNESS_SPACE } from "./pageConstants.js";

/**
 * Guess the space from other pages; else from the size of music text; else from what sits on the long lines and has the
 * proportions of a head, which is one space high.
 *
 * @param lines  long lines, from top to bottom
 * @param usual  staff space of the other pages, or 0
 * @returns      in units of the viewBox; 0 if nothing tells
 */
export function guessSpace(flat: FlatSvg, lines: readonly LineRun[], usual: number): number {
  if (usual > 0) return usual;
  const sizes = musicTextSizes(flat);
  return sizes.length > 0 ? commonest(sizes) / EM_SPACE : commonest(headHeights(flat, lines));
}

/** Sizes of characters of the private use area, where music fonts have their glyphs. */
function musicTextSizes(flat: FlatSvg): number[] {
  return flat.shapes.flatMap((shape) =>
    shape.kind === "path"
      ? []
      : textGlyphs(shape)
          .filter(isMusic)
          .map((glyph) => glyph.sizeUnit),
  );
}

function isMusic({ character }: { readonly character: string }): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code >= 0xe000 && code <= 0xf8ff;
}

function headHeights(flat: FlatSvg, lines: readonly LineRun[]): number[] {
  const ys = lines.map((line) => line.at);
  const heights: number[] = [];
  for (const shape of flat.shapes) {
    if (shape.kind === "text" || !isPainted(shape.paint)) continue;
    const [left, top, right, bottom] = paintedBox(shape);
    const [height, middle] = [bottom - top, (top + bottom) / 2];
    const line = lines[firstAtOrAfter(ys, middle - height / 20)];
    if (line === undefined || line.at > middle + height / 20 || left < line.from || right > line.to) continue;
    const proportion = (right - left) / height;
    const weight = line.thickness / height;
    if (proportion < HEAD_SHAPE[0] || proportion > HEAD_SHAPE[1]) continue;
    if (weight > MIN_LINE_THICKNESS_SPACE && weight < MAX_LINE_THICKNESS_SPACE) heights.push(height);
  }
  return heights;
}

/** The middle of the fullest range of 5 %; 0 for an empty list. */
function commonest(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  let best = 0;
  let bestCount = 0;
  for (let end = 0, start = 0; end < sorted.length; end++) {
    while (sorted[start] < sorted[end] / 1.05) start++;
    if (end - start + 1 <= bestCount) continue;
    bestCount = end - start + 1;
    best = sorted[(start + end) >> 1];
  }
  return best;
}
