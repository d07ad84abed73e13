/** One notehead's own picture. */

import { type Box, joinBoxes } from "../../formats/svg/outline.js";
import { round3 } from "../../formats/svg/svgTree.js";
import { NOTE_GROUPS, type NoteGroup } from "../../schema/layers.js";
import type { PageItem } from "./pageItems.js";
import { writeGroup, writePath, writeSvg } from "./writeShapes.js";

/** Left, top, width, height. */
export type Frame = readonly [number, number, number, number];

export interface CutNote {
  readonly noteheadId: string;
  readonly page: number;
  /** System of the page, from 1. */
  readonly system: number;
  /** Where the head begins on the page: its left edge, at the height of its centre. */
  readonly x: number;
  readonly y: number;
  /** The head on the page. */
  readonly box: Frame;
  /** What the picture shows of the page: whole numbers, so that it lies on the pixel grid. */
  readonly crop: Frame;
  /** Centre of the head in the picture. */
  readonly anchorX: number;
  readonly anchorY: number;
  /** `id` of the head's group in the page's SVG: of the first note, where several share the head. */
  readonly element: string;
  /** Groups of the picture, by the `id` of their `<g>`. */
  readonly groups: readonly NoteGroup[];
  /** Outlines only. */
  readonly svg: string;
}

/** Air around a note, for the half-covered pixels at its edge. */
const MARGIN_UNIT = 2;

/**
 * Draw a note on its own, cropped to what it shows.
 *
 * @param all    everything drawn for the note, whether shown or not
 * @param shown  what the picture is to show
 * @returns      null if no head is drawn
 */
export function cutNote(
  page: number,
  noteheadId: string,
  all: readonly PageItem[],
  shown: readonly PageItem[],
): CutNote | null {
  const heads = all.filter((item) => item.group === "head");
  if (heads.length === 0) return null;
  const head = joinBoxes(heads.map((item) => item.box));
  const crop = cropAround(joinBoxes([head, ...shown.map((item) => item.box)]));
  const groups = NOTE_GROUPS.filter((group) => shown.some((item) => item.group === group));
  const content = groups.map((group) => writeGroup(group, writePaths(shown, group, crop)));
  return {
    noteheadId,
    page,
    system: heads[0].system,
    x: round3(head[0]),
    y: round3((head[1] + head[3]) / 2),
    box: [round3(head[0]), round3(head[1]), round3(head[2] - head[0]), round3(head[3] - head[1])],
    crop,
    anchorX: round3((head[0] + head[2]) / 2 - crop[0]),
    anchorY: round3((head[1] + head[3]) / 2 - crop[1]),
    element: heads[0].noteElement ?? "",
    groups,
    svg: writeSvg({ widthUnit: crop[2], heightUnit: crop[3] }, content.join("")),
  };
}

/** What belongs to a note is always a path; its texts (lyrics, fingerings) are in no group. */
function writePaths(items: readonly PageItem[], group: NoteGroup, [left, top]: Frame): string {
  let text = "";
  for (const { shape, group: own } of items) {
    if (own === group && shape.kind === "path") text += writePath(shape, -left, -top);
  }
  return text;
}

function cropAround(box: Box): Frame {
  const left = Math.floor(box[0] - MARGIN_UNIT);
  const top = Math.floor(box[1] - MARGIN_UNIT);
  return [left, top, Math.ceil(box[2] + MARGIN_UNIT) - left, Math.ceil(box[3] + MARGIN_UNIT) - top];
}
