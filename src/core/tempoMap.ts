/** Ticks (or exact score positions) to seconds along a map of tempo segments. */
import { LeitmotionError } from "./error.js";

/** Standard MIDI Files: 120 quarters a minute until told otherwise. */
export const DEFAULT_US_PER_QUARTER = 500_000;

/** One stretch of constant tempo, up to the next segment. */
export interface TempoSegment {
  readonly startTick: number;
  readonly startSec: number;
  readonly usPerQuarter: number;
}

/** Segments in order, the first at tick 0. `ppq` is ticks per quarter note, > 0. */
export interface TempoMap {
  readonly ppq: number;
  readonly segments: readonly [TempoSegment, ...TempoSegment[]];
}

/** `[tick, µs per quarter]`. */
export type TempoChange = readonly [tick: number, usPerQuarter: number];

/**
 * Build a tempo map.
 *
 * @param ppq      ticks per quarter note, > 0
 * @param changes  tempo changes in any order; of several on one tick the last given wins
 * @throws LeitmotionError TIME_VALUE_INVALID if `ppq` or a tempo is not positive and finite
 */
export function buildTempoMap(ppq: number, changes: readonly TempoChange[]): TempoMap {
  if (!(ppq > 0 && Number.isFinite(ppq))) throw new LeitmotionError("TIME_VALUE_INVALID", `PPQ is ${ppq}`);
  const byTick = new Map<number, number>([[0, DEFAULT_US_PER_QUARTER]]);
  for (const [tick, usPerQuarter] of changes) {
    if (!(usPerQuarter > 0 && Number.isFinite(usPerQuarter) && tick >= 0)) {
      throw new LeitmotionError("TIME_VALUE_INVALID", `Tempo of ${usPerQuarter} µs at tick ${tick}`);
    }
    byTick.set(tick, usPerQuarter);
  }
  const ordered = [...byTick].sort((a, b) => a[0] - b[0]);
  const segments: TempoSegment[] = [];
  for (const [startTick, usPerQuarter] of ordered) {
    const last = segments.at(-1);
    if (last && last.usPerQuarter === usPerQuarter) continue;
    const startSec = last ? last.startSec + secondsIn(last, startTick, ppq) : 0;
    segments.push({ startTick, startSec, usPerQuarter });
  }
  return { ppq, segments: segments as [TempoSegment, ...TempoSegment[]] };
}

/**
 * Convert a tick to seconds along a tempo map.
 *
 *     sec = startSec[k] + (tick - startTick[k]) * usPerQuarter[k] / (1e6 * ppq)
 *
 * where k is the last segment that starts at or before `tick`.
 *
 * @param tick  ticks from the start, >= 0, may be fractional
 * @returns     seconds from the start, not rounded; grows with `tick`
 * @throws      LeitmotionError TIME_TICK_INVALID if `tick` is negative or not finite
 * @source      Standard MIDI Files 1.0, meta event FF 51 03 (Set Tempo)
 * @example     tickToSec(buildTempoMap(480, []), 960) // 1: two quarters at 120 bpm
 */
export function tickToSec(map: TempoMap, tick: number): number {
  if (!(tick >= 0 && Number.isFinite(tick)))
    throw new LeitmotionError("TIME_TICK_INVALID", `Tick is ${tick}`);
  const segment = map.segments[segmentIndex(map, (s) => s.startTick <= tick)];
  return segment.startSec + secondsIn(segment, tick, map.ppq);
}

/** The inverse of `tickToSec`: fractional ticks; @throws TIME_VALUE_INVALID below 0 or not finite. */
export function secToTick(map: TempoMap, sec: number): number {
  if (!(sec >= 0 && Number.isFinite(sec)))
    throw new LeitmotionError("TIME_VALUE_INVALID", `Time is ${sec} s`);
  const segment = map.segments[segmentIndex(map, (s) => s.startSec <= sec)];
  return segment.startTick + ((sec - segment.startSec) * 1e6 * map.ppq) / segment.usPerQuarter;
}

/** Beats per minute (quarters) in force at `tick`. */
export function bpmAtTick(map: TempoMap, tick: number): number {
  return 6e7 / map.segments[segmentIndex(map, (s) => s.startTick <= tick)].usPerQuarter;
}

function secondsIn(segment: TempoSegment, tick: number, ppq: number): number {
  return ((tick - segment.startTick) * segment.usPerQuarter) / (1e6 * ppq);
}

/** Last segment for which `begun` holds (segments are ordered), by bisection. */
function segmentIndex(map: TempoMap, begun: (s: TempoSegment) => boolean): number {
  let low = 0;
  let high = map.segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (begun(map.segments[middle])) low = middle;
    else high = middle - 1;
  }
  return low;
}
