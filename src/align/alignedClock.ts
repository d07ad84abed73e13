/** The clock of an aligned performance: when each score onset was heard, as breakpoints. */
import { buildScoreClock, type ScoreClock } from "../core/scoreClock.js";
import { columnMedians } from "./columnMedians.js";
import type { Links } from "./linkByPitch.js";
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
  links: Links,
  map: TimeMap,
): ScoreClock {
  const heardSec = columnMedians(
    score.columns.count,
    links.length,
    (i) => {
      const column = score.grace[i] || links[i] < 0 ? -1 : score.column[i];
      const isBelieved =
        column >= 0 && Math.abs(performed.onsetSec[links[i]] - map.sec[column]) <= BELIEVED_SEC;
      return isBelieved ? column : -1;
    },
    (i) => performed.onsetSec[links[i]],
  );
  const known = heardSec.map((sec, k) => (Number.isFinite(sec) ? k : -1)).filter((k) => k >= 0);
  const quarter = known.map((column) => score.columns.quarter[column]);
  const heard = buildTimeMap(
    quarter,
    known.map((column) => heardSec[column]),
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
