/** Noteheads of two editions whose parts and measures are paired: the surest ways first. */
import { type HeadPairs, LaneNames } from "./headPairs.js";
import { isSameCell, listCellPairs, pairSameNotes, pairTransposed, surePairs } from "./pairCells.js";
import { pairEditedCell } from "./pairEdited.js";
import { pairAcrossParts, pairMovedCells } from "./pairMoved.js";
import { pairLeftOver, pairShifted } from "./pairSequences.js";

/**
 * Pair what is the same note; what is left over on either side has gone or is new.
 *
 * @param pairs  receives the pairs
 * @returns      how the voices and staves of the old edition are called in the new one
 */
export function pairHeads(pairs: HeadPairs): LaneNames {
  const cells = listCellPairs(pairs);
  const lanes = new LaneNames(surePairs(pairs, cells));
  const edited = cells.filter((cell) => !isSameCell(pairs, cell));
  for (const cell of cells) if (isSameCell(pairs, cell)) pairSameNotes(pairs, lanes, cell.old, cell.fresh);
  pairMovedCells(pairs, lanes);
  for (const cell of edited) pairTransposed(pairs, cell);
  pairShifted(pairs, cells);
  for (const cell of edited) pairEditedCell(pairs, lanes, cell);
  pairLeftOver(pairs, cells);
  pairAcrossParts(pairs, lanes);
  return new LaneNames(namedPairs(pairs));
}

function* namedPairs({ old, fresh, newOf, newPartOf }: HeadPairs) {
  for (let index = 0; index < newOf.length; index++) {
    const before = old.heads[index];
    const after = fresh.heads[newOf[index]];
    if (after && newPartOf[before.partIndex] === after.partIndex) yield [before, after] as const;
  }
}
