/** All intervals between bar lines, through all systems and pages, with the heads that stand in them. */
import type { BarInterval, Candidate, DrawnSystem, PageGeometry } from "./pageGeometry.js";

export interface DrawnBar {
  /** Number through all systems, in reading order. */
  readonly index: number;
  readonly system: DrawnSystem;
  /** Number in its system. */
  readonly place: number;
  readonly interval: BarInterval;
  readonly heads: readonly Candidate[];
}

/**
 * @param order     systems in reading order
 * @param isHead    which candidates count
 */
export function listBars(
  geometry: PageGeometry,
  order: readonly DrawnSystem[],
  isHead: (candidate: Candidate) => boolean,
): DrawnBar[] {
  const heads = new Map<number, Candidate[][]>();
  for (const { index, intervals } of order) {
    heads.set(
      index,
      intervals.map(() => []),
    );
  }
  for (const candidate of geometry.candidates) {
    if (isHead(candidate)) heads.get(candidate.system)?.[candidate.interval]?.push(candidate);
  }
  const bars: DrawnBar[] = [];
  for (const system of order) {
    system.intervals.forEach((interval, place) => {
      bars.push({ index: bars.length, system, place, interval, heads: heads.get(system.index)![place] });
    });
  }
  return bars;
}
