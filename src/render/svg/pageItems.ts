/** The shapes of a page with what they belong to. */
import type { FlatSvg, PathShape, Shape } from "../../formats/svg/flattenSvg.js";
import type { Box } from "../../formats/svg/outline.js";
import { outlineMusicText } from "./outlineMusicText.js";
import { ContextReader, type ShapeContext } from "./shapeContext.js";
import type { TextGlyphs } from "./textGlyphs.js";

/** A shape and its place in the score. Chord items get their note after all are read. */
export interface PageItem extends Omit<ShapeContext, "noteElement"> {
  readonly shape: Shape;
  /** With stroke; for a text the point where it begins. */
  readonly box: Box;
  noteElement: string | null;
  /** Further notes that it belongs to as well: heads that two voices share. */
  readonly sharedWith?: readonly string[];
}

/**
 * Strokes thinner than this around filled glyphs are dropped: Verovio's style sheet gives every path a stroke one unit of
 * the font wide (0.07 of ours), which nobody sees and which doubles the work of whoever imports the outlines.
 */
const HAIR_UNIT = 0.15;

export function readItems(flat: FlatSvg, glyphs: TextGlyphs): { items: PageItem[]; systems: number } {
  const reader = new ContextReader();
  const items: PageItem[] = [];
  for (const shape of flat.shapes) {
    const context = reader.read(shape.scope);
    const pieces = shape.kind === "text" ? outlineMusicText(shape, glyphs) : [withoutHair(shape)];
    for (const piece of pieces) {
      const layer = piece.kind === "text" && context.layer !== "lyrics" ? "words" : context.layer;
      items.push({ ...context, layer, shape: piece, box: boxOf(piece) });
    }
  }
  return { items, systems: reader.systems };
}

function withoutHair(shape: PathShape): PathShape {
  const { paint } = shape;
  if (paint.fill === null || paint.stroke === null || paint.strokeWidth >= HAIR_UNIT) return shape;
  return { ...shape, paint: { ...paint, stroke: null, strokeWidth: 0 } };
}

/** With stroke; for a text the point where it begins. */
export function boxOf(shape: Shape): Box {
  if (shape.kind === "text") {
    const { x, y } = shape.runs[0];
    return [x ?? 0, y ?? 0, x ?? 0, y ?? 0];
  }
  const [left, top, right, bottom] = shape.outline.box;
  const half = shape.paint.stroke === null ? 0 : shape.paint.strokeWidth / 2;
  return [left - half, top - half, right + half, bottom + half];
}

/**
 * Bring a note's shapes together where its first one is: the engraver writes the stem between head and accidental, and what
 * a chord shares before its notes.
 */
export function groupByNote(items: readonly PageItem[]): PageItem[] {
  const order = new Map<string, number>();
  const rank = items.map((item, index) => {
    if (item.noteElement === null) return index;
    const first = order.get(item.noteElement) ?? index;
    order.set(item.noteElement, first);
    return first;
  });
  return items
    .map((item, index) => ({ item, index }))
    .sort((a, b) => rank[a.index] - rank[b.index] || a.index - b.index)
    .map(({ item }) => item);
}
