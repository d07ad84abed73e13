/** Ending brackets: starts paired with stops, neighbours joined into chains ("1." and "2." of one repeat). */
import type { Ending, PlacedMark } from "./repeatMarks.js";

/** Endings that follow each other without a gap, in score order, never empty. */
export type EndingChain = readonly Ending[];

/**
 * Find the endings and join neighbours.
 *
 * @param placed     marks in order of their points
 * @param lastPoint  the end of the score
 */
export function pairEndings(placed: readonly PlacedMark[], lastPoint: number): EndingChain[] {
  const signs = {
    starts: pointsOf(placed, "ending-start"),
    backwards: pointsOf(placed, "repeat-backward"),
    forwards: pointsOf(placed, "repeat-forward"),
  };
  const endings = findEndings(placed, signs, lastPoint);
  for (const ending of endings) if (ending.open) extendOpenEnding(ending, signs);
  const sets: SignSets = { backwards: new Set(signs.backwards), forwards: new Set(signs.forwards) };
  const chains: Ending[][] = [];
  for (const ending of endings) {
    const chain = chains.at(-1);
    if (chain && continuesChain(chain, ending, sets)) chain.push(ending);
    else chains.push([ending]);
  }
  for (const chain of chains) numberUnnumbered(chain);
  return chains;
}

/** Points of the signs that bound endings, ascending. */
interface SignPoints {
  readonly starts: readonly number[];
  readonly backwards: readonly number[];
  readonly forwards: readonly number[];
}

interface SignSets {
  readonly backwards: ReadonlySet<number>;
  readonly forwards: ReadonlySet<number>;
}

function pointsOf(placed: readonly PlacedMark[], kind: PlacedMark["mark"]["kind"]): number[] {
  return placed.filter(({ mark }) => mark.kind === kind).map(({ point }) => point);
}

/** A bracket runs to its stop; without one to the next ending or repeat sign. */
function findEndings(placed: readonly PlacedMark[], signs: SignPoints, lastPoint: number): Ending[] {
  const stops = placed.flatMap(({ mark, point }) => (mark.kind === "ending-stop" ? [{ mark, point }] : []));
  const stopPoints = stops.map(({ point }) => point);
  const endings: Ending[] = [];
  for (const { mark, point: from } of placed) {
    if (mark.kind !== "ending-start" || endings.at(-1)?.from === from) continue;
    const nextStart = signs.starts[firstFrom(signs.starts, from + 1)] ?? lastPoint;
    const stop = stops[firstFrom(stopPoints, from + 1)];
    const sign = signs.backwards[firstFrom(signs.backwards, from + 1)] ?? lastPoint;
    const isClosed = stop !== undefined && stop.point <= nextStart;
    const to = isClosed ? stop.point : Math.min(nextStart, sign);
    if (to > from) endings.push({ from, to, numbers: mark.numbers, open: !isClosed || stop.mark.open });
  }
  return endings;
}

/** A bracket without closing hook reaches on to a repeat sign where the next ending begins. */
function extendOpenEnding(ending: Ending, { starts, backwards, forwards }: SignPoints): void {
  const [start, backward, forward] = [starts, backwards, forwards].map(
    (points) => points[firstFrom(points, ending.to)] ?? Number.POSITIVE_INFINITY,
  );
  if (backward === start && backward <= forward && Number.isFinite(start)) ending.to = start;
}

/** Index of the first point at or behind `point`; the length if there is none. */
function firstFrom(points: readonly number[], point: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle] < point) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A number that comes again belongs to the next repeat, if one begins here or the ending before leads on. */
function continuesChain(chain: readonly Ending[], ending: Ending, begins: SignSets): boolean {
  if (chain.at(-1)!.to !== ending.from) return false;
  const again = ending.numbers.some((n) => chain.some((e) => e.numbers.includes(n)));
  return !again || (begins.backwards.has(ending.from) && !begins.forwards.has(ending.from));
}

function numberUnnumbered(chain: readonly Ending[]): void {
  let highest = 0;
  for (const ending of chain) {
    if (ending.numbers.length === 0) ending.numbers = [highest + 1];
    highest = Math.max(highest, ...ending.numbers);
  }
}
