/** The way through the repeats: which stretches of the score are played, in order. */
import { LeitmotionError } from "../core/error.js";
import type { RepeatGroup, RepeatPlan } from "./repeatMarks.js";
import type { WrittenChoice } from "./unfoldedScore.js";

/** Stretch played in one go, between two points of the plan, `from` < `to`. */
export interface PathSpan {
  readonly from: number;
  to: number;
}

/**
 * Walk a plan, movement by movement, from the start to the end (or the Fine).
 *
 * At a point the repeat sign comes first; when its passes are done, Fine, To Coda (both only after a jump) and the
 * jump itself, each jump and each To Coda once. After a jump a section that has been played before is not repeated
 * again, and its last pass's ending is taken, unless its sign says `after-jump`.
 *
 * @param maxMeasures  most measures allowed on the path, >= 1
 * @throws LeitmotionError LIMIT_EXCEEDED if the path has more measures or stretches than `maxMeasures`
 * @source MusicXML 4.0, repeat (after-jump), sound (dacapo, dalsegno, fine, tocoda)
 */
export function walkRepeats(plan: RepeatPlan, repeats: WrittenChoice, maxMeasures: number): PathSpan[] {
  const walk = new RepeatWalk(plan, repeats === "written");
  const spans: PathSpan[] = [];
  let measures = 0;
  for (const [i, start] of plan.movements.entries()) {
    const end = plan.movements[i + 1] ?? plan.points.length - 1;
    for (let point = walk.begin(start); point !== null && point < end; ) {
      measures += plan.points[point + 1].measureIndex - plan.points[point].measureIndex;
      if (Math.max(measures, spans.length) > maxMeasures) {
        const what = `Repeats unfold to more measures than the limit unfoldedMeasure = ${maxMeasures}`;
        throw new LeitmotionError("LIMIT_EXCEEDED", what);
      }
      walk.visited[point] = 1;
      const previous = spans.at(-1);
      if (previous?.to === point) previous.to = point + 1;
      else spans.push({ from: point, to: point + 1 });
      point = walk.leave(point + 1);
    }
  }
  return spans;
}

class RepeatWalk {
  /** 1 for each stretch that has been played, by its first point. */
  readonly visited: Uint8Array;
  private readonly pass = new Map<RepeatGroup, number>();
  private readonly used = new Set<string>();
  private hasJumped = false;

  constructor(
    private readonly plan: RepeatPlan,
    private readonly takesRepeats: boolean,
  ) {
    this.visited = new Uint8Array(plan.points.length);
    for (const group of plan.groups) this.pass.set(group, takesRepeats ? 1 : group.passes);
  }

  /** Begin a movement at its first point. */
  begin(point: number): number | null {
    this.hasJumped = false;
    return this.land(point);
  }

  /** Where playing goes on from a point, after endings that are not due are left out. */
  private land(point: number): number {
    for (;;) {
      const skipped = this.plan.marks[point].endings.find(
        ({ ending, group }) => !this.isDue(ending.numbers, group),
      );
      if (!skipped) return point;
      point = skipped.ending.to;
    }
  }

  /** Where playing goes on when a point is reached from before; null at the Fine. */
  leave(point: number): number | null {
    const marks = this.plan.marks[point];
    const group = marks.backward.find((g) => this.pass.get(g)! < g.passes);
    if (group) {
      this.pass.set(group, this.pass.get(group)! + 1);
      this.resetInside(group, point);
      return this.land(group.start);
    }
    if (this.hasJumped && marks.fine) return null;
    if (this.hasJumped && marks.toCoda !== null && this.useOnce(`coda ${point}`))
      return this.land(marks.toCoda);
    if (this.takesRepeats && marks.jump !== null && this.useOnce(`jump ${point}`)) {
      this.hasJumped = true;
      this.resetAll();
      return this.land(marks.jump);
    }
    return this.land(point);
  }

  private isDue(numbers: readonly number[], group: RepeatGroup): boolean {
    const pass = this.pass.get(group)!;
    const number = group.passNumbers.length > 0 ? group.passNumbers[pass - 1] : pass;
    return number !== undefined && numbers.includes(number);
  }

  private useOnce(name: string): boolean {
    if (this.used.has(name)) return false;
    this.used.add(name);
    return true;
  }

  private resetInside(outer: RepeatGroup, end: number): void {
    const { groups } = this.plan;
    let low = 0;
    let high = groups.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (groups[middle].start < outer.start) low = middle + 1;
      else high = middle;
    }
    for (let i = low; i < groups.length && groups[i].start < end; i++) {
      const group = groups[i];
      const isInside = group.end < end || (group.end === end && group.start > outer.start);
      if (group !== outer && isInside) this.pass.set(group, this.firstPass(group, true));
    }
  }

  private resetAll(): void {
    const played = new Uint32Array(this.visited.length + 1);
    for (let i = 0; i < this.visited.length; i++) played[i + 1] = played[i] + this.visited[i];
    for (const group of this.plan.groups) {
      this.pass.set(group, this.firstPass(group, played[group.end] > played[group.start]));
    }
  }

  private firstPass(group: RepeatGroup, hasBeenPlayed: boolean): number {
    const leavesOut = !this.takesRepeats || (this.hasJumped && hasBeenPlayed && !group.afterJump);
    return leavesOut ? group.passes : 1;
  }
}
