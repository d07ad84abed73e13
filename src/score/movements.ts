/** Movements written one after the other in one file. */
import type { Score, StructureMark } from "../core/score.js";

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
  for (let i = 1; i < numbered.length; i++) {
    const number = Number(numbered[i].number);
    const isRestart = number === 1 || (number === 0 && numbered[i + 1]?.number === "1");
    if (!isRestart || Number(numbered[i - 1].number) < 2) continue;
    if (!isInsideRepeat(score.structure, numbered[i].index)) starts.push(numbered[i].index);
  }
  return starts;
}

function isInsideRepeat(structure: readonly StructureMark[], measureIndex: number): boolean {
  const repeats = structure.filter((m) => m.kind === "repeat-forward" || m.kind === "repeat-backward");
  const next = repeats.findIndex((m) => m.measureIndex >= measureIndex);
  return next > 0 && repeats[next - 1].kind === "repeat-forward" && repeats[next].kind === "repeat-backward";
}
