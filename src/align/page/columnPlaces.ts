/** Where the moments of a cell lie along the line. */
import { median } from "../../core/median.js";

/**
 * Predict a place for every moment: the median of the heads known to belong to it, never running backwards; between known
 * moments evenly, and so to the ends of the cell.
 *
 * @param places  of known heads, by moment
 * @param width   of the cell; same unit as the places
 * @returns       a place for each moment, ascending
 */
export function predictColumns(places: readonly (readonly number[])[], width: number): Float64Array {
  const known: { time: number; place: number }[] = [];
  poolMedians(places).forEach((place, time) => {
    if (place !== null) known.push({ time, place });
  });
  const result = new Float64Array(places.length);
  const ends = [{ time: -1, place: Math.min(0, known[0]?.place ?? 0) }, ...known];
  ends.push({ time: places.length, place: Math.max(width, known.at(-1)?.place ?? 0) });
  for (let k = 0; k + 1 < ends.length; k++) {
    const [from, to] = [ends[k], ends[k + 1]];
    for (let time = Math.max(0, from.time); time < to.time; time++) {
      result[time] = from.place + ((to.place - from.place) * (time - from.time)) / (to.time - from.time);
    }
  }
  return result;
}

/** Medians made monotone: neighbours that run backwards get their common mean (pool adjacent violators). */
function poolMedians(places: readonly (readonly number[])[]): (number | null)[] {
  const blocks: { times: number[]; sum: number; weight: number }[] = [];
  places.forEach((own, time) => {
    if (own.length === 0) return;
    blocks.push({ times: [time], sum: median(own) * own.length, weight: own.length });
    while (blocks.length > 1) {
      const [a, b] = [blocks[blocks.length - 2], blocks[blocks.length - 1]];
      if (a.sum / a.weight <= b.sum / b.weight) break;
      blocks.splice(-2, 2, {
        times: [...a.times, ...b.times],
        sum: a.sum + b.sum,
        weight: a.weight + b.weight,
      });
    }
  });
  const result: (number | null)[] = places.map(() => null);
  for (const { times, sum, weight } of blocks) for (const time of times) result[time] = sum / weight;
  return result;
}
