/** Loudness along the score: dynamic marks and wedges of each staff as velocities. */
import { toNumber } from "../core/fraction.js";
import type { Score } from "../core/score.js";
import type { DynamicMark, WedgeMark } from "../core/scoreMarks.js";
import { DEFAULT_VELOCITY, DYNAMIC_STEP, type DynamicEffect, readDynamicMark } from "./dynamicMarks.js";
import type { UnfoldedScore } from "./unfoldedScore.js";
import { unfoldMarks } from "./unfoldMarks.js";

/** A wedge is led to a mark at most this far behind its end, in quarters. */
const WEDGE_REACH_QUARTER = 4;

/** Velocity in force from `quarter` on: `from` there, `to` at `endQuarter` and after it. */
interface LevelStretch {
  readonly quarter: number;
  readonly endQuarter: number;
  readonly from: number;
  readonly to: number;
}

/** Loudness of one staff. */
export interface DynamicsCurve {
  readonly stretches: readonly LevelStretch[];
  /** Attacks and accents of the notes that begin at a position. */
  readonly attacks: ReadonlyMap<number, Pick<DynamicEffect, "attack" | "accent">>;
}

interface Hairpin {
  readonly staff: number | null;
  readonly startQuarter: number;
  stopQuarter: number | null;
  readonly direction: 1 | -1;
}

interface LevelChange {
  readonly quarter: number;
  readonly staff: number | null;
  readonly effect: DynamicEffect;
}

/**
 * The curve of every staff, keyed `partIndex:staff`.
 *
 * In a part of several staves the marks of the leading staff (the one with most marks, in doubt the upper one) and
 * those without a staff hold for all its staves, since they are printed between them; marks of another staff hold for
 * that staff, and at one place go before. A wedge leads from the level where it begins to the next mark behind its
 * end if that lies in its direction, else one step up or down.
 */
export function buildDynamics(unfolded: UnfoldedScore): ReadonlyMap<string, DynamicsCurve> {
  const { score } = unfolded;
  const curves = new Map<string, DynamicsCurve>();
  const changes = groupByPart(score, unfoldMarks(unfolded, score.dynamics));
  const wedges = groupByPart(score, unfoldMarks(unfolded, score.wedges));
  for (const part of score.parts) {
    const levels = changes[part.index].map(({ mark, quarter }) => ({
      quarter: toNumber(quarter),
      staff: mark.staff,
      effect: readDynamicMark(mark),
    }));
    const hairpins = pairWedges(wedges[part.index]);
    const leader = leadingStaff(score.dynamics, score.wedges, part.index);
    for (let staff = 1; staff <= part.staffCount; staff++) {
      const holds = (m: { staff: number | null }) =>
        m.staff === null || m.staff === staff || m.staff === leader;
      curves.set(
        `${part.index}:${staff}`,
        traceCurve(orderOwnLast(levels.filter(holds), staff), hairpins.filter(holds)),
      );
    }
  }
  return curves;
}

/** Velocity (not rounded, not clamped) of a note that begins at `quarter`, before its own articulations. */
export function velocityAt(curve: DynamicsCurve | undefined, quarter: number): number {
  if (!curve) return DEFAULT_VELOCITY;
  const { attack = null, accent = 0 } = curve.attacks.get(quarter) ?? {};
  return attack ?? levelAt(curve.stretches, quarter) + accent;
}

function levelAt(stretches: readonly LevelStretch[], quarter: number): number {
  let low = -1;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (stretches[middle].quarter <= quarter) low = middle;
    else high = middle - 1;
  }
  if (low < 0) return DEFAULT_VELOCITY;
  const { quarter: start, endQuarter, from, to } = stretches[low];
  return quarter >= endQuarter ? to : from + ((to - from) * (quarter - start)) / (endQuarter - start);
}

function groupByPart<T extends { mark: { partIndex: number } }>(score: Score, marks: readonly T[]): T[][] {
  const byPart: T[][] = score.parts.map(() => []);
  for (const mark of marks) byPart[mark.mark.partIndex]?.push(mark);
  return byPart;
}

function leadingStaff(
  dynamics: readonly DynamicMark[],
  wedges: readonly WedgeMark[],
  partIndex: number,
): number {
  const counts = new Map<number, number>();
  for (const { partIndex: part, staff } of [...dynamics, ...wedges]) {
    if (part === partIndex && staff !== null) counts.set(staff, (counts.get(staff) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 1;
}

function orderOwnLast(levels: readonly LevelChange[], staff: number): LevelChange[] {
  const isOwn = (change: LevelChange) => Number(change.staff === staff);
  return levels.toSorted((a, b) => a.quarter - b.quarter || isOwn(a) - isOwn(b));
}

/** Starts joined with the next stop of their number; a wedge without a stop has null. */
function pairWedges(
  wedges: readonly { mark: WedgeMark; quarter: { num: number; den: number } }[],
): Hairpin[] {
  const hairpins: Hairpin[] = [];
  const open = new Map<number, Hairpin>();
  for (const { mark, quarter } of wedges) {
    if (mark.kind === "stop") {
      const hairpin = open.get(mark.number);
      if (hairpin) hairpin.stopQuarter = toNumber(quarter);
      open.delete(mark.number);
    } else {
      const direction = mark.kind === "crescendo" ? 1 : -1;
      const hairpin: Hairpin = {
        staff: mark.staff,
        startQuarter: toNumber(quarter),
        stopQuarter: null,
        direction,
      };
      hairpins.push(hairpin);
      open.set(mark.number, hairpin);
    }
  }
  return hairpins;
}

function traceCurve(changes: readonly LevelChange[], hairpins: readonly Hairpin[]): DynamicsCurve {
  const stretches: LevelStretch[] = [];
  const attacks = new Map<number, Pick<DynamicEffect, "attack" | "accent">>();
  const levels = changes.filter((c) => c.effect.level !== null);
  for (const { quarter, effect } of changes)
    if (effect.attack !== null || effect.accent) attacks.set(quarter, effect);
  const steps = [
    ...levels.map((change) => ({ quarter: change.quarter, change, hairpin: null })),
    ...hairpins.map((hairpin) => ({ quarter: hairpin.startQuarter, change: null, hairpin })),
  ].sort((a, b) => a.quarter - b.quarter);
  let goal = 0;
  for (const [i, { quarter, change, hairpin }] of steps.entries()) {
    if (change) {
      const level = change.effect.level!;
      stretches.push({ quarter, endQuarter: quarter, from: level, to: level });
      continue;
    }
    let next = i + 1;
    while (next < steps.length && steps[next].quarter <= quarter) next++;
    const stop = hairpin.stopQuarter ?? steps[next]?.quarter ?? quarter;
    if (stop <= quarter) continue;
    while (goal > 0 && levels[goal - 1].quarter >= stop) goal--;
    while (goal < levels.length && levels[goal].quarter < stop) goal++;
    const from = levelAt(stretches, quarter);
    stretches.push({ quarter, endQuarter: stop, from, to: wedgeGoal(from, hairpin, stop, levels[goal]) });
  }
  return { stretches, attacks };
}

/** Velocity at a wedge's end: that of the mark behind it, or one step on. */
function wedgeGoal(
  from: number,
  { direction }: Hairpin,
  stop: number,
  mark: LevelChange | undefined,
): number {
  const level = mark && mark.quarter <= stop + WEDGE_REACH_QUARTER ? mark.effect.level! : from;
  const to = (level - from) * direction > 0 ? level : from + direction * DYNAMIC_STEP;
  return Math.min(127, Math.max(1, to));
}
