/** Which part of the new edition is which part of the old one. */
import { compareNumbered, type Edition } from "./heads.js";

/** What a shared name, and a shared ID, weigh against the share of common notes (0–1). */
const NAME_WEIGHT = 0.3;
const ID_WEIGHT = 0.15;
/** Less in common, and the parts are strangers. */
const MIN_LIKENESS = 0.3;
/** Enough for the last part that is left on either side. */
const MIN_LAST_LIKENESS = 0.1;

interface Candidate {
  readonly oldPart: number;
  readonly newPart: number;
  readonly likeness: number;
}

/**
 * Pair parts one to one: by what they play, then by name and ID. Two scores of one part each are always paired.
 *
 * @returns  the new part of each old one, or -1
 * @cost     notes, and old parts times new parts
 */
export function pairParts(old: Edition<unknown>, fresh: Edition<unknown>): Int32Array {
  const partner = new Int32Array(old.parts.length).fill(-1);
  const takenNew = new Set<number>();
  const candidates = rankCandidates(old, fresh);
  const take = ({ oldPart, newPart }: Candidate) => {
    partner[oldPart] = newPart;
    takenNew.add(newPart);
  };
  const isOpen = ({ oldPart, newPart }: Candidate) => partner[oldPart] < 0 && !takenNew.has(newPart);
  for (const candidate of candidates) {
    if (candidate.likeness >= MIN_LIKENESS && isOpen(candidate)) take(candidate);
  }
  const left = candidates.filter(isOpen);
  const isAlone = old.parts.length === 1 && fresh.parts.length === 1;
  if (left.length === 1 && (isAlone || left[0].likeness >= MIN_LAST_LIKENESS)) take(left[0]);
  return partner;
}

/** Likest first; of equals the ones at the same place of the part list. */
function rankCandidates(old: Edition<unknown>, fresh: Edition<unknown>): Candidate[] {
  const shared = countShared(old, fresh);
  const [oldSizes, newSizes] = [partSizes(old), partSizes(fresh)];
  const candidates: Candidate[] = [];
  old.parts.forEach((a, oldPart) => {
    fresh.parts.forEach((b, newPart) => {
      const notes = oldSizes[oldPart] + newSizes[newPart];
      const common = notes === 0 ? 0 : (2 * shared[oldPart * fresh.parts.length + newPart]) / notes;
      const likeness = common + (a.name === b.name ? NAME_WEIGHT : 0) + (a.id === b.id ? ID_WEIGHT : 0);
      candidates.push({ oldPart, newPart, likeness });
    });
  });
  const distance = (c: Candidate) => Math.abs(c.oldPart - c.newPart);
  return candidates.sort(
    (a, b) =>
      b.likeness - a.likeness ||
      distance(a) - distance(b) ||
      compareNumbered(old.parts[a.oldPart].id, old.parts[b.oldPart].id) ||
      a.newPart - b.newPart,
  );
}

/** Notes of equal content that each old part shares with each new one; row by row. */
function countShared(old: Edition<unknown>, fresh: Edition<unknown>): Float64Array {
  const shared = new Float64Array(old.parts.length * fresh.parts.length);
  const newCounts = countContents(fresh);
  for (const [content, oldParts] of countContents(old)) {
    for (const [oldPart, a] of oldParts) {
      for (const [newPart, b] of newCounts.get(content) ?? []) {
        shared[oldPart * fresh.parts.length + newPart] += Math.min(a, b);
      }
    }
  }
  return shared;
}

function countContents(edition: Edition<unknown>): Map<number, Map<number, number>> {
  const counts = new Map<number, Map<number, number>>();
  for (const { content, partIndex } of edition.heads) {
    let parts = counts.get(content);
    if (!parts) {
      parts = new Map();
      counts.set(content, parts);
    }
    parts.set(partIndex, (parts.get(partIndex) ?? 0) + 1);
  }
  return counts;
}

function partSizes(edition: Edition<unknown>): Float64Array {
  const sizes = new Float64Array(edition.parts.length);
  for (const { partIndex } of edition.heads) sizes[partIndex]++;
  return sizes;
}
