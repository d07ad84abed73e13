/** What a chord draws once for all its notes is given to one of them. */
import type { Scope } from "../../formats/svg/styleSheet.js";
import type { PageItem } from "./pageItems.js";

interface Head {
  readonly element: string;
  readonly centreY: number;
}

/**
 * Give a chord's dots to the nearest note each, and its stem and flag to the note the stem grows from: the lowest of an
 * up-stem, the highest of a down-stem. Chords without a drawn note keep theirs unassigned.
 */
export function assignChords(items: readonly PageItem[]): void {
  const heads = new Map<Scope, Head[]>();
  const shared = new Map<Scope, PageItem[]>();
  for (const item of items) {
    if (item.chord === null || item.group === null) continue;
    if (item.noteElement === null) append(shared, item.chord, item);
    else if (item.group === "head")
      append(heads, item.chord, { element: item.noteElement, centreY: centreOf(item) });
  }
  for (const [chord, own] of shared) {
    const drawn = heads.get(chord)?.sort((a, b) => a.centreY - b.centreY);
    if (drawn === undefined) continue;
    const root = stemRoot(own, drawn);
    for (const item of own) item.noteElement = item.group === "dots" ? nearest(drawn, centreOf(item)) : root;
  }
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function centreOf({ box }: PageItem): number {
  return (box[1] + box[3]) / 2;
}

/** The stem's free end is the one farther from the heads; its root is at the other end. */
function stemRoot(own: readonly PageItem[], heads: readonly Head[]): string {
  const [highest, lowest] = [heads[0], heads[heads.length - 1]];
  const stem = own.find((item) => item.group === "stem") ?? own.find((item) => item.group === "flag");
  if (stem === undefined) return lowest.element;
  const above = highest.centreY - stem.box[1];
  const below = stem.box[3] - lowest.centreY;
  return above >= below ? lowest.element : highest.element;
}

/** Of two notes at the same distance the lower one: the dot of a note on a line stands above it. */
function nearest(heads: readonly Head[], y: number): string {
  let best = heads[0];
  for (const head of heads) {
    if (Math.abs(head.centreY - y) <= Math.abs(best.centreY - y) + 0.01) best = head;
  }
  return best.element;
}
