/**
 * First pass of the alignment: which way through the score did the performance take? By pitch alone.
 *
 * Dynamic programming over (performed note, column) on the folded score. Entering a column with one of its pitches
 * owes its other notes at once; each further note of the chord pays one back; a note that fits nowhere is extra.
 * A column is entered by going on from an earlier one (what lies between is missing), by the signs of the score, out
 * of "other music", or by a jump to the start of any measure. Rows keep the states near the best one (a beam wider
 * than a jump is dear: what lies outside could as well have jumped), as a sparse list in the order of columns.
 *
 * Jumps are dear to search and rarely needed: the first walk goes without, a second one allows them around the places
 * where the first one stumbled.
 *
 * @source  Müller, Fundamentals of Music Processing (2015), 3.2 and 7.3, for the scheme (subsequence matching with
 *          jumps as in Fremerey, Müller and Clausen, ISMIR 2010, "Handling repeats and jumps"); costs by measurement
 */
import { ALIGN } from "./alignConstants.js";
import type { ScoreGraph } from "./scoreGraph.js";
import { ENTRY, type StructurePath } from "./structurePath.js";
import { type PitchRows, StructureWalk } from "./structureWalk.js";

/**
 * Where few notes find a place, other music may only have been cheaper than the many written notes that were left out:
 * the performance is followed again with other music dear. Both paths then have their price of that walk.
 *
 * @cost  rows × states within the beam; where the performance is lost, × measures / 12
 */
export function followStructure(graph: ScoreGraph, rows: PitchRows): StructurePath {
  const path = followWithJumps(graph, rows);
  const strokes = graph.columns.size.reduce((sum, n) => sum + n, 0);
  const few = ALIGN.sparseShare * Math.min(strokes, rows.pitch.length);
  if (path.hits >= few) return path;
  const sparse = followSparse(graph, rows);
  const isFollowed = sparse.hits >= few && sparse.cost <= ALIGN.sparseCost * rows.pitch.length;
  return isFollowed ? sparse : { ...path, cost: sparse.cost };
}

/** Follow with other music dearer than notes that are not written: what is played is taken for the score throughout. */
export function followSparse(graph: ScoreGraph, rows: PitchRows): StructurePath {
  const { sparseOtherCost: otherCost, sparseBeam: beam } = ALIGN;
  return new StructureWalk(graph, rows, { jumps: null, otherCost, beam }).run();
}

function followWithJumps(graph: ScoreGraph, rows: PitchRows): StructurePath {
  const first = new StructureWalk(graph, rows, { ...ALIGN, jumps: null }).run();
  const jumps = findStumbles(first);
  if (!jumps || graph.isForward) return first;
  const second = new StructureWalk(graph, rows, { ...ALIGN, jumps }).run();
  return second.cost < first.cost ? second : first;
}

/**
 * 1 for the rows around stumbles; null if there is none that a jump would be worth. What the path pays fills a bucket
 * that every note drains.
 */
function findStumbles({ column, entry, spent, cost }: StructurePath): Uint8Array | null {
  const { stumbleRows, stumbleCost, slightCost, stumbleDrain, stumbleLeapColumns } = ALIGN;
  const count = column.length;
  const near = new Uint8Array(count);
  let isFound = false;
  let bucket = 0;
  let paid = 0;
  let last = -1; // column, and its row
  let lastRow = 0;
  const pay = (row: number, sum: number, isLeap: boolean) => {
    bucket = Math.max(0, bucket - stumbleDrain * (row - lastRow)) + sum - paid;
    if (bucket >= stumbleCost) isFound = true;
    if (isLeap || bucket >= slightCost) near.fill(1, Math.max(0, lastRow - stumbleRows), row + stumbleRows);
    paid = sum;
    lastRow = row;
  };
  for (let row = 0; row < count; row++) {
    if (column[row] < 0) continue;
    const isLeap =
      entry[row] === ENTRY.other || (entry[row] === ENTRY.on && column[row] - last > stumbleLeapColumns);
    pay(row, spent[row], isLeap);
    last = column[row];
  }
  pay(count, cost, false);
  return isFound ? near : null;
}
