/** Movements written one after the other in one file. */
import type { Score } from "../core/score.js";

/**
 * Measures that begin a movement, ascending; the first is 0. MusicXML has no sign for it: the printed measure numbers
 * start again at 1 (or at a pickup 0 that is followed by 1). Where a forward repeat before and a backward repeat after
 * the place belong together, it is no new movement.
 *
 * Each movement has its own da capo, Fine and coda, and no repeat reaches back over its start.
 */
export function findMovements(score: Score): number[] {
  const starts = score.measures.length > 0 ? [0] : [];
  const numbered = score.measures.filter((m) => /^\d+$/.test(m.number));
  const repeats = score.structure.filter((m) => m.kind === "repeat-forward" || m.kind === "repeat-backward");
  let next = 0;
  for (let i = 1; i < numbered.length; i++) {
    const { index, number } = numbered[i];
    while (next < repeats.length && repeats[next].measureIndex < index) next++;
    const isRestart = number === "1" || (number === "0" && numbered[i + 1]?.number === "1");
    const isInsideRepeat =
      repeats[next - 1]?.kind === "repeat-forward" && repeats[next]?.kind === "repeat-backward";
    if (isRestart && Number(numbered[i - 1].number) >= 2 && !isInsideRepeat) starts.push(index);
  }
  return starts;
}
