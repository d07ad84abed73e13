/**
 * The local map from score onsets to seconds: a robust line through the matched notes around each onset.
 *
 * Abscissa is score distance times a tempo measured over a longer window, so the slope is near 1 and
 * may be pulled towards it; residuals are weighted down twice (Cauchy), notes with a close neighbour of
 * the same pitch count little: they must not vote on the map that decides about them.
 *
 * @source  Cleveland, LOWESS (1979) for the idea of robust local lines; constants by measurement
 */
import { lastAtOrBefore } from "../core/sortedSearch.js";
import { ALIGN } from "./alignConstants.js";

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
  const filled = sec.slice();
  const known = new Int32Array(sec.length);
  let count = 0;
  for (let i = 0; i < sec.length; i++) if (Number.isFinite(sec[i])) known[count++] = i;
  const at = known.subarray(0, count);
  rise(filled, at);
  const head = endTempo(quarter, filled, at, 1);
  const tail = endTempo(quarter, filled, at, -1);
  fillHoles(quarter, filled, at, head, tail);
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

/**
 * Fit the map anew through matched notes: at columns at least `ALIGN.knotSec` apart, linear in between.
 *
 * @cost knots × notes within ±`ALIGN.fitSec`
 */
export function fitTimeMap(before: TimeMap, samples: MapSamples): TimeMap {
  const tempo = localTempo(before, ALIGN.fitTempoSec);
  const line = new LocalLine(samples);
  const { quarter, sec } = before;
  const count = quarter.length;
  const fitted = new Float64Array(count).fill(Number.NaN);
  let knot = Number.NEGATIVE_INFINITY;
  let from = 0;
  for (let k = 0; k < count; k++) {
    if (sec[k] - knot < ALIGN.knotSec && k + 1 < count) continue;
    knot = sec[k];
    const reach = ALIGN.fitSec / tempo[k];
    const x = quarter[k];
    while (from > 0 && samples.quarter[from - 1] > x - reach) from--;
    while (from < samples.quarter.length && samples.quarter[from] <= x - reach) from++;
    fitted[k] = line.fit(from, x, reach, tempo[k]);
  }
  return buildTimeMap(quarter, fitted);
}

/** The robust line through the samples around a position, fitted in the same memory again and again. */
class LocalLine {
  readonly #samples: MapSamples;
  /** Of the samples in reach: distance from the position (seconds at its tempo), and weight. */
  readonly #x: Float64Array;
  readonly #weight: Float64Array;

  constructor(samples: MapSamples) {
    this.#samples = samples;
    this.#x = new Float64Array(samples.quarter.length);
    this.#weight = new Float64Array(samples.quarter.length);
  }

  /** Seconds at position `x` of the line through the samples from `from` to `x + reach`; NaN if there are none. */
  fit(from: number, x: number, reach: number, tempo: number): number {
    const { quarter, sec, weight } = this.#samples;
    const { fitSec, fitRidge, fitReweights, fitResidualSec } = ALIGN;
    const ridge = 0.1 * fitRidge * fitSec * fitSec;
    const xs = this.#x;
    const ws = this.#weight;
    const end = x + reach;
    let sw = 0;
    let sx = 0;
    let sy = 0;
    let sxx = 0;
    let sxy = 0;
    let at = Number.NaN; // the notes of a chord are as near as its first
    let a = 0;
    let nearness = 0;
    let to = from;
    for (; to < quarter.length && quarter[to] < end; to++) {
      if (quarter[to] !== at) {
        at = quarter[to];
        a = (at - x) * tempo;
        const near = 1 - (a < 0 ? -a : a) / fitSec;
        nearness = near * near * near;
      }
      const w = nearness * weight[to];
      xs[to] = a;
      ws[to] = w;
      const wa = w * a;
      sw += w;
      sx += wa;
      sy += w * sec[to];
      sxx += wa * a;
      sxy += wa * sec[to];
    }
    let level = Number.NaN;
    for (let round = 0; sw > 0; round++) {
      const mx = sx / sw;
      const my = sy / sw;
      const slope = (sxy / sw - mx * my + ridge) / (sxx / sw - mx * mx + ridge);
      level = my - slope * mx;
      if (round === fitReweights) break;
      sw = sx = sy = sxx = sxy = 0;
      for (let k = from; k < to; k++) {
        a = xs[k];
        const b = sec[k];
        const r = (b - level - slope * a) / fitResidualSec;
        const w = ws[k] / (1 + r * r);
        const wa = w * a;
        sw += w;
        sx += wa;
        sy += w * b;
        sxx += wa * a;
        sxy += wa * b;
      }
    }
    return level;
  }
}

/** Make the known values non-decreasing: pool neighbours that run backwards (isotonic regression). */
function rise(sec: Float64Array, known: Int32Array): void {
  const mean = new Float64Array(known.length);
  const size = new Int32Array(known.length);
  let blocks = 0;
  for (let k = 0; k < known.length; k++) {
    let m = sec[known[k]];
    let c = 1;
    while (blocks > 0 && mean[blocks - 1] > m) {
      blocks--;
      m = (m * c + mean[blocks] * size[blocks]) / (c + size[blocks]);
      c += size[blocks];
    }
    mean[blocks] = m;
    size[blocks++] = c;
  }
  let next = 0;
  for (let block = 0; block < blocks; block++) {
    for (let k = 0; k < size[block]; k++) sec[known[next++]] = mean[block];
  }
}

/** Seconds per quarter over the last `tempoWindowSec` of one end: the first columns (`step` 1) or the last (-1). */
function endTempo(quarter: Float64Array, sec: Float64Array, known: Int32Array, step: 1 | -1): number {
  if (known.length === 0) return DEFAULT_SEC_PER_QUARTER;
  const first = step > 0 ? 0 : known.length - 1;
  const last = known.length - 1 - first;
  const edge = known[first];
  let k = first;
  while (k !== last && Math.abs(sec[known[k]] - sec[edge]) < ALIGN.tempoWindowSec) k += step;
  const slope = (sec[known[k]] - sec[edge]) / (quarter[known[k]] - quarter[edge]);
  return slope > 0 && Number.isFinite(slope) ? slope : DEFAULT_SEC_PER_QUARTER;
}

function fillHoles(
  quarter: Float64Array,
  sec: Float64Array,
  known: Int32Array,
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
