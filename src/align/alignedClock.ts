/** The clock of an aligned performance: when each score onset was heard, as breakpoints. */
import { buildScoreClock, type ScoreClock } from "../core/scoreClock.js";
import type { NoteLink } from "./linkByPitch.js";
import type { PerformedEvents } from "./performedEvents.js";
import type { ScoreEvents } from "./scoreEvents.js";
import { buildTimeMap, mapQuarter, type TimeMap } from "./timeMap.js";

/** A note further than this from the map says nothing about its onset. */
const BELIEVED_SEC = 0.35;

/**
 * Median of the linked onsets of each column (those near the map), made monotone; one breakpoint per column
 * with a link, and one a quarter outside each end that carries on the tempo of the last seconds there.
 */
export function alignedClock(
  score: ScoreEvents,
  performed: PerformedEvents,
  links: readonly NoteLink[],
  map: TimeMap,
): ScoreClock {
  const onsets: number[][] = Array.from({ length: score.columns.count }, () => []);
  for (const link of links) {
    const column = score.column[link.score];
    if (score.grace[link.score] || column < 0) continue;
    const sec = performed.onsetSec[link.performed];
    if (Math.abs(sec - map.sec[column]) <= BELIEVED_SEC) onsets[column].push(sec);
  }
  const known = [...onsets.keys()].filter((column) => onsets[column].length > 0);
  const quarter = Float64Array.from(known, (column) => score.columns.quarter[column]);
  const heard = buildTimeMap(
    quarter,
    Float64Array.from(known, (column) => median(onsets[column])),
  );
  if (known.length === 0)
    return buildScoreClock("aligned", [0, 1], [0, mapQuarter(map, 1) - mapQuarter(map, 0)]);
  const first = quarter[0];
  const last = quarter[quarter.length - 1];
  return buildScoreClock(
    "aligned",
    [first - 1, ...quarter, last + 1],
    [mapQuarter(heard, first - 1), ...heard.sec, mapQuarter(heard, last + 1)],
  );
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  return (values[(values.length - 1) >> 1] + values[values.length >> 1]) / 2;
}
