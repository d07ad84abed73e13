/** Notes found again by their order alone: passages that were barred anew or shifted across barlines. */
import { commonSequence } from "./commonSequence.js";
import type { HeadPairs } from "./headPairs.js";
import { Numbering } from "./heads.js";
import { type CellPair, countSame } from "./pairCells.js";

/** Most notes that may be left out of a passage. */
const MAX_EDITS = 1500;
/** Share of the smaller side that must be found in order, before and after measures have been compared note by note. */
const MIN_SHIFTED = 0.9;
const MIN_LEFT_OVER = 0.6;

/** What is open of one part between two of its measures that are wholly paired. */
interface Passage {
  readonly old: number[];
  readonly fresh: number[];
  /** How many notes the paired measures have in common as they stand. */
  inPlace: number;
}

/**
 * Pair passages that go on in nearly the same order of pitches, though few notes have kept their place in their
 * measure.
 */
export function pairShifted(pairs: HeadPairs, cells: readonly CellPair[]): void {
  for (const passage of listPassages(pairs, cells)) {
    const least = Math.max(passage.inPlace * 1.1 + 1, MIN_SHIFTED * smallerSide(passage));
    pairInOrder(pairs, passage, least);
  }
}

/** Pair, in order, what is left over, where most of it is found. */
export function pairLeftOver(pairs: HeadPairs, cells: readonly CellPair[]): void {
  for (const passage of listPassages(pairs, cells)) {
    pairInOrder(pairs, passage, MIN_LEFT_OVER * smallerSide(passage));
  }
}

function smallerSide({ old, fresh }: Passage): number {
  return Math.min(old.length, fresh.length);
}

function pairInOrder(pairs: HeadPairs, { old, fresh }: Passage, least: number): void {
  if (smallerSide({ old, fresh, inPlace: 0 }) < least) return;
  const numbering = new Numbering();
  const common = commonSequence(
    old.map((head) => numbering.of(pairs.old.heads[head].sound)),
    fresh.map((head) => numbering.of(pairs.fresh.heads[head].sound)),
    Math.min(MAX_EDITS, Math.floor(old.length + fresh.length - 2 * least)),
  );
  if (!common || common.length < least) return;
  for (const [i, j] of common) pairs.pair(old[i], fresh[j]);
}

/** Passages with open notes on either side, by part and place. */
function listPassages(pairs: HeadPairs, cells: readonly CellPair[]): Passage[] {
  const byPart = new Map<number, CellPair[]>();
  for (const cell of cells) {
    const list = byPart.get(cell.oldPart);
    if (list) list.push(cell);
    else byPart.set(cell.oldPart, [cell]);
  }
  const openOld = groupOpen(pairs.old.heads, pairs.newOf);
  const openNew = groupOpen(pairs.fresh.heads, pairs.oldOf);
  const passages: Passage[] = [];
  pairs.newPartOf.forEach((newPart, oldPart) => {
    const olds = openOld.get(oldPart);
    const news = newPart < 0 ? undefined : openNew.get(newPart);
    if (olds && news) passages.push(...cutPassages(pairs, byPart.get(oldPart) ?? [], olds, news));
  });
  return passages.filter(({ old, fresh }) => old.length > 0 && fresh.length > 0);
}

function groupOpen(
  heads: readonly { readonly partIndex: number }[],
  partner: Int32Array,
): Map<number, number[]> {
  const open = new Map<number, number[]>();
  heads.forEach(({ partIndex }, index) => {
    if (partner[index] >= 0) return;
    const list = open.get(partIndex);
    if (list) list.push(index);
    else open.set(partIndex, [index]);
  });
  return open;
}

function cutPassages(
  pairs: HeadPairs,
  cells: readonly CellPair[],
  olds: readonly number[],
  news: readonly number[],
): Passage[] {
  const isOpen = (cell: CellPair) =>
    pairs.openOld(cell.old).length > 0 || pairs.openNew(cell.fresh).length > 0;
  const solid = cells.filter((cell) => !isOpen(cell));
  const oldBounds = solid.map((cell) => cell.oldMeasure);
  const newBounds = solid.map((cell) => cell.newMeasure);
  const passages = Array.from(
    { length: solid.length + 1 },
    (): Passage => ({ old: [], fresh: [], inPlace: 0 }),
  );
  for (const head of olds) passages[countBelow(oldBounds, pairs.old.heads[head].measureIndex)].old.push(head);
  for (const head of news)
    passages[countBelow(newBounds, pairs.fresh.heads[head].measureIndex)].fresh.push(head);
  for (const cell of cells.filter(isOpen))
    passages[countBelow(oldBounds, cell.oldMeasure)].inPlace += countSame(
      pairs,
      pairs.openOld(cell.old),
      pairs.openNew(cell.fresh),
    );
  return passages;
}

/** How many of the ascending bounds lie below a measure. */
function countBelow(bounds: readonly number[], measure: number): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bounds[middle] < measure) low = middle + 1;
    else high = middle;
  }
  return low;
}
