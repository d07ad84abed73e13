/** Stems: upright lines at the right edge of a head (going up) or at its left edge (going down). */
import type { NotatedNote } from "../../../core/score.js";
import { STEM_END_SPACE, STEM_TOUCH_SPACE } from "../pageConstants.js";
import type { DrawnItem } from "./drawnItems.js";
import { NOTATION } from "./notationConstants.js";
import type { NotationPage, PageHead } from "./notationPage.js";

export interface PageStem {
  readonly item: DrawnItem;
  readonly x: number;
  /** Its free end and the end at its heads. */
  readonly freeY: number;
  readonly rootY: number;
  readonly way: "up" | "down";
  /** The head that it grows from, and all that touch it. */
  readonly root: PageHead;
  readonly heads: readonly PageHead[];
  /** Of the root, those that this stem belongs to. */
  readonly notes: readonly NotatedNote[];
  readonly space: number;
}

/** Find the stems of all heads and claim them. */
export function readStems(page: NotationPage): PageStem[] {
  const touched = new Map<DrawnItem, PageHead[]>();
  for (const head of page.heads) {
    for (const item of stemsAt(page, head)) {
      const heads = touched.get(item);
      if (heads === undefined) touched.set(item, [head]);
      else heads.push(head);
    }
  }
  const stems = [...touched].map(([item, heads]) => describeStem(item, heads));
  for (const { item, root, notes } of stems) {
    const meaning = { layer: "beams-stems", group: "stem", notes: notes.map((note) => note.index) } as const;
    page.claim(item.shape, page.atHead(root, meaning));
  }
  return stems;
}

/** Whether an upright line hangs on a head beyond doubt, though it stands where a bar line may be. */
export function isSurelyStem(page: NotationPage, item: DrawnItem): boolean {
  const [left, top, right, bottom] = item.box;
  const near = page.headsIn([
    left - page.space / 4,
    top - page.space,
    right + page.space / 4,
    bottom + page.space,
  ]);
  return near.some(({ box, y, space }) => {
    const [touch, end] = [STEM_TOUCH_SPACE * space, STEM_END_SPACE * space];
    const isUp = Math.abs(item.centreX - box[2]) <= touch && Math.abs(bottom - y) <= end && top < y;
    const isDown = Math.abs(item.centreX - box[0]) <= touch && Math.abs(top - y) <= end && bottom > y;
    return item.width <= NOTATION.stemWidth * space && (isUp || isDown);
  });
}

/** Free upright lines at the edges of a head. */
function stemsAt(page: NotationPage, { box, y, space }: PageHead): DrawnItem[] {
  const aside = NOTATION.stemAside * space;
  const beyond = NOTATION.stemBeyond * space;
  const found = page.freeIn([box[0] - aside, y - beyond, box[2] + aside, y + beyond]);
  return found.filter(({ outline, width, height, centreX }) => {
    if (outline === null || width > NOTATION.stemWidth * space || height < NOTATION.stemLength * space)
      return false;
    return Math.min(Math.abs(centreX - box[0]), Math.abs(centreX - box[2])) <= aside;
  });
}

function describeStem(item: DrawnItem, heads: readonly PageHead[]): PageStem {
  const [, top, , bottom] = item.box;
  const highest = Math.min(...heads.map(({ y }) => y));
  const lowest = Math.max(...heads.map(({ y }) => y));
  const way = highest - top >= bottom - lowest ? "up" : "down";
  const [freeY, rootY] = way === "up" ? [top, bottom] : [bottom, top];
  const root = rootOf(item.centreX, rootY, way, heads);
  const notes = notesOfStem(root.notes, way);
  return { item, x: item.centreX, freeY, rootY, way, root, heads, notes, space: root.space };
}

/** The head nearest to the stem's root; one on the right side of it rather than a displaced one. */
function rootOf(x: number, rootY: number, way: "up" | "down", heads: readonly PageHead[]): PageHead {
  const costOf = ({ box, y, space }: PageHead) => {
    const edge = way === "up" ? box[2] : box[0];
    return Math.abs(y - rootY) + (Math.abs(edge - x) > NOTATION.stemAside * space ? space : 0);
  };
  return heads.reduce((a, b) => (costOf(b) < costOf(a) ? b : a));
}

/** Of notes that share a head, those whose stem goes this way: as written, or the first voice's up and the others' down. */
function notesOfStem(notes: readonly NotatedNote[], way: "up" | "down"): readonly NotatedNote[] {
  if (notes.length === 1) return notes;
  const sorted = notes.toSorted((a, b) => Number(a.voice) - Number(b.voice) || a.index - b.index);
  const own = sorted.filter((note, i) => (note.stem ?? (i === 0 ? "up" : "down")) === way);
  return own.length > 0 ? own : notes;
}
