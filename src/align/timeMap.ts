/**
 * The local map from score onsets to seconds: a robust line through the matched notes around each onset.
 *
 * Abscissa is score distance times a tempo measured over a longer window, so the slope is near 1 and
 * may be pulled towards it; residuals are weighted down twice (Cauchy), notes with a close neighbour of
 * the same pitch count little: they must not vote on the map that decides about them.
 *
 * @source  Cleveland, LOWESS (1979) for the idea of robust local lines; constants by measurement
 */
import { ALIGN } from "./alignConstants.js";
import { lastAtOrBefore } from "./scoreEvents.js";

/** Matched notes in ascending order of `quarter`. */
export interface MapSamples {
  readonly quarter: Float64Array;
  readonly sec: Float64Array;
  readonly weight: Float64Array;
}

/** Seconds at the column onsets, non-decreasing; in between linear, outside the tempo of the ends goes on. */
export interface TimeMap {
  readonly quarter: Float64Array;
  readonly sec: Float64Array;
  readonly headSecPerQuarter: number;
  readonly tailSecPerQuarter: number;
}

const DEFAULT_SEC_PER_QUARTER = 0.5;

/** Build a map from seconds known at some columns (NaN elsewhere). */
export function buildTimeMap(quarter: Float64Array, sec: Float64Array): TimeMap {
  const filled = Float64Array.from(sec);
  const known = [...filled.keys()].filter((i) => Number.isFinite(filled[i]));
  rise(filled, known);
  const head = endTempo(quarter, filled, known);
  const tail = endTempo(quarter, filled, [...known].reverse());
  fillHoles(quarter, filled, known, head, tail);
  return { quarter, sec: filled, headSecPerQuarter: head, tailSecPerQuarter: tail };
}

/** Seconds at any score position. */
export function mapQuarter(map: TimeMap, quarter: number): number {
  const last = map.quarter.length - 1;
  if (last < 0) return quarter * DEFAULT_SEC_PER_QUARTER;
  const k = lastAtOrBefore(map.quarter, quarter);
  if (k < 0) return map.sec[0] + (quarter - map.quarter[0]) * map.headSecPerQuarter;
  if (k === last) return map.sec[last] + (quarter - map.quarter[last]) * map.tailSecPerQuarter;
  const step = map.quarter[k + 1] - map.quarter[k];
  const share = step > 0 ? (quarter - map.quarter[k]) / step : 0;
  return map.sec[k] + share * (map.sec[k + 1] - map.sec[k]);
}

/** Seconds per quarter around every column, measured over ±`windowSec` of the map. */
export function localTempo(map: TimeMap, windowSec: number): Float64Array {
  const { quarter, sec } = map;
  const tempo = new Float64Array(quarter.length);
  let from = 0;
  let to = 0;
  for (let k = 0; k < quarter.length; k++) {
    while (from < k && sec[from + 1] <= sec[k] - windowSec) from++;
    while (to < quarter.length - 1 && sec[to] < sec[k] + windowSec) to++;
    const slope = (sec[to] - sec[from]) / (quarter[to] - quarter[from]);
    tempo[k] = slope > 0 && Number.isFinite(slope) ? slope : DEFAULT_SEC_PER_QUARTER;
  }
  return tempo;
}

/** Fit the map anew through matched notes. @cost columns × notes within ±`ALIGN.fitSec` */
export function fitTimeMap(before: TimeMap, samples: MapSamples): TimeMap {
  const tempo = localTempo(before, ALIGN.fitTempoSec);
  const fitted = new Float64Array(before.quarter.length).fill(Number.NaN);
  let from = 0;
  for (let k = 0; k < fitted.length; k++) {
    const reach = ALIGN.fitSec / tempo[k];
    const x = before.quarter[k];
    while (from > 0 && samples.quarter[from - 1] > x - reach) from--;
    while (from < samples.quarter.length && samples.quarter[from] <= x - reach) from++;
    let to = from;
    while (to < samples.quarter.length && samples.quarter[to] < x + reach) to++;
    if (to > from) fitted[k] = fitLine(samples, from, to, x, tempo[k]);
  }
  return buildTimeMap(before.quarter, fitted);
}

/** Value at abscissa 0 of the robust line through samples from … to - 1. */
function fitLine(samples: MapSamples, from: number, to: number, x: number, tempo: number): number {
  let level = Number.NaN;
  let slope = 1;
  for (let round = 0; round <= ALIGN.fitReweights; round++) {
    let sw = 0;
    let sx = 0;
    let sy = 0;
    let sxx = 0;
    let sxy = 0;
    for (let k = from; k < to; k++) {
      const a = (samples.quarter[k] - x) * tempo;
      const near = 1 - Math.abs(a) / ALIGN.fitSec;
      let w = near * near * near * samples.weight[k];
      if (round > 0) {
        const r = (samples.sec[k] - level - slope * a) / ALIGN.fitResidualSec;
        w /= 1 + r * r;
      }
      sw += w;
      sx += w * a;
      sy += w * samples.sec[k];
      sxx += w * a * a;
      sxy += w * a * samples.sec[k];
    }
    if (!(sw > 0)) return level;
    const mx = sx / sw;
    const my = sy / sw;
    const ridge = ALIGN.fitRidge;
    slope =
      (sxy / sw - mx * my + ridge * ALIGN.fitSec ** 2 * 0.1) /
      (sxx / sw - mx * mx + ridge * ALIGN.fitSec ** 2 * 0.1);
    level = my - slope * mx;
  }
  return level;
}

/** Make the known values non-decreasing: pool neighbours that run backwards (isotonic regression). */
function rise(sec: Float64Array, known: readonly number[]): void {
  const mean: number[] = [];
  const count: number[] = [];
  for (const i of known) {
    let m = sec[i];
    let c = 1;
    while (mean.length > 0 && mean[mean.length - 1] > m) {
      const pc = count.pop() as number;
      m = (m * c + (mean.pop() as number) * pc) / (c + pc);
      c += pc;
    }
    mean.push(m);
    count.push(c);
  }
  let next = 0;
  mean.forEach((m, block) => {
    for (let k = 0; k < count[block]; k++) sec[known[next++]] = m;
  });
}

/** Seconds per quarter over the first `tempoWindowSec` of the given order of columns. */
function endTempo(quarter: Float64Array, sec: Float64Array, order: readonly number[]): number {
  if (order.length === 0) return DEFAULT_SEC_PER_QUARTER;
  const first = order[0];
  const far =
    order.find((i) => Math.abs(sec[i] - sec[first]) >= ALIGN.tempoWindowSec) ?? order[order.length - 1];
  const slope = (sec[far] - sec[first]) / (quarter[far] - quarter[first]);
  return slope > 0 && Number.isFinite(slope) ? slope : DEFAULT_SEC_PER_QUARTER;
}

function fillHoles(
  quarter: Float64Array,
  sec: Float64Array,
  known: readonly number[],
  head: number,
  tail: number,
): void {
  if (known.length === 0) {
    for (let i = 0; i < sec.length; i++) sec[i] = quarter[i] * DEFAULT_SEC_PER_QUARTER;
    return;
  }
  const first = known[0];
  const last = known[known.length - 1];
  for (let i = 0; i < first; i++) sec[i] = sec[first] + (quarter[i] - quarter[first]) * head;
  for (let i = last + 1; i < sec.length; i++) sec[i] = sec[last] + (quarter[i] - quarter[last]) * tail;
  for (let k = 1; k < known.length; k++) {
    const a = known[k - 1];
    const b = known[k];
    const slope = quarter[b] > quarter[a] ? (sec[b] - sec[a]) / (quarter[b] - quarter[a]) : 0;
    for (let i = a + 1; i < b; i++) sec[i] = sec[a] + (quarter[i] - quarter[a]) * slope;
  }
}
