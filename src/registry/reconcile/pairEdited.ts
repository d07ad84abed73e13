/** Notes of one measure that an edit has changed: another length, another pitch, another place in the measure. */

import { type HeadPairs, type LaneNames, pairByKey } from "./headPairs.js";
import type { Head } from "./heads.js";
import { type CellPair, pairSameNotes } from "./pairCells.js";

/** Larger groups are paired in order rather than by nearness. */
const MAX_GROUP = 40;
/** Without one common note, a measure has been edited, not replaced, if this share of it has the old rhythm. */
const MIN_SAME_RHYTHM = 0.5;

/**
 * Pair the notes of a cell, surest first: the same; the same but for its length; the same place, another pitch; the same
 * pitch, another place.
 */
export function pairEditedCell(pairs: HeadPairs, lanes: LaneNames, cell: CellPair): void {
  const { old, fresh } = cell;
  pairSameNotes(pairs, lanes, old, fresh);
  const placeInVoice = (h: Head<unknown>, lane: { staff: number; voice: string }) =>
    `${h.measureQuarter}|${h.graceOrder !== null}|${lane.staff}|${lane.voice}`;
  const place = (h: Head<unknown>) => `${h.measureQuarter}|${h.graceOrder !== null}`;
  pairByKey(
    pairs,
    old,
    fresh,
    (h) => `${h.sound}|${placeInVoice(h, lanes.nameOf(h))}`,
    (h) => `${h.sound}|${placeInVoice(h, h)}`,
  );
  pairByKey(pairs, old, fresh, (h) => `${h.sound}|${h.measureQuarter}`);
  if (isEdited(pairs, cell)) {
    pairNearest(
      pairs,
      cell,
      (h) => placeInVoice(h, lanes.nameOf(h)),
      (h) => placeInVoice(h, h),
      pitchDistance,
    );
    pairNearest(pairs, cell, place, place, pitchDistance);
  }
  const inVoice = (h: Head<unknown>, lane: { staff: number; voice: string }) =>
    `${h.sound}|${lane.staff}|${lane.voice}`;
  pairNearest(
    pairs,
    cell,
    (h) => inVoice(h, lanes.nameOf(h)),
    (h) => inVoice(h, h),
    placeDistance,
  );
  pairNearest(
    pairs,
    cell,
    (h) => h.sound,
    (h) => h.sound,
    placeDistance,
  );
}

/** Is this the old measure with other pitches, rather than another measure in its place? */
function isEdited(pairs: HeadPairs, { old, fresh }: CellPair): boolean {
  if (old.some((head) => pairs.newOf[head] >= 0)) return true;
  const rhythms = new Map<number, number>();
  for (const head of fresh) {
    const { rhythm } = pairs.fresh.heads[head];
    rhythms.set(rhythm, (rhythms.get(rhythm) ?? 0) + 1);
  }
  let same = 0;
  for (const head of old) {
    const { rhythm } = pairs.old.heads[head];
    const left = rhythms.get(rhythm) ?? 0;
    if (left > 0) same++;
    rhythms.set(rhythm, left - 1);
  }
  return same >= MIN_SAME_RHYTHM * Math.max(old.length, fresh.length);
}

/** Of notes at one place: an equal length counts more than a near pitch. */
function pitchDistance(a: Head<unknown>, b: Head<unknown>): number {
  return Math.abs(a.pitch.midi - b.pitch.midi) + (a.durationQuarter === b.durationQuarter ? 0 : 200);
}

function placeDistance(a: Head<unknown>, b: Head<unknown>): number {
  return Math.abs(a.atQuarter - b.atQuarter) + (a.durationQuarter === b.durationQuarter ? 0 : 0.001);
}

/** Within each group of open heads with equal keys, pair the nearest first. */
function pairNearest(
  pairs: HeadPairs,
  cell: CellPair,
  oldKey: (head: Head<unknown>) => string,
  newKey: (head: Head<unknown>) => string,
  distance: (a: Head<unknown>, b: Head<unknown>) => number,
): void {
  const oldGroups = groupHeads(pairs.openOld(cell.old), pairs.old.heads, oldKey);
  if (oldGroups.size === 0) return;
  const newGroups = groupHeads(pairs.openNew(cell.fresh), pairs.fresh.heads, newKey);
  for (const [key, olds] of oldGroups) {
    const news = newGroups.get(key) ?? [];
    const isLarge = olds.length > MAX_GROUP || news.length > MAX_GROUP;
    const candidates = olds.flatMap((a, i) =>
      (isLarge ? news.slice(i, i + 1) : news).map((b) => ({
        a,
        b,
        far: isLarge ? 0 : distance(pairs.old.heads[a], pairs.fresh.heads[b]),
      })),
    );
    candidates.sort((x, y) => x.far - y.far || x.a - y.a || x.b - y.b);
    for (const { a, b } of candidates) if (pairs.newOf[a] < 0 && pairs.oldOf[b] < 0) pairs.pair(a, b);
  }
}

function groupHeads(
  indices: readonly number[],
  heads: readonly Head<unknown>[],
  keyOf: (head: Head<unknown>) => string,
): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const index of indices) {
    const key = keyOf(heads[index]);
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  }
  return groups;
}
