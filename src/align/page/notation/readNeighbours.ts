/** Numbers and brackets of tuplets, arpeggios and the like: to the staff of what they stand beside, not of the nearest lines. */
import type { ShapeMeaning } from "../pageNotation.js";
import { ItemIndex } from "./itemIndex.js";
import { NOTATION } from "./notationConstants.js";
import { type NotationPage, nearestStaff } from "./notationPage.js";
import type { PageStem } from "./readStems.js";

/** Outlines between staves that nothing else claimed. */
export function readNeighbours(page: NotationPage, stems: readonly PageStem[]): void {
  const parts = [
    ...page.heads.map((head) => ({ box: head.box, head })),
    ...stems.map(({ item, root }) => ({ box: item.box, head: root })),
  ];
  const index = new ItemIndex(parts, 4 * page.space);
  const reach = NOTATION.neighbourReach * page.space;
  for (const item of page.freeItems()) {
    if (item.text !== null || item.width > NOTATION.neighbourWidth * page.space) continue;
    const system = page.systemAt(item);
    if (system === null) continue;
    const staff = nearestStaff(system, item.centreY);
    if (item.centreY > staff.top && item.centreY < staff.bottom) continue;
    const [left, top, right, bottom] = item.box;
    let best: (typeof parts)[number] | null = null;
    let bestGap = Infinity;
    for (const part of index.touching([left - reach / 2, top - reach, right + reach / 2, bottom + reach])) {
      const gap = Math.max(top - part.box[3], part.box[1] - bottom, 0);
      if (gap < bestGap) [best, bestGap] = [part, gap];
    }
    if (best === null) continue;
    const known: ShapeMeaning = page.atHead(best.head, { layer: "other", notes: [] });
    page.claim(item.shape, known);
  }
}
