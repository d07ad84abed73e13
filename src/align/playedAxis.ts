/** Score time as the performance had it: what was left out takes no time. */
import { lastAtOrBefore } from "../core/sortedSearch.js";
import type { ScoreEvents } from "./scoreEvents.js";

/**
 * The same notes and columns, with passages that were not played pressed together into one point: the tempo on both
 * sides of a cut says nothing about the distance across it.
 *
 * @param isPlayed  by column
 * @returns         `score` itself if everything was played
 */
export function playedAxis(score: ScoreEvents, isPlayed: Uint8Array): ScoreEvents {
  if (!isPlayed.includes(0)) return score;
  const { columns } = score;
  const left = new Float64Array(columns.count);
  let total = 0;
  for (let k = 0; k < columns.count; k++) {
    left[k] = total;
    // The step behind a column is left out with it, and so is the step before the first column played again.
    if (!isPlayed[k] && k + 1 < columns.count) total += columns.quarter[k + 1] - columns.quarter[k];
  }
  const pressed = (quarter: number) => {
    const k = lastAtOrBefore(columns.quarter, quarter);
    if (k < 0) return quarter;
    return isPlayed[k] ? quarter - left[k] : columns.quarter[k] - left[k];
  };
  return {
    ...score,
    quarter: score.quarter.map(pressed),
    columns: { ...columns, quarter: columns.quarter.map((quarter, k) => quarter - left[k]) },
  };
}
