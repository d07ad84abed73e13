/** Ledger lines: short lines on the steps between a staff and a head beyond it. */
import type { DrawnItem } from "./drawnItems.js";
import { NOTATION } from "./notationConstants.js";
import type { NotationPage, PageHead } from "./notationPage.js";

export function readLedgers(page: NotationPage): void {
  const headsOf = new Map<DrawnItem, PageHead[]>();
  for (const head of page.heads) {
    for (const line of ledgersOf(page, head)) {
      const heads = headsOf.get(line);
      if (heads === undefined) headsOf.set(line, [head]);
      else heads.push(head);
    }
  }
  for (const [line, heads] of headsOf) {
    const notes = heads.flatMap((head) => head.notes.map((note) => note.index));
    page.claim(line.shape, page.atHead(heads[0], { layer: "staves", notes, staff: null }));
  }
}

function ledgersOf(page: NotationPage, { box, y, staff, space }: PageHead): DrawnItem[] {
  const x = (box[0] + box[2]) / 2;
  const [edge, way] = y < staff.top ? [staff.top, -1] : [staff.bottom, 1];
  const count = Math.floor(((y - edge) * way) / space + NOTATION.ledgerReach);
  const found: DrawnItem[] = [];
  for (let number = 1; number <= count; number++) {
    const height = edge + way * number * space;
    const reach = NOTATION.ledgerReach * space;
    for (const item of page.freeIn([x, height - reach, x, height + reach])) {
      if (isLedger(item, height, space)) found.push(item);
    }
  }
  return found;
}

function isLedger({ outline, width, height, centreY }: DrawnItem, y: number, space: number): boolean {
  return (
    outline !== null &&
    height <= NOTATION.ledgerThickness * space &&
    width >= NOTATION.ledgerLength[0] * space &&
    width <= NOTATION.ledgerLength[1] * space &&
    Math.abs(centreY - y) <= NOTATION.ledgerReach * space
  );
}
