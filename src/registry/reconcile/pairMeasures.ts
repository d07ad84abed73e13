/** Which measure of the new edition is which measure of the old one: never backwards, by what all parts play. */
import { type Edition, Numbering } from "./heads.js";
import { heaviestChain, type WeightedPair } from "./heaviestChain.js";
import { type MeasureLine, measureLine } from "./measureLine.js";
import { pairAlike } from "./pairAlike.js";

/** Work that one gap may cost: measure pairs times notes per measure. */
const GAP_WORK = 4_000_000;

/** Both editions' measures, and the pairs found so far. */
interface Pairing {
  readonly old: MeasureLine;
  readonly fresh: MeasureLine;
  readonly partner: Int32Array;
}

/** A stretch of measures on either side, from inclusive, to exclusive. */
interface Gap {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/**
 * Pair measures. Equal ones at both ends are paired first; a short gap is then solved for the most notes in common, a
 * long one is cut at cells (one part's share of a measure) that either side has once, or else searched near its diagonal.
 *
 * @param partOf  the new part of each old one, or -1; other parts have no say
 * @returns       the new measure of each old one, or -1; those that are not -1 grow
 * @cost          about n log n in notes; bounded in each gap
 */
export function pairMeasures(old: Edition<unknown>, fresh: Edition<unknown>, partOf: Int32Array): Int32Array {
  const newPartPair = new Int32Array(fresh.parts.length).fill(-1);
  const oldPartPair = partOf.map((newPart, oldPart) => {
    if (newPart >= 0) newPartPair[newPart] = oldPart;
    return newPart >= 0 ? oldPart : -1;
  });
  const numbering = new Numbering();
  const pairing: Pairing = {
    old: measureLine(old, oldPartPair, numbering),
    fresh: measureLine(fresh, newPartPair, numbering),
    partner: new Int32Array(old.measureCount).fill(-1),
  };
  const gaps: Gap[] = [{ oldFrom: 0, oldTo: old.measureCount, newFrom: 0, newTo: fresh.measureCount }];
  for (let gap = gaps.pop(); gap; gap = gaps.pop()) gaps.push(...solveGap(pairing, trimGap(pairing, gap)));
  return pairing.partner;
}

/** Pair equal measures at both ends; what is left between. */
function trimGap({ old, fresh, partner }: Pairing, gap: Gap): Gap {
  let { oldFrom, oldTo, newFrom, newTo } = gap;
  while (oldFrom < oldTo && newFrom < newTo && old.whole[oldFrom] === fresh.whole[newFrom])
    partner[oldFrom++] = newFrom++;
  while (oldFrom < oldTo && newFrom < newTo && old.whole[oldTo - 1] === fresh.whole[newTo - 1])
    partner[--oldTo] = --newTo;
  return { oldFrom, oldTo, newFrom, newTo };
}

/** Solve a gap, or cut it: the gaps that are left. */
function solveGap(pairing: Pairing, gap: Gap): Gap[] {
  const { old, fresh, partner } = pairing;
  const [rows, columns] = [gap.oldTo - gap.oldFrom, gap.newTo - gap.newFrom];
  if (rows === 0 || columns === 0) return [];
  const notes = Math.max(meanNotes(old, gap.oldFrom, gap.oldTo), meanNotes(fresh, gap.newFrom, gap.newTo));
  const cellLimit = GAP_WORK / (1 + notes);
  if (rows * columns > cellLimit) {
    const cuts = uniqueCells(pairing, gap);
    if (cuts) return cutGap(pairing, gap, cuts);
  }
  for (const [i, j] of pairAlike(old, fresh, gap, cellLimit)) partner[i] = j;
  return [];
}

function cutGap({ partner }: Pairing, gap: Gap, cuts: readonly (readonly [number, number])[]): Gap[] {
  const gaps: Gap[] = [];
  let { oldFrom, newFrom } = gap;
  for (const [i, j] of cuts) {
    partner[i] = j;
    gaps.push({ oldFrom, oldTo: i, newFrom, newTo: j });
    [oldFrom, newFrom] = [i + 1, j + 1];
  }
  gaps.push({ oldFrom, oldTo: gap.oldTo, newFrom, newTo: gap.newTo });
  return gaps;
}

/** The heaviest chain of measures that share cells found once on either side. */
function uniqueCells({ old, fresh }: Pairing, gap: Gap): [number, number][] | null {
  const inOld = findSingles(old, gap.oldFrom, gap.oldTo);
  const inNew = findSingles(fresh, gap.newFrom, gap.newTo);
  const votes = new Map<string, WeightedPair & { weight: number }>();
  for (const [signature, { measure: i, notes }] of inOld) {
    const j = inNew.get(signature)?.measure ?? -1;
    if (i < 0 || j < 0) continue;
    const vote = votes.get(`${i} ${j}`);
    if (vote) vote.weight += notes;
    else votes.set(`${i} ${j}`, { i, j, weight: notes });
  }
  if (votes.size === 0) return null;
  return heaviestChain([...votes.values()]).map(({ i, j }) => [i, j]);
}

/** Where each cell of a stretch stands that occurs once; -1 for those that occur more often. */
function findSingles(line: MeasureLine, from: number, to: number) {
  const singles = new Map<number, { measure: number; notes: number }>();
  for (let measure = from; measure < to; measure++) {
    for (const { signature, notes } of line.cells[measure]) {
      const known = singles.get(signature);
      if (known) known.measure = -1;
      else singles.set(signature, { measure, notes });
    }
  }
  return singles;
}

function meanNotes(line: MeasureLine, from: number, to: number): number {
  let notes = 0;
  for (let measure = from; measure < to; measure++) notes += line.contents[measure].length;
  return notes / (to - from);
}
