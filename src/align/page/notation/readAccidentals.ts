/** Accidentals left of heads. */
import type { DrawnItem } from "./drawnItems.js";
import { formOf } from "./itemForm.js";
import { NOTATION } from "./notationConstants.js";
import type { NotationPage, PageHead } from "./notationPage.js";

interface Pair {
  readonly head: PageHead;
  readonly item: DrawnItem;
  readonly cost: number;
}

/**
 * Give every note with an accidental the sign left of it on its step; then give signs of the same forms that stand just as
 * near to other heads to these.
 *
 * @returns forms of accidentals, with their height above the head's centre in staff spaces
 */
export function readAccidentals(page: NotationPage): Map<string, number> {
  const forms = new Map<string, number>();
  const named = page.heads.filter((head) => head.notes.some((note) => note.accidental !== null));
  const pairs = named.flatMap((head) => pairsOf(page, head, NOTATION.accidentalAside, namedRise(head)));
  for (const { head, item } of claimBest(page, pairs)) forms.set(formOf(item), riseOf(head, item));
  const others = page.heads.flatMap((head) =>
    pairsOf(page, head, NOTATION.accidentalNear, (item) => forms.get(formOf(item)) ?? null),
  );
  claimBest(page, others);
  return forms;
}

function riseOf({ y, space }: PageHead, item: DrawnItem): number {
  return (y - (item.text?.y ?? item.centreY)) / space;
}

/** How high a sign of this name has its centre; flats reach higher above the head than below it. */
function namedRise({ notes, box, space }: PageHead): (item: DrawnItem) => number | null {
  const name = notes.find((note) => note.accidental !== null)?.accidental ?? "";
  const scale = Math.min(1, (box[3] - box[1]) / space);
  return (item) => {
    if (item.text !== null) return 0;
    return /flat/.test(name) && !/sharp|natural/.test(name) ? NOTATION.flatRise * scale : 0;
  };
}

function pairsOf(
  page: NotationPage,
  head: PageHead,
  asideSpace: number,
  rise: (item: DrawnItem) => number | null,
): Pair[] {
  const { box, y, space } = head;
  const reach = NOTATION.accidentalReach * space;
  const pairs: Pair[] = [];
  for (const item of page.freeIn([box[0] - asideSpace * space, y - reach, box[0], y + reach])) {
    if (!isAccidentalSized(item, space) || item.centreX > box[0]) continue;
    const expected = rise(item);
    if (expected === null) continue;
    const miss = Math.abs(riseOf(head, item) - expected);
    if (miss > NOTATION.accidentalMiss) continue;
    pairs.push({ head, item, cost: 6 * miss + Math.max(0, box[0] - item.box[2]) / space });
  }
  return pairs;
}

function isAccidentalSized({ text, outline, width, height }: DrawnItem, space: number): boolean {
  if (text !== null) return text.glyph?.kind === "accidental";
  const [minWidth, maxWidth] = NOTATION.accidentalWidth;
  const [minHeight, maxHeight] = NOTATION.accidentalHeight;
  return (
    outline !== null &&
    width >= minWidth * space &&
    width <= maxWidth * space &&
    height >= minHeight * space &&
    height <= maxHeight * space
  );
}

/** Best pairs first, each head and each sign once. */
function claimBest(page: NotationPage, pairs: Pair[]): Pair[] {
  const isServed = new Set<PageHead>();
  const taken: Pair[] = [];
  for (const pair of pairs.sort((a, b) => a.cost - b.cost)) {
    const { head, item } = pair;
    if (isServed.has(head) || !page.isFree(item.shape)) continue;
    isServed.add(head);
    taken.push(pair);
    const own = head.notes.filter((note) => note.accidental !== null);
    const notes = (own.length > 0 ? own : head.notes).map((note) => note.index);
    page.claim(item.shape, page.atHead(head, { layer: "noteheads", group: "accidental", notes }));
  }
  return taken;
}
