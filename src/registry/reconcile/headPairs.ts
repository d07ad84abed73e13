/** The noteheads paired so far, one to one, and how voices and staves are called on either side. */
import { compareNumbered, type Edition, type Head } from "./heads.js";

export class HeadPairs {
  /** By old head: the new one, or -1. */
  readonly newOf: Int32Array;
  /** By new head: the old one, or -1. */
  readonly oldOf: Int32Array;

  constructor(
    readonly old: Edition<string>,
    readonly fresh: Edition<number>,
    /** The new part of each old one, or -1. */
    readonly newPartOf: Int32Array,
    /** The new measure of each old one, or -1. */
    readonly newMeasureOf: Int32Array,
  ) {
    this.newOf = new Int32Array(old.heads.length).fill(-1);
    this.oldOf = new Int32Array(fresh.heads.length).fill(-1);
  }

  pair(oldHead: number, newHead: number): void {
    this.newOf[oldHead] = newHead;
    this.oldOf[newHead] = oldHead;
  }

  openOld(heads: readonly number[]): number[] {
    return heads.filter((head) => this.newOf[head] < 0);
  }

  openNew(heads: readonly number[]): number[] {
    return heads.filter((head) => this.oldOf[head] < 0);
  }
}

export type KeyOf = (head: Head<unknown>) => number | string;

/** Pair open heads of equal keys, in their order. */
export function pairByKey(
  pairs: HeadPairs,
  oldHeads: readonly number[],
  newHeads: readonly number[],
  oldKey: KeyOf,
  newKey: KeyOf = oldKey,
): void {
  const waiting = new Map<number | string, number[]>();
  for (const head of pairs.openNew(newHeads)) {
    const key = newKey(pairs.fresh.heads[head]);
    const queue = waiting.get(key);
    if (queue) queue.push(head);
    else waiting.set(key, [head]);
  }
  if (waiting.size === 0) return;
  for (const queue of waiting.values()) queue.reverse();
  for (const head of pairs.openOld(oldHeads)) {
    const found = waiting.get(oldKey(pairs.old.heads[head]))?.pop();
    if (found !== undefined) pairs.pair(head, found);
  }
}

/** A staff and voice of a part. */
export interface Lane {
  readonly staff: number;
  readonly voice: string;
}

/**
 * What each staff and voice of an old part is called in the new edition: programs number voices as they like, so a voice
 * whose notes nearly all bear another number has been renamed.
 */
export class LaneNames {
  private readonly names: ReadonlyMap<string, Lane>;

  /** @param sames  pairs of heads that are surely the same note */
  constructor(sames: Iterable<readonly [old: Head<unknown>, fresh: Head<unknown>]>) {
    const votes = new Map<string, { old: Head<unknown>; fresh: Head<unknown>; count: number }>();
    for (const [old, fresh] of sames) {
      const key = `${laneKey(old)} > ${laneKey(fresh)}`;
      const vote = votes.get(key);
      if (vote) vote.count++;
      else votes.set(key, { old, fresh, count: 1 });
    }
    const ranked = [...votes.values()].sort(
      (a, b) =>
        b.count - a.count ||
        Number(isSameLane(b.old, b.fresh)) - Number(isSameLane(a.old, a.fresh)) ||
        compareLanes(a.old, b.old) ||
        compareLanes(a.fresh, b.fresh),
    );
    const names = new Map<string, Lane>();
    const given = new Set<string>();
    for (const { old, fresh } of ranked) {
      if (names.has(laneKey(old)) || given.has(laneKey(fresh))) continue;
      names.set(laneKey(old), fresh);
      given.add(laneKey(fresh));
    }
    this.names = names;
  }

  /** Staff and voice under which an old head is to be looked for. */
  nameOf(old: Head<unknown>): Lane {
    return this.names.get(laneKey(old)) ?? old;
  }
}

function laneKey({ partIndex, staff, voice }: Head<unknown>): string {
  return `${partIndex}|${staff}|${voice}`;
}

function isSameLane(a: Lane, b: Lane): boolean {
  return a.staff === b.staff && a.voice === b.voice;
}

function compareLanes(a: Head<unknown>, b: Head<unknown>): number {
  return a.partIndex - b.partIndex || a.staff - b.staff || compareNumbered(a.voice, b.voice);
}
