/** Articulations, ornaments and fermatas: signs above or below the head they belong to. */
import type { NotatedNote } from "../../../core/score.js";
import { NOTATION } from "./notationConstants.js";
import type { NotationPage, PageHead } from "./notationPage.js";

/** They only hang on their notes: layer `other`, no part of the note. */
export function readAttached(page: NotationPage): void {
  for (const head of page.heads) {
    if (!head.notes.some(hasSigns)) continue;
    const { box, space } = head;
    const [x, reach] = [(box[0] + box[2]) / 2, NOTATION.attachedReach * space];
    const notes = head.notes.filter(hasSigns).map((note) => note.index);
    for (const item of page.freeIn([x, box[1] - reach, x, box[3] + reach])) {
      if (item.width > NOTATION.attachedSize * space || item.height > NOTATION.attachedSize * space) continue;
      if (item.text !== null && item.text.glyph === null) continue;
      if (Math.abs(item.centreX - x) > NOTATION.attachedAside * space || !isOwn(page, head, item.box))
        continue;
      page.claim(item.shape, page.atHead(head, { layer: "other", notes }));
    }
  }
}

function hasSigns(note: NotatedNote): boolean {
  return note.articulations.length > 0 || note.ornaments.length > 0 || note.fermata;
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
