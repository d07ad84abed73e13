/** Medians of moments gathered by column. */
import { gatherByBin } from "./timesByBin.js";

/**
 * @param items     how many items there are
 * @param columnOf  column of an item, or -1 to leave it out
 * @param secOf     moment of an item
 * @returns         by column; NaN where it has no item
 */
export function columnMedians(
  columns: number,
  items: number,
  columnOf: (item: number) => number,
  secOf: (item: number) => number,
): Float64Array {
  const column = new Int32Array(items);
  for (let i = 0; i < items; i++) column[i] = columnOf(i);
  const { start, item } = gatherByBin(column, columns);
  const sec = new Float64Array(item.length);
  for (let k = 0; k < item.length; k++) sec[k] = secOf(item[k]);
  const median = new Float64Array(columns).fill(Number.NaN);
  for (let k = 0; k < columns; k++) {
    const from = start[k];
    const to = start[k + 1];
    if (from === to) continue;
    if (to - from > 1) sec.subarray(from, to).sort();
    median[k] = (sec[(from + to - 1) >> 1] + sec[(from + to) >> 1]) / 2;
  }
  return median;
}
