/** Noteheads of paired measures, part by part: first what is the same, then what was changed. */

import { type HeadPairs, type LaneNames, pairByKey } from "./headPairs.js";
import { cellKey, type Head } from "./heads.js";

/** One part's share of one measure, in both editions: head indices. */
export interface CellPair {
  readonly oldPart: number;
  readonly oldMeasure: number;
  readonly newMeasure: number;
  readonly old: readonly number[];
  readonly fresh: readonly number[];
}

/** All cells of paired parts and measures that hold notes in both editions, by part and measure. */
export function listCellPairs({ old, fresh, newPartOf, newMeasureOf }: HeadPairs): CellPair[] {
  const cells: CellPair[] = [];
  for (const heads of old.cells.values()) {
    const { partIndex: oldPart, measureIndex: oldMeasure } = old.heads[heads[0]];
    const [newPart, newMeasure] = [newPartOf[oldPart], newMeasureOf[oldMeasure]];
    if (newPart < 0 || newMeasure < 0) continue;
    const found = fresh.cells.get(cellKey(newPart, newMeasure));
    if (found) cells.push({ oldPart, oldMeasure, newMeasure, old: heads, fresh: found });
  }
  return cells;
}

/** Pairs of heads that alone in their cell have this content: surely the same note. */
export function* surePairs(
  pairs: HeadPairs,
  cells: readonly CellPair[],
): Generator<[Head<string>, Head<number>]> {
  for (const { old, fresh } of cells) {
    const [inOld, inNew] = [singles(pairs.old.heads, old), singles(pairs.fresh.heads, fresh)];
    for (const [content, a] of inOld) {
      const b = inNew.get(content);
      if (a && b) yield [a, b];
    }
  }
}

function singles<Ref>(heads: readonly Head<Ref>[], cell: readonly number[]): Map<number, Head<Ref> | null> {
  const found = new Map<number, Head<Ref> | null>();
  for (const index of cell) {
    const head = heads[index];
    found.set(head.content, found.has(head.content) ? null : head);
  }
  return found;
}

/** Pair what has the same place, length and sound, in the same voice if it can be. */
export function pairSameNotes(
  pairs: HeadPairs,
  lanes: LaneNames,
  old: readonly number[],
  fresh: readonly number[],
): void {
  const named = (key: number, { staff, voice }: { staff: number; voice: string }) =>
    `${key}|${staff}|${voice}`;
  pairByKey(
    pairs,
    old,
    fresh,
    (h) => named(h.spelled, lanes.nameOf(h)),
    (h) => named(h.spelled, h),
  );
  pairByKey(pairs, old, fresh, (h) => h.spelled);
  pairByKey(pairs, old, fresh, (h) => h.content);
}

/** Pair all notes of a cell, if the new ones are the old ones moved by one interval. */
export function pairTransposed(pairs: HeadPairs, cell: CellPair): void {
  const [old, fresh] = [pairs.openOld(cell.old), pairs.openNew(cell.fresh)];
  if (old.length !== fresh.length || old.length < 2) return;
  const interval = (i: number) => pairs.fresh.heads[fresh[i]].pitch.midi - pairs.old.heads[old[i]].pitch.midi;
  const isMoved = (head: number, i: number) =>
    pairs.old.heads[head].rhythm === pairs.fresh.heads[fresh[i]].rhythm && interval(i) === interval(0);
  if (!old.every(isMoved)) return;
  old.forEach((head, i) => {
    pairs.pair(head, fresh[i]);
  });
}

/** Equal music in both editions of a cell? */
export function isSameCell(pairs: HeadPairs, { old, fresh }: CellPair): boolean {
  return old.length === fresh.length && countSame(pairs, old, fresh) === old.length;
}

/** How many notes of equal content two lists of heads share. */
export function countSame(pairs: HeadPairs, old: readonly number[], fresh: readonly number[]): number {
  const waiting = new Map<number, number>();
  for (const head of fresh) {
    const { content } = pairs.fresh.heads[head];
    waiting.set(content, (waiting.get(content) ?? 0) + 1);
  }
  let same = 0;
  for (const head of old) {
    const { content } = pairs.old.heads[head];
    const left = waiting.get(content) ?? 0;
    if (left === 0) continue;
    same++;
    waiting.set(content, left - 1);
  }
  return same;
}
