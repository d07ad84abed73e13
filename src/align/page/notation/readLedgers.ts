/** Ledger lines: short lines on the steps between a staff and a head beyond it. */
import type { DrawnStaff } from "../pageGeometry.js";
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

/** Lines towards its own staff; a head that crosses to another staff may hang on lines of that one. */
function ledgersOf(page: NotationPage, head: PageHead): DrawnItem[] {
  const { staff, system } = head;
  const own = linesTowards(page, head, staff);
  const others = [system.staves[staff.place - 1], system.staves[staff.place + 1]];
  if (own.length > 0) return own;
  return others.flatMap((other) => (other === undefined ? [] : linesTowards(page, head, other)));
}

/** All lines from a staff to a head, or none if one is missing. */
function linesTowards(page: NotationPage, { box, y }: PageHead, staff: DrawnStaff): DrawnItem[] {
  const { space } = staff;
  const x = (box[0] + box[2]) / 2;
  const [edge, way] = y < staff.top ? [staff.top, -1] : [staff.bottom, 1];
  const count = Math.floor(((y - edge) * way) / space + NOTATION.ledgerReach);
  const found: DrawnItem[] = [];
  if (count > NOTATION.mostLedgers) return found;
  for (let number = 1; number <= count; number++) {
    const height = edge + way * number * space;
    const reach = NOTATION.ledgerReach * space;
    const lines = page.freeIn([x, height - reach, x, height + reach]);
    const own = lines.filter((item) => isLedger(item, height, space));
    if (own.length === 0) return [];
    found.push(...own);
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
