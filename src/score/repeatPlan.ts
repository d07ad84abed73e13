/** The repeat marks of a score, made into a plan that `repeatPath.ts` can walk. */
import { compare, equals, ZERO } from "../core/fraction.js";
import type { Score } from "../core/score.js";
import type { ScorePlace, StructureMark } from "../core/scoreMarks.js";
import { pairEndings } from "./endingChains.js";
import { findMovements } from "./movements.js";
import { adoptLooseChains, RepeatPairing } from "./repeatGroups.js";
import type { PlacedMark, PointMarks, RepeatPlan } from "./repeatMarks.js";

const CLOSING: ReadonlySet<StructureMark["kind"]> = new Set([
  "repeat-backward",
  "ending-stop",
  "fine",
  "to-coda",
  "da-capo",
  "dal-segno",
]);

/** Plan the repeats of a score. Marks that lead nowhere (dal segno without a segno) are left out. */
export function buildRepeatPlan(score: Score): RepeatPlan {
  const movementMeasures = findMovements(score);
  const { points, placed } = placeMarks(score, movementMeasures);
  const begins = new Set(movementMeasures);
  const movements = points.flatMap((p, i) =>
    begins.has(p.measureIndex) && p.measureQuarter.num === 0 ? [i] : [],
  );
  const marks = points.map(
    (): PointMarks => ({ backward: [], fine: false, toCoda: null, jump: null, endings: [] }),
  );
  const chains = pairEndings(placed, points.length - 1);
  const pairing = new RepeatPairing(chains, marks, movements);
  for (const { mark, point } of placed.filter(isRepeat).sort(backwardFirst)) {
    if (mark.kind === "repeat-backward") pairing.close(point, mark.times, mark.afterJump);
    else pairing.open(point);
  }
  const groups = [...pairing.groups, ...adoptLooseChains(placed, chains, pairing.groups)];
  for (const group of groups) {
    for (const ending of group.endings) marks[ending.from].endings.push({ ending, group });
  }
  for (const at of marks) at.backward.sort((a, b) => b.start - a.start);
  placeJumps(placed, marks, movements);
  groups.sort((a, b) => a.start - b.start);
  return { points, movements, marks, groups };
}

function isRepeat({ mark }: PlacedMark): boolean {
  return mark.kind === "repeat-backward" || mark.kind === "repeat-forward";
}

/** At one point a section closes before the next one opens. */
function backwardFirst(a: PlacedMark, b: PlacedMark): number {
  return a.point - b.point || a.mark.kind.localeCompare(b.mark.kind);
}

function placeMarks(
  score: Score,
  movementMeasures: readonly number[],
): { points: ScorePlace[]; placed: PlacedMark[] } {
  const solid = score.structure.filter((m) => m.kind.startsWith("repeat-") || m.kind.startsWith("ending-"));
  const keys = new Map<string, ScorePlace>();
  const add = (place: ScorePlace) => {
    const key = `${place.measureIndex}:${place.measureQuarter.num}/${place.measureQuarter.den}`;
    if (!keys.has(key)) keys.set(key, place);
    return key;
  };
  for (const measureIndex of [0, ...movementMeasures]) add({ measureIndex, measureQuarter: ZERO });
  add({ measureIndex: score.measures.length, measureQuarter: ZERO });
  const keyed = score.structure.map((mark) => ({ mark, key: add(markPlace(score, mark, solid)) }));
  const ordered = [...keys].sort(([, a], [, b]) => comparePlaces(a, b));
  const pointOf = new Map(ordered.map(([key], point) => [key, point]));
  const placed = keyed.map(({ mark, key }) => ({ mark, point: pointOf.get(key)! }));
  return { points: ordered.map(([, place]) => place), placed: placed.sort((a, b) => a.point - b.point) };
}

/**
 * Where a mark takes effect; the end of a measure is written as the start of the next one.
 * A da capo or dal segno inside a measure is text set at its last notes: it takes effect at the measure's end,
 * unless a repeat barline stands at that very place.
 */
function markPlace(score: Score, mark: StructureMark, solid: readonly StructureMark[]): ScorePlace {
  const { measureIndex, measureQuarter } = mark;
  const length = score.measures[measureIndex].lengthQuarter;
  const isJump = mark.kind === "da-capo" || mark.kind === "dal-segno";
  const atBarline = () => solid.some((s) => samePlace(s, mark) && s.kind !== "repeat-forward");
  const atEnd = compare(measureQuarter, length) >= 0 && (CLOSING.has(mark.kind) || length.num > 0);
  if (atEnd || (isJump && !atBarline())) return { measureIndex: measureIndex + 1, measureQuarter: ZERO };
  return { measureIndex, measureQuarter };
}

function samePlace(a: ScorePlace, b: ScorePlace): boolean {
  return a.measureIndex === b.measureIndex && equals(a.measureQuarter, b.measureQuarter);
}

function placeJumps(placed: readonly PlacedMark[], marks: PointMarks[], movements: readonly number[]): void {
  const targets = (kind: "segno" | "coda") =>
    placed.flatMap(({ mark, point }) => (mark.kind === kind ? [{ label: mark.label, point }] : []));
  const segnos = targets("segno");
  const codas = targets("coda");
  for (const { mark, point } of placed) {
    const at = marks[point];
    if (mark.kind.startsWith("repeat-") || mark.kind.startsWith("ending-")) continue;
    const start = movements.findLast((m) => m < point) ?? 0;
    const end = movements.find((m) => m >= point && m > 0) ?? marks.length;
    if (mark.kind === "fine") at.fine = true;
    if (mark.kind === "da-capo") at.jump ??= start;
    if (mark.kind === "dal-segno") {
      const before = segnos.filter((s) => s.point >= start && s.point < point);
      at.jump ??= (before.findLast((s) => s.label === mark.label) ?? before.at(-1))?.point ?? null;
    }
    if (mark.kind === "to-coda") {
      const after = codas.filter((c) => c.point >= point && c.point < end);
      at.toCoda ??= (after.find((c) => c.label === mark.label) ?? after[0])?.point ?? null;
    }
  }
}

/** Negative, zero or positive as `a` lies before, at or after `b`. */
export function comparePlaces(a: ScorePlace, b: ScorePlace): number {
  return a.measureIndex - b.measureIndex || compare(a.measureQuarter, b.measureQuarter);
}
