/** Music that now stands elsewhere: cut and pasted, swapped, or given to another part. */

import { type HeadPairs, type LaneNames, pairByKey } from "./headPairs.js";
import type { Edition, Head } from "./heads.js";
import { pairSameNotes } from "./pairCells.js";

/** A single note or two are found in another part by chance. */
const MIN_NOTES_ELSEWHERE = 3;

/**
 * Pair whole cells of which no note is paired yet, by exact content: within a part, where the content is left over
 * equally often in both editions.
 */
export function pairMovedCells(pairs: HeadPairs, lanes: LaneNames): void {
  pairOpenCells(
    pairs,
    lanes,
    (part) => pairs.newPartOf[part],
    (part) => part,
    1,
  );
}

/** As `pairMovedCells`, whatever the part; then single notes of paired measures that changed parts. */
export function pairAcrossParts(pairs: HeadPairs, lanes: LaneNames): void {
  if (pairs.old.parts.length === 1 && pairs.fresh.parts.length === 1) return;
  pairOpenCells(
    pairs,
    lanes,
    () => 0,
    () => 0,
    MIN_NOTES_ELSEWHERE,
  );
  const { old, fresh, newMeasureOf } = pairs;
  const olds = old.heads.map((_, index) => index);
  const news = fresh.heads.map((_, index) => index);
  pairByKey(
    pairs,
    olds.filter((index) => newMeasureOf[old.heads[index].measureIndex] >= 0),
    news,
    (h) => `${newMeasureOf[h.measureIndex]}|${h.spelled}`,
    (h) => `${h.measureIndex}|${h.spelled}`,
  );
}

function pairOpenCells(
  pairs: HeadPairs,
  lanes: LaneNames,
  oldPart: (part: number) => number,
  newPart: (part: number) => number,
  minNotes: number,
): void {
  const isOpenOld = (cell: readonly number[]) => cell.every((head) => pairs.newOf[head] < 0);
  const isOpenNew = (cell: readonly number[]) => cell.every((head) => pairs.oldOf[head] < 0);
  const olds = groupCells(pairs.old, minNotes, isOpenOld, oldPart);
  const news = groupCells(pairs.fresh, minNotes, isOpenNew, newPart);
  for (const [signature, oldCells] of olds) {
    const newCells = news.get(signature) ?? [];
    if (oldCells.length !== newCells.length) continue;
    oldCells.forEach((cell, i) => {
      pairSameNotes(pairs, lanes, cell, newCells[i]);
    });
  }
}

/** Cells by content, in the order of parts and measures. */
function groupCells(
  edition: Edition<unknown>,
  minNotes: number,
  isOpen: (cell: readonly number[]) => boolean,
  partOf: (part: number) => number,
): Map<string, (readonly number[])[]> {
  const groups = new Map<string, (readonly number[])[]>();
  for (const cell of edition.cells.values()) {
    if (cell.length < minNotes || !isOpen(cell)) continue;
    const heads: Head<unknown>[] = cell.map((index) => edition.heads[index]);
    const contents = heads.map((head) => head.content).sort((a, b) => a - b);
    const signature = `${partOf(heads[0].partIndex)}:${contents}`;
    const group = groups.get(signature);
    if (group) group.push(cell);
    else groups.set(signature, [cell]);
  }
  return groups;
}
