/** Articulations, ornaments and fermatas: signs above or below the head they belong to. */
import type { NotatedNote } from "../../../core/score.js";
import type { DrawnItem } from "./drawnItems.js";
import { NOTATION } from "./notationConstants.js";
import type { NotationPage, PageHead } from "./notationPage.js";

/** They only hang on their notes: layer `other`, no part of the note. Each goes to the nearest such head. */
export function readAttached(page: NotationPage): void {
  const nearest = new Map<DrawnItem, { head: PageHead; distance: number }>();
  for (const head of page.heads) {
    if (signCount(head) === 0) continue;
    const signs = signsAt(page, head).map((item) => ({ item, distance: Math.abs(item.centreY - head.y) }));
    signs.sort((a, b) => a.distance - b.distance);
    for (const { item, distance } of signs.slice(0, signCount(head))) {
      if (distance < (nearest.get(item)?.distance ?? Infinity)) nearest.set(item, { head, distance });
    }
  }
  for (const [item, { head }] of nearest) {
    const notes = head.notes.filter(hasSigns).map((note) => note.index);
    page.claim(item.shape, page.atHead(head, { layer: "other", notes }));
  }
}

function signsAt(page: NotationPage, head: PageHead): DrawnItem[] {
  const { box, space, staff, system } = head;
  const [x, reach] = [(box[0] + box[2]) / 2, NOTATION.attachedReach * space];
  return page.freeIn([x, box[1] - reach, x, box[3] + reach]).filter((item) => {
    if (Math.max(item.width, item.height) > NOTATION.attachedSize * space) return false;
    if (item.text !== null && item.text.glyph === null) return false;
    if (Math.abs(item.centreX - x) > NOTATION.attachedAside * space) return false;
    const isOnOther = system.staves.some(
      (other) =>
        other !== staff && item.centreY > other.top - space / 2 && item.centreY < other.bottom + space / 2,
    );
    return !isOnOther && isOwn(page, head, item.box);
  });
}

function hasSigns(note: NotatedNote): boolean {
  return signsOf(note) > 0;
}

function signsOf({ articulations, ornaments, fermata }: NotatedNote): number {
  return articulations.length + ornaments.length + (fermata ? 1 : 0);
}

function signCount({ notes }: PageHead): number {
  return notes.reduce((sum, note) => sum + signsOf(note), 0);
}

/** No other head stands between. */
function isOwn(page: NotationPage, head: PageHead, [left, top, right, bottom]: PageHead["box"]): boolean {
  const y = (top + bottom) / 2;
  const [from, to] = y < head.y ? [y, head.box[1]] : [head.box[3], y];
  const between = page.headsIn([left, from, right, to]);
  return between.every(
    (other) => other === head || other.notes[0].measureIndex === head.notes[0].measureIndex,
  );
}
