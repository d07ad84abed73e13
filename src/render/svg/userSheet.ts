/** A page of the user's, whose notes were found → the sheet that is cut into pictures. */
import type { ShapeMeaning } from "../../align/page/pageNotation.js";
import type { FlatSvg, Shape, TextShape } from "../../formats/svg/flattenSvg.js";
import type { Sheet } from "./cutSheets.js";
import { boxOf, type PageItem } from "./pageItems.js";

export interface UserSheetOptions {
  /** From 1. */
  readonly page: number;
  /** By shape of the page. */
  readonly meanings: readonly ShapeMeaning[];
  readonly systems: number;
  /** SVG ID of a note, or null if it is never heard and so has none. */
  readonly elementOf: (noteIndex: number) => string | null;
  /** Glyphs of music fonts as outlines; texts that are none, or whose font is not known, come back as they are. */
  readonly outlineText: (shape: TextShape) => readonly Shape[];
}

/** Every shape is drawn where and as the user's page draws it. */
export function userSheet(flat: FlatSvg, options: UserSheetOptions): Sheet {
  const items: PageItem[] = [];
  flat.shapes.forEach((shape, index) => {
    const pieces = shape.kind === "text" ? options.outlineText(shape) : [shape];
    for (const piece of pieces) items.push(itemOf(piece, options.meanings[index], options));
  });
  return { page: options.page, viewBox: flat.viewBox, systems: options.systems, items };
}

function itemOf(shape: Shape, meaning: ShapeMeaning, { elementOf }: UserSheetOptions): PageItem {
  const elements = meaning.notes.map(elementOf).filter((element) => element !== null);
  const isText = shape.kind === "text";
  return {
    shape,
    box: boxOf(shape),
    layer: isText && meaning.layer !== "lyrics" ? "words" : meaning.layer,
    // Texts stay in the bed: a note's picture holds outlines only.
    group: isText ? null : meaning.group,
    noteElement: meaning.group === null || isText ? null : (elements[0] ?? null),
    sharedWith: elements.slice(1),
    chord: null,
    staff: meaning.staff === null ? null : meaning.staff + 1,
    startElement: elements[0] ?? null,
    system: meaning.system === null ? 0 : meaning.system + 1,
  };
}
