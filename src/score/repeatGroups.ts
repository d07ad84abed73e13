/** Which stretch each repeat sign repeats, and which endings belong to it. */
import type { EndingChain } from "./endingChains.js";
import type { PlacedMark, PointMarks, RepeatGroup } from "./repeatMarks.js";

/**
 * Pairs each backward repeat with its start: the innermost open forward repeat, else the end of the last
 * repeated section, else the start of the movement. Signs are given in order of their points.
 */
export class RepeatPairing {
  readonly groups: RepeatGroup[] = [];
  private readonly groupOfChain = new Map<EndingChain, RepeatGroup>();
  private readonly chainEndingAt = new Map<number, EndingChain>();
  private readonly openStarts: number[] = [];
  private sectionStart = 0;
  private movement = 0;

  constructor(
    chains: readonly EndingChain[],
    private readonly marks: readonly PointMarks[],
    private readonly movements: readonly number[],
  ) {
    for (const chain of chains) for (const ending of chain) this.chainEndingAt.set(ending.to, chain);
  }

  open(point: number): void {
    this.enterMovement(point + 1);
    if (this.openStarts.at(-1) !== point) this.openStarts.push(point);
  }

  close(point: number, times: number, afterJump: boolean): void {
    this.enterMovement(point);
    const chain = this.chainEndingHere(point);
    const known = chain && this.groupOfChain.get(chain);
    if (known) {
      known.afterJump ||= afterJump;
      this.repeatFrom(point, known);
      return;
    }
    if (this.marks[point].backward.length > 0) return; // the same sign in a second part
    const start = this.openStarts.pop() ?? this.sectionStart;
    if (this.openStarts.length === 0) this.sectionStart = chain ? chain.at(-1)!.to : point;
    if (start >= point) return;
    const group = newGroup(start, point, Math.max(1, times), afterJump);
    if (chain) {
      this.groupOfChain.set(chain, group);
      adoptChain(group, chain);
    }
    this.groups.push(group);
    this.repeatFrom(point, group);
  }

  /** Forget what is open when a movement begins before the end point of a stretch. */
  private enterMovement(end: number): void {
    while (this.movements[this.movement + 1] < end) {
      this.movement++;
      this.openStarts.length = 0;
      this.sectionStart = this.movements[this.movement];
    }
  }

  /**
   * The endings whose repeat sign stands here. Not theirs is a sign that closes a repeat opened inside them, nor
   * one at the end of their last ending while a section around them is still open.
   */
  private chainEndingHere(point: number): EndingChain | undefined {
    const chain = this.chainEndingAt.get(point);
    const opened = this.openStarts.at(-1);
    if (!chain || opened === undefined) return chain;
    const closesOuter = this.groupOfChain.has(chain) && chain.at(-1)!.to === point;
    return closesOuter || opened > chain[0].from ? undefined : chain;
  }

  private repeatFrom(point: number, group: RepeatGroup): void {
    if (!this.marks[point].backward.includes(group)) this.marks[point].backward.push(group);
  }
}

function newGroup(start: number, end: number, passes: number, afterJump: boolean): RepeatGroup {
  return { start, end, passes, afterJump, endings: [], passNumbers: [] };
}

/**
 * Endings with the repeat sign at their ends: their numbers, in order, are the passes. A single ending is
 * followed by one pass without it.
 */
function adoptChain(group: RepeatGroup, chain: EndingChain): void {
  group.endings.push(...chain);
  group.passNumbers = [...new Set(chain.flatMap((e) => e.numbers))].sort((a, b) => a - b);
  group.passes = group.passNumbers.length + (chain.length === 1 ? 1 : 0);
  group.end = Math.max(group.end, chain.at(-1)!.to);
}

/**
 * Endings without a repeat sign of their own: part of the section around them; or, with a da capo or dal segno
 * at their end, passes before and after that jump; otherwise they are played straight through.
 */
export function adoptLooseChains(
  placed: readonly PlacedMark[],
  chains: readonly EndingChain[],
  groups: readonly RepeatGroup[],
): RepeatGroup[] {
  const adopted = new Set(groups.flatMap((g) => g.endings));
  const jumps = placed.filter(({ mark }) => mark.kind === "da-capo" || mark.kind === "dal-segno");
  const added: RepeatGroup[] = [];
  for (const chain of chains) {
    if (adopted.has(chain[0])) continue;
    const [from, to] = [chain[0].from, chain.at(-1)!.to];
    const around = groups
      .filter((g) => g.passNumbers.length === 0 && g.start <= from && g.end >= to)
      .sort((a, b) => b.start - a.start)[0];
    if (around) {
      around.endings.push(...chain);
      around.passes = Math.max(around.passes, ...chain.flatMap((e) => e.numbers));
    } else if (jumps.some(({ point }) => chain.some((e) => point > e.from && point <= e.to))) {
      const group = newGroup(from, to, 1, false);
      adoptChain(group, chain);
      added.push(group);
    }
  }
  return added;
}
