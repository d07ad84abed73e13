/** Ending brackets: starts paired with stops, neighbours joined into chains ("1." and "2." of one repeat). */
import type { Ending, PlacedMark } from "./repeatPlan.js";

/** Endings that follow each other without a gap, in score order, never empty. */
export type EndingChain = readonly Ending[];

/**
 * Find the endings and join neighbours.
 *
 * @param placed     marks in order of their points
 * @param lastPoint  the end of the score
 */
export function pairEndings(placed: readonly PlacedMark[], lastPoint: number): EndingChain[] {
  const endings = findEndings(placed, lastPoint);
  for (const ending of endings) if (ending.open) extendOpenEnding(ending, placed);
  const forwards = pointsOf(placed, "repeat-forward");
  const chains: Ending[][] = [];
  for (const ending of endings) {
    const chain = chains.at(-1);
    if (chain && continuesChain(chain, ending, forwards)) chain.push(ending);
    else chains.push([ending]);
  }
  for (const chain of chains) numberUnnumbered(chain);
  return chains;
}

function findEndings(placed: readonly PlacedMark[], lastPoint: number): Ending[] {
  const starts = placed.filter(({ mark }) => mark.kind === "ending-start");
  const endings: Ending[] = [];
  for (const { mark, point: from } of starts) {
    if (mark.kind !== "ending-start" || endings.some((e) => e.from === from)) continue;
    const nextStart = starts.find(({ point }) => point > from)?.point ?? Number.POSITIVE_INFINITY;
    const stop = placed.find((p) => p.mark.kind === "ending-stop" && p.point > from && p.point <= nextStart);
    const sign = placed.find((p) => p.mark.kind === "repeat-backward" && p.point > from);
    const to = stop?.point ?? Math.min(nextStart, sign?.point ?? lastPoint);
    const open = stop === undefined || (stop.mark.kind === "ending-stop" && stop.mark.open);
    if (to > from) endings.push({ from, to, numbers: mark.numbers, open });
  }
  return endings;
}

/** A bracket without closing hook reaches on to a repeat sign where the next ending begins. */
function extendOpenEnding(ending: Ending, placed: readonly PlacedMark[]): void {
  const next = placed.find(
    ({ mark, point }) =>
      point >= ending.to &&
      point > ending.from &&
      (mark.kind === "repeat-backward" || mark.kind === "repeat-forward" || mark.kind === "ending-start"),
  );
  if (!next) return;
  const here = placed.filter(({ point }) => point === next.point).map(({ mark }) => mark.kind);
  if (here.includes("repeat-backward") && here.includes("ending-start")) ending.to = next.point;
}

/** A number that comes again at a new forward repeat belongs to the next repeat. */
function continuesChain(chain: readonly Ending[], ending: Ending, forwards: ReadonlySet<number>): boolean {
  if (chain.at(-1)!.to !== ending.from) return false;
  const again = ending.numbers.some((n) => chain.some((e) => e.numbers.includes(n)));
  return !(again && forwards.has(ending.from));
}

function numberUnnumbered(chain: readonly Ending[]): void {
  let highest = 0;
  for (const ending of chain) {
    if (ending.numbers.length === 0) ending.numbers = [highest + 1];
    highest = Math.max(highest, ...ending.numbers);
  }
}

function pointsOf(placed: readonly PlacedMark[], kind: PlacedMark["mark"]["kind"]): ReadonlySet<number> {
  return new Set(placed.filter(({ mark }) => mark.kind === kind).map(({ point }) => point));
}
