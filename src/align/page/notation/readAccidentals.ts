/** Accidentals left of heads. */
import type { DrawnItem } from "./drawnItems.js";
import { NOTATION } from "./notationConstants.js";
import type { NotationPage, PageHead } from "./notationPage.js";

interface Pair {
  readonly head: PageHead;
  readonly item: DrawnItem;
  readonly cost: number;
}

/**
 * Give every note with an accidental the sign left of it on its step; then give signs of the same forms that stand just as
 * near to other heads to these, and parentheses to what is in them.
 *
 * @returns forms of accidentals
 */
export function readAccidentals(page: NotationPage): Set<string> {
  const pairs = page.heads
    .filter((head) => nameOf(head) !== "")
    .flatMap((head) => pairsOf(page, head, NOTATION.accidentalAside, namedRise(head)));
  const names = namesOfForms(page, choosePairs(pairs));
  const costly = pairs.map((pair) => {
    const isOther = names.get(page.formOf(pair.item)) !== nameOf(pair.head);
    return isOther ? { ...pair, cost: pair.cost + NOTATION.otherNameCost } : pair;
  });
  const chosen = choosePairs(costly);
  const rises = new Map(chosen.map(({ head, item }) => [page.formOf(item), riseOf(head, item)]));
  for (const pair of chosen) claimPair(page, pair);
  const risesNear = new Map([...likelyForms(page), ...rises]);
  const others = page.heads.flatMap((head) =>
    pairsOf(page, head, NOTATION.accidentalNear, (item) => risesNear.get(page.formOf(item)) ?? null),
  );
  const served = new Set(chosen.map(({ head }) => head));
  for (const pair of choosePairs(others.filter(({ head }) => !served.has(head)))) claimPair(page, pair);
  return new Set(risesNear.keys());
}

/**
 * Forms that the score asks for nowhere, yet stand next to heads nearly wherever they are, always on the head's height or
 * always as much above it as a flat: what an engraver adds as a reminder.
 */
function likelyForms(page: NotationPage): Map<string, number> {
  const near = new Map<string, { readonly items: Set<DrawnItem>; readonly rise: number }>();
  for (const rise of [0, NOTATION.flatRise]) {
    const [tall, wide] = [NOTATION.reminderHeight * page.space, NOTATION.reminderWidth * page.space];
    const pairs = page.heads.flatMap((head) => pairsOf(page, head, NOTATION.reminderNear, () => rise));
    for (const { item } of pairs) {
      if (item.text !== null || item.height < tall || item.width > wide) continue;
      const key = `${rise} ${page.formOf(item)}`;
      const known = near.get(key) ?? { items: new Set(), rise };
      near.set(key, known);
      known.items.add(item);
    }
  }
  const counts = new Map<string, number>();
  for (const item of near.size === 0 ? [] : page.freeItems()) {
    if (isAccidentalSized(item, page.space))
      counts.set(page.formOf(item), (counts.get(page.formOf(item)) ?? 0) + 1);
  }
  const found = new Map<string, number>();
  for (const [key, { items, rise }] of near) {
    const form = key.slice(key.indexOf(" ") + 1);
    if (items.size < NOTATION.reminderCount) continue;
    if (items.size >= NOTATION.reminderShare * counts.get(form)!) found.set(form, rise);
  }
  return found;
}

function nameOf({ notes }: PageHead): string {
  return notes.find((note) => note.accidental !== null)?.accidental ?? "";
}

function riseOf({ y, space }: PageHead, item: DrawnItem): number {
  return (y - (item.text?.y ?? item.centreY)) / space;
}

const IS_FLAT = /^(?:double-)?flat|^natural-flat$/;

/** How high a sign of this name has its centre; flats reach higher above the head than below it. Null: too small. */
function namedRise(head: PageHead): (item: DrawnItem) => number | null {
  const name = nameOf(head);
  const scale = Math.min(1, (head.box[3] - head.box[1]) / head.space);
  const isUpright = name === "natural" || name === "sharp";
  return (item) => {
    if (item.text !== null) return 0;
    if (isUpright && item.height < NOTATION.uprightHeight * scale * head.space) return null;
    return IS_FLAT.test(name) ? NOTATION.flatRise * scale : 0;
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
function choosePairs(pairs: readonly Pair[]): Pair[] {
  const heads = new Set<PageHead>();
  const items = new Set<DrawnItem>();
  return pairs
    .toSorted((a, b) => a.cost - b.cost)
    .filter(({ head, item }) => {
      if (heads.has(head) || items.has(item)) return false;
      heads.add(head);
      items.add(item);
      return true;
    });
}

/** Which accidental a form is in most of its pairs. */
function namesOfForms(page: NotationPage, pairs: readonly Pair[]): Map<string, string> {
  const votes = new Map<string, Map<string, number>>();
  for (const { head, item } of pairs) {
    const own = votes.get(page.formOf(item)) ?? new Map<string, number>();
    votes.set(page.formOf(item), own);
    own.set(nameOf(head), (own.get(nameOf(head)) ?? 0) + 1);
  }
  return new Map(
    [...votes].map(([form, own]) => [form, [...own].reduce((a, b) => (b[1] > a[1] ? b : a))[0]]),
  );
}

function claimPair(page: NotationPage, { head, item }: Pair): void {
  const own = head.notes.filter((note) => note.accidental !== null);
  const notes = (own.length > 0 ? own : head.notes).map((note) => note.index);
  const meaning = page.atHead(head, { layer: "noteheads", group: "accidental", notes });
  page.claim(item.shape, meaning);
  for (const other of parenthesesOf(page, item, head.space)) page.claim(other.shape, meaning);
}

/** Narrow things of about the same height right beside a sign, one on each side. */
function parenthesesOf(page: NotationPage, sign: DrawnItem, space: number): DrawnItem[] {
  const [left, , right] = sign.box;
  const aside = NOTATION.parenthesisAside * space;
  const [least, most] = NOTATION.parenthesisHeight;
  const near = page.freeIn([left - aside, sign.centreY, right + aside, sign.centreY]).filter((item) => {
    if (item === sign || item.text !== null || item.width > NOTATION.parenthesisWidth * space) return false;
    if (item.height < least * space || item.height > most * space || item.height < 2 * item.width)
      return false;
    return Math.abs(item.centreY - sign.centreY) < space;
  });
  const before = near.filter(({ centreX }) => centreX < sign.box[0] + 0.2 * space);
  const behind = near.filter(({ centreX }) => centreX > sign.box[2] - 0.2 * space);
  return before.length > 0 && behind.length > 0 ? [before[before.length - 1], behind[0]] : [];
}
