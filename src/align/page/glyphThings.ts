/** What on a page has the size of a notehead: outlines and single characters. */
import type { FlatSvg, PathShape } from "../../formats/svg/flattenSvg.js";
import type { Box, Outline } from "../../formats/svg/outline.js";
import { isPainted, paintedBox, type TextGlyph, textGlyphs } from "./drawnThings.js";
import type { HeadPlaces } from "./findBars.js";
import {
  CANDIDATE_HEIGHT_SPACE,
  CANDIDATE_WIDTH_SPACE,
  EM_SPACE,
  FULL_HEAD_HEIGHT_SPACE,
  FULL_HEAD_WIDTH_SPACE,
  TEXT_HEAD_HEIGHT_SPACE,
  TEXT_HEAD_WIDTH_SPACE,
  TEXT_SIZE_SPACE,
} from "./pageConstants.js";

export interface GlyphThing {
  readonly page: number;
  readonly shape: number;
  /** Number of the run in a text; 0 for an outline. */
  readonly run: number;
  readonly box: Box;
  /** One of the two. */
  readonly outline: Outline | null;
  readonly text: TextGlyph | null;
  readonly isFilled: boolean;
}

/**
 * Collect the things that have the size of a head on a staff of one of these sizes.
 *
 * @param spaces  smallest and largest staff space of the page
 */
export function glyphThings(flat: FlatSvg, page: number, spaces: readonly [number, number]): GlyphThing[] {
  const things: GlyphThing[] = [];
  flat.shapes.forEach((shape, index) => {
    if (shape.kind === "path") {
      const thing = outlineThing(shape, page, index, spaces);
      if (thing !== null) things.push(thing);
      return;
    }
    for (const glyph of textGlyphs(shape)) {
      if (!isBetween(glyph.sizeUnit, TEXT_SIZE_SPACE, spaces)) continue;
      const thing = { page, shape: index, run: glyph.run, box: textBox(glyph), outline: null, text: glyph };
      things.push({ ...thing, isFilled: true });
    }
  });
  return things;
}

/** Whether a thing has the size of a head on a staff of this space. */
export function isHeadSized(thing: GlyphThing, space: number): boolean {
  if (thing.text !== null) return isBetween(thing.text.sizeUnit, TEXT_SIZE_SPACE, [space, space]);
  return boxIsBetween(thing.box, CANDIDATE_WIDTH_SPACE, CANDIDATE_HEIGHT_SPACE, [space, space]);
}

/** Places of what has the size of a full head. */
export function headPlaces(things: readonly GlyphThing[], spaces: readonly [number, number]): HeadPlaces {
  const heads = things
    .filter(({ box }) => boxIsBetween(box, FULL_HEAD_WIDTH_SPACE, FULL_HEAD_HEIGHT_SPACE, spaces))
    .sort((a, b) => a.box[0] - b.box[0]);
  return {
    lefts: heads.map(({ box }) => box[0]),
    rights: heads.map(({ box }) => box[2]),
    centres: heads.map(({ box }) => (box[1] + box[3]) / 2),
    widest: FULL_HEAD_WIDTH_SPACE[1] * spaces[1],
  };
}

function outlineThing(
  shape: PathShape,
  page: number,
  index: number,
  spaces: readonly [number, number],
): GlyphThing | null {
  if (!isPainted(shape.paint)) return null;
  const box = paintedBox(shape);
  if (!boxIsBetween(box, CANDIDATE_WIDTH_SPACE, CANDIDATE_HEIGHT_SPACE, spaces)) return null;
  const { outline, paint } = shape;
  return { page, shape: index, run: 0, box, outline, text: null, isFilled: paint.fill !== null };
}

/** The box that a head would have: the font is not at hand. */
function textBox({ x, y, sizeUnit, anchor }: TextGlyph): Box {
  const space = sizeUnit / EM_SPACE;
  const width = TEXT_HEAD_WIDTH_SPACE * space;
  const left = anchor === "end" ? x - width : anchor === "middle" ? x - width / 2 : x;
  const half = (TEXT_HEAD_HEIGHT_SPACE * space) / 2;
  return [left, y - half, left + width, y + half];
}

function boxIsBetween(
  box: Box,
  width: readonly [number, number],
  height: readonly [number, number],
  spaces: readonly [number, number],
): boolean {
  return isBetween(box[2] - box[0], width, spaces) && isBetween(box[3] - box[1], height, spaces);
}

function isBetween(
  value: number,
  range: readonly [number, number],
  spaces: readonly [number, number],
): boolean {
  return value >= range[0] * spaces[0] && value <= range[1] * spaces[1];
}
