/** Several notes on one spot: which head is whose. */
import type { ClusterMeanings } from "./cellContents.js";
import type { ExpectedNote } from "./expectedHeads.js";
import type { HeadStems } from "./headStems.js";
import type { Candidate } from "./pageGeometry.js";
import { SOLVER } from "./solverConstants.js";

export interface UnisonAnswer {
  /** Number of the head of each note. */
  readonly headOf: readonly number[];
  readonly cost: number;
  /** How much dearer the next best answer is. */
  readonly gap: number;
}

/** More ways than this are not tried: the first notes get the first heads. */
const MAX_WAYS = 5000;

/**
 * Give each note of a group one of its heads, every head at least once: by class, size, and the stem that goes the way of
 * the note's voice. Left and right prove nothing, for programs put the head of the upper voice on either side; of equal
 * answers the one is taken that has notes and heads in the same order.
 *
 * @param heads  from left to right
 */
export function assignUnison(
  notes: readonly ExpectedNote[],
  heads: readonly Candidate[],
  meanings: ClusterMeanings,
  stems: HeadStems,
): UnisonAnswer {
  const ways = heads.length ** notes.length;
  if (heads.length === 1 || ways > MAX_WAYS) {
    return {
      headOf: notes.map((_, k) => Math.min(k, heads.length - 1)),
      cost: 0,
      gap: ways > 1 ? 0 : Infinity,
    };
  }
  const stemWays = waysOf(notes);
  const costs = notes.map((note, n) => heads.map((head) => costOf(note, stemWays[n], head, meanings, stems)));
  let best: UnisonAnswer = { headOf: [], cost: Infinity, gap: 0 };
  const last = notes.length - 1;
  for (let way = 0; way < ways; way++) {
    const headOf = notes.map((_, n) => Math.floor(way / heads.length ** (last - n)) % heads.length);
    if (new Set(headOf).size < heads.length) continue;
    const cost = headOf.reduce((sum, head, n) => sum + costs[n][head], 0);
    if (cost < best.cost) best = { headOf, cost, gap: best.cost - cost };
    else best = { ...best, gap: Math.min(best.gap, cost - best.cost) };
  }
  return best;
}

/** Where no stem is prescribed, the first voice goes up and the others down. */
export function waysOf(notes: readonly ExpectedNote[]): ("up" | "down" | null)[] {
  const first = Math.min(...notes.map((note) => note.voice));
  const isAlone = notes.every((note) => note.voice === first);
  return notes.map(({ stem, voice }) => {
    if (stem !== null) return stem === "none" ? null : stem;
    if (isAlone) return null;
    return voice === first ? "up" : "down";
  });
}

function costOf(
  note: ExpectedNote,
  way: "up" | "down" | null,
  head: Candidate,
  meanings: ClusterMeanings,
  stems: HeadStems,
): number {
  const meaning = meanings.get(head.cluster);
  let cost = 0;
  if (meaning !== undefined && meaning.headClass !== note.headClass) cost += SOLVER.unisonClassCost;
  if (meaning !== undefined && meaning.small !== note.small) cost += SOLVER.unisonSizeCost;
  if (way === null) return cost;
  const stem = stems.stemThatGoes(way, head);
  const distance = Math.min(stem?.distanceSpace ?? Infinity, SOLVER.unisonStemMax);
  return cost + SOLVER.unisonStemCost * distance;
}
