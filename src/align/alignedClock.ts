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
 * with a link, and one a quarter outside each end that carries on the tempo of the last seconds there. The clock stands
 * still over what was not played.
 *
 * @param score     score time as written, and `pressed` without what was left out (`playedAxis`)
 * @param isPlayed  by column
 */
export function alignedClock(
  { score, pressed, isPlayed }: { score: ScoreEvents; pressed: ScoreEvents; isPlayed: Uint8Array },
  performed: PerformedEvents,
  links: Links,
  map: TimeMap,
): ScoreClock {
  const heardSec = hearColumns(score, performed, links, map);
  const known = heardSec.map((sec, k) => (Number.isFinite(sec) ? k : -1)).filter((k) => k >= 0);
  if (known.length === 0)
    return buildScoreClock("aligned", [0, 1], [0, mapQuarter(map, 1) - mapQuarter(map, 0)]);
  const heard = buildTimeMap(
    known.map((column) => pressed.columns.quarter[column]),
    known.map((column) => heardSec[column]),
  );
  const quarters: number[] = [];
  const secs: number[] = [];
  let next = 0;
  for (let k = 0; k < isPlayed.length; k++) {
    const isHeard = known[next] === k;
    // Where a passage left out begins and ends, the clock stands where playing goes on.
    const isEdge =
      !isPlayed[k] && (k === 0 || k + 1 === isPlayed.length || isPlayed[k - 1] || isPlayed[k + 1]);
    if (!isHeard && !isEdge) continue;
    quarters.push(score.columns.quarter[k]);
    const sec = isHeard ? heard.sec[next] : mapQuarter(heard, pressed.columns.quarter[k]);
    secs.push(Math.max(sec, secs.at(-1) ?? sec));
    if (isHeard) next++;
  }
  const { headSecPerQuarter: head, tailSecPerQuarter: tail } = heard;
  return buildScoreClock(
    "aligned",
    [quarters[0] - 1, ...quarters, quarters[quarters.length - 1] + 1],
    [secs[0] - head, ...secs, secs[secs.length - 1] + tail],
  );
}

/** Seconds at which each column was heard, NaN where it was not. */
function hearColumns(
  score: ScoreEvents,
  performed: PerformedEvents,
  links: Links,
  map: TimeMap,
): Float64Array {
  const column = new Int32Array(score.count);
  const sec = new Float64Array(score.count);
  for (let i = 0; i < score.count; i++) {
    column[i] = score.grace[i] || links[i] < 0 ? -1 : score.column[i];
    if (column[i] < 0) continue;
    sec[i] = performed.onsetSec[links[i]];
    if (Math.abs(sec[i] - map.sec[column[i]]) > BELIEVED_SEC) column[i] = -1;
  }
  return columnMedians(score.columns.count, column, sec);
}
