/** From links back to the map, and from the map to the expected time of every note, graces included. */
import { ALIGN } from "./alignConstants.js";
import type { Links } from "./linkByPitch.js";
import type { PerformedEvents } from "./performedEvents.js";
import type { ScoreEvents } from "./scoreEvents.js";
import { fitTimeMap, type TimeMap } from "./timeMap.js";

/** Fit the map through the linked notes, grace notes aside. */
export function refineMap(
  score: ScoreEvents,
  performed: PerformedEvents,
  map: TimeMap,
  links: Links,
): TimeMap {
  const separation = scoreSeparations(score, map);
  const quarter = new Float64Array(score.count);
  const sec = new Float64Array(score.count);
  const weight = new Float64Array(score.count);
  let count = 0;
  for (let i = 0; i < score.count; i++) {
    const row = links[i];
    if (row < 0 || score.grace[i] !== 0) continue;
    const apart = Math.min(separation[i], performed.separationSec[row]);
    quarter[count] = score.quarter[i];
    sec[count] = performed.onsetSec[row];
    weight[count++] = ALIGN.separationFloor + (apart < 1 ? apart : 1);
  }
  return fitTimeMap(map, {
    quarter: quarter.subarray(0, count),
    sec: sec.subarray(0, count),
    weight: weight.subarray(0, count),
  });
}

/** Distance of each score note to the nearest other onset of its pitch on the map, seconds. */
function scoreSeparations(score: ScoreEvents, map: TimeMap): Float64Array {
  const separation = new Float64Array(score.count).fill(Number.POSITIVE_INFINITY);
  const last = new Int32Array(128).fill(-1);
  for (let i = 0; i < score.count; i++) {
    const column = score.column[i];
    if (column < 0) continue;
    const before = last[score.pitch[i]];
    if (before >= 0 && score.column[before] < column) {
      const distance = map.sec[column] - map.sec[score.column[before]];
      separation[i] = distance;
      separation[before] = Math.min(separation[before], distance);
    } else if (before >= 0) separation[i] = separation[before];
    last[score.pitch[i]] = i;
  }
  return separation;
}

/**
 * Expected time of every note. Graces lie before their main note, `graceStepSec` apart by chord, squeezed
 * into half the room since the onset before.
 *
 * @param columnSec  seconds at the score's columns
 * @param secOf      seconds at any other position
 */
export function graceAwareTimes(
  score: ScoreEvents,
  columnSec: Float64Array,
  secOf: (quarter: number) => number,
): Float64Array {
  const { columns } = score;
  const sec = new Float64Array(score.count);
  for (let i = 0; i < score.count; i++) {
    const column = score.column[i];
    const onColumn = column >= 0 && columns.quarter[column] === score.quarter[i];
    sec[i] = onColumn ? columnSec[column] : secOf(score.quarter[i]);
    if (score.graceRank[i] === 0) continue;
    const before = onColumn ? column - 1 : column;
    const room = before >= 0 ? (sec[i] - columnSec[before]) / 2 : Number.POSITIVE_INFINITY;
    sec[i] -= score.graceRank[i] * Math.min(ALIGN.graceStepSec, room / score.graceRun[i]);
  }
  return sec;
}
