/** Medians of moments gathered by column. */
import { gatherByBin } from "./timesByBin.js";

/**
 * @param columnOf  column of each item, or -1 to leave it out
 * @param secOf     moment of each item; may hold more than there are items
 * @returns         by column; NaN where it has no item
 */
export function columnMedians(columns: number, columnOf: Int32Array, secOf: Float64Array): Float64Array {
  const { start, item } = gatherByBin(columnOf, columns);
  const sec = new Float64Array(item.length);
  for (let k = 0; k < item.length; k++) sec[k] = secOf[item[k]];
  const median = new Float64Array(columns).fill(Number.NaN);
  for (let k = 0; k < columns; k++) {
    const from = start[k];
    const to = start[k + 1];
    if (from === to) continue;
    if (to - from > 2) sec.subarray(from, to).sort();
    median[k] = (sec[(from + to - 1) >> 1] + sec[(from + to) >> 1]) / 2;
  }
  return median;
}
