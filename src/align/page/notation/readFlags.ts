/** Flags: what hangs on the free end of a stem without beam. */
import type { DrawnItem } from "./drawnItems.js";
import { NOTATION } from "./notationConstants.js";
import type { NotationPage } from "./notationPage.js";
import type { PageStem } from "./readStems.js";

/** Types of notes that have no flag. */
const UNFLAGGED = new Set(["quarter", "half", "whole", "breve", "long", "maxima"]);

export function readFlags(
  page: NotationPage,
  stems: readonly PageStem[],
  beamed: ReadonlySet<PageStem>,
): void {
  for (const stem of stems) {
    if (beamed.has(stem) || stem.notes.every((note) => UNFLAGGED.has(note.noteType ?? ""))) continue;
    const notes = stem.notes.map((note) => note.index);
    for (const item of flagsAt(page, stem)) {
      page.claim(item.shape, page.atHead(stem.root, { layer: "beams-stems", group: "flag", notes }));
    }
  }
}

function flagsAt(page: NotationPage, stem: PageStem): DrawnItem[] {
  const { x, freeY, rootY, space } = stem;
  const beyond = NOTATION.flagBeyond * space;
  const [top, bottom] = freeY < rootY ? [freeY - beyond, rootY] : [rootY, freeY + beyond];
  const aside = NOTATION.flagAside * space;
  return page
    .freeIn([x - aside, top, x + aside, bottom])
    .filter((item) => (item.text === null ? isFlag(item, stem) : item.text.glyph?.kind === "flag"));
}

function isFlag({ box, width, height }: DrawnItem, { x, freeY, way, space }: PageStem): boolean {
  const [least, most] = NOTATION.flagWidth;
  if (width < least * space || width > most * space || height < NOTATION.flagHeight * space) return false;
  if (Math.abs(box[0] - x) > NOTATION.flagAside * space) return false;
  // It begins at the free end, or, where each flag is drawn for itself, a little nearer to the head.
  const inside = way === "up" ? box[1] - freeY : freeY - box[3];
  return inside >= -NOTATION.flagBeyond * space && inside <= NOTATION.flagInside * space;
}
