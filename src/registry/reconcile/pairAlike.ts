/** Measures of a short stretch paired so that as many notes as possible stay the same. */
import type { MeasureLine } from "./measureLine.js";

/** What a note with the same place, length and sound weighs against one with the same place and length alone. */
const SAME_NOTE = 4;
const SAME_RHYTHM = 1;
/** Two measures without a note. */
const BOTH_EMPTY = 0.5;

interface Stretch {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/**
 * Pair measures of a stretch, never backwards, for the greatest sum of likeness; measures with nothing in common stay
 * alone. Of equally good pairings the earliest measures are paired.
 *
 * @param cellLimit  most measure pairs to look at: in a larger stretch those nearest to its diagonal
 */
export function pairAlike(
  old: MeasureLine,
  fresh: MeasureLine,
  { oldFrom, oldTo, newFrom, newTo }: Stretch,
  cellLimit: number,
): [oldMeasure: number, newMeasure: number][] {
  const [rows, columns] = [oldTo - oldFrom, newTo - newFrom];
  const width = Math.max(3, Math.min(columns, Math.floor(cellLimit / rows)));
  /** First column looked at in each row; the table holds `width` columns of it. */
  const left = Array.from({ length: rows + 1 }, (_, row) => {
    const middle = Math.round((row * columns) / rows);
    return Math.max(0, Math.min(columns - width, middle - (width >> 1)));
  });
  const likeness = new Float64Array(rows * width);
  const best = new Float64Array((rows + 1) * (width + 1));
  const bestAt = (row: number, column: number) => {
    if (row === rows || column >= columns) return 0;
    const at = Math.min(width, Math.max(0, column - left[row]));
    return best[row * (width + 1) + at];
  };
  for (let row = rows - 1; row >= 0; row--) {
    best[row * (width + 1) + width] = bestAt(row + 1, left[row] + width);
    for (let at = Math.min(width, columns - left[row]) - 1; at >= 0; at--) {
      const column = left[row] + at;
      const alike = likenessOf(old, fresh, oldFrom + row, newFrom + column);
      likeness[row * width + at] = alike;
      const paired = alike > 0 ? alike + bestAt(row + 1, column + 1) : 0;
      best[row * (width + 1) + at] = Math.max(paired, bestAt(row + 1, column), bestAt(row, column + 1));
    }
  }
  return walk();

  function walk(): [number, number][] {
    const pairs: [number, number][] = [];
    let [row, column] = [0, 0];
    while (row < rows && column < columns) {
      const at = column - left[row];
      const alike = at >= 0 && at < width ? likeness[row * width + at] : 0;
      const here = bestAt(row, column);
      if (alike > 0 && alike + bestAt(row + 1, column + 1) === here) {
        pairs.push([oldFrom + row++, newFrom + column++]);
      } else if (at < width && bestAt(row, column + 1) === here) column++;
      else row++;
    }
    return pairs;
  }
}

function likenessOf(old: MeasureLine, fresh: MeasureLine, i: number, j: number): number {
  if (old.contents[i].length === 0 && fresh.contents[j].length === 0) return BOTH_EMPTY;
  return (
    SAME_NOTE * countCommon(old.contents[i], fresh.contents[j]) +
    SAME_RHYTHM * countCommon(old.rhythms[i], fresh.rhythms[j])
  );
}

/** How many items two ascending lists share, equals counted as often as both have them. */
function countCommon(a: Float64Array, b: Float64Array): number {
  let common = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      common++;
      i++;
      j++;
    } else if (a[i] < b[j]) i++;
    else j++;
  }
  return common;
}
