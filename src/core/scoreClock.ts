/** When a score position is heard: unfolded quarters to seconds, piecewise linear. */
import { LeitmotionError } from "./error.js";
import type { TempoMap } from "./tempoMap.js";

/**
 * Breakpoints of the clock. `quarters` strictly increasing, `secs` non-decreasing, same length >= 2.
 * Before the first and after the last breakpoint the nearest stretch is continued.
 */
export interface ScoreClock {
  /** `score`: the score's own tempo marks; `midi`: the MIDI file's tempo map; `aligned`: matched notes. */
  readonly source: "score" | "midi" | "aligned";
  readonly quarters: readonly number[];
  readonly secs: readonly number[];
}

/** @throws LeitmotionError TIME_VALUE_INVALID if the breakpoints do not fit the description above */
export function buildScoreClock(
  source: ScoreClock["source"],
  quarters: readonly number[],
  secs: readonly number[],
): ScoreClock {
  const orderly =
    quarters.length >= 2 &&
    quarters.length === secs.length &&
    quarters.every((q, i) => Number.isFinite(q) && (i === 0 || q > quarters[i - 1])) &&
    secs.every((s, i) => Number.isFinite(s) && (i === 0 || s >= secs[i - 1]));
  if (!orderly) throw new LeitmotionError("TIME_VALUE_INVALID", "The score clock runs backwards or is empty");
  return { source, quarters, secs };
}

/**
 * The clock of a tempo map, `startTick` being where the score's first quarter lies.
 *
 * @param endQuarter  last score position of interest, > 0
 */
export function clockFromTempoMap(
  source: ScoreClock["source"],
  map: TempoMap,
  startTick: number,
  endQuarter: number,
): ScoreClock {
  const quarters: number[] = [];
  const secs: number[] = [];
  const last = map.segments.findLast((s) => s.startTick <= startTick) ?? map.segments[0];
  const push = (quarter: number, sec: number) => {
    quarters.push(quarter);
    secs.push(sec);
  };
  push(0, last.startSec + ((startTick - last.startTick) * last.usPerQuarter) / (1e6 * map.ppq));
  for (const s of map.segments)
    if (s.startTick > startTick) push((s.startTick - startTick) / map.ppq, s.startSec);
  const lastSegment = map.segments[map.segments.length - 1];
  const end = Math.max(endQuarter, quarters[quarters.length - 1] + 1);
  const endTick = startTick + end * map.ppq;
  push(
    end,
    lastSegment.startSec + ((endTick - lastSegment.startTick) * lastSegment.usPerQuarter) / (1e6 * map.ppq),
  );
  return buildScoreClock(source, quarters, secs);
}

/** Seconds at an unfolded score position, not rounded, never below 0. */
export function quarterToSec(clock: ScoreClock, quarter: number): number {
  const k = stretchIndex(clock.quarters, quarter);
  return Math.max(0, interpolate(clock.quarters, clock.secs, k, quarter));
}

/** Unfolded score position heard at `sec`; where the clock stands still, the first position. */
export function secToQuarter(clock: ScoreClock, sec: number): number {
  const k = stretchIndex(clock.secs, sec);
  return clock.secs[k + 1] === clock.secs[k]
    ? clock.quarters[k]
    : interpolate(clock.secs, clock.quarters, k, sec);
}

/** Tempo in quarters per minute just after a position; 0 < result, Infinity where time stands still. */
export function bpmAtQuarter(clock: ScoreClock, quarter: number): number {
  const k = stretchIndex(clock.quarters, quarter);
  return (60 * (clock.quarters[k + 1] - clock.quarters[k])) / (clock.secs[k + 1] - clock.secs[k]);
}

function interpolate(xs: readonly number[], ys: readonly number[], k: number, x: number): number {
  return ys[k] + ((x - xs[k]) * (ys[k + 1] - ys[k])) / (xs[k + 1] - xs[k]);
}

/** k with xs[k] <= x < xs[k+1], clamped to the outer stretches. */
function stretchIndex(xs: readonly number[], x: number): number {
  let low = 0;
  let high = xs.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (xs[middle] <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}
