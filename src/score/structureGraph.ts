/** Where playing may go on from, as the signs of a score allow: repeats, endings, da capo, dal segno, coda, Fine. */
import { toNumber } from "../core/fraction.js";
import type { Score } from "../core/score.js";
import type { ScorePlace } from "../core/scoreMarks.js";
import { buildRepeatPlan } from "./repeatPlan.js";

/** A way that a sign offers, from the place where it stands to the place where playing goes on. */
export interface StructureEdge {
  readonly from: ScorePlace;
  readonly to: ScorePlace;
}

export interface StructureGraph {
  readonly edges: readonly StructureEdge[];
  /** Places between two endings of one section: playing does not run on from one into the next. */
  readonly walls: readonly ScorePlace[];
  /** Places where playing may end: every Fine. */
  readonly stops: readonly ScorePlace[];
  /** Stretches under ending brackets: who takes another ending never plays them. */
  readonly endings: readonly { readonly from: ScorePlace; readonly to: ScorePlace }[];
}

/**
 * All ways that the signs of a score offer. Counts and order are not kept: how often a section was repeated is
 * for the performance to say.
 */
export function buildStructureGraph(score: Score): StructureGraph {
  const graph = { edges: [] as StructureEdge[], walls: [], stops: [], endings: [] } as {
    edges: StructureEdge[];
    walls: ScorePlace[];
    stops: ScorePlace[];
    endings: { from: ScorePlace; to: ScorePlace }[];
  };
  if (score.structure.length === 0) return graph;
  const { points, marks, groups } = buildRepeatPlan(score);
  const seen = new Set<number>();
  const lead = (from: number, to: number) => {
    if (from === to || seen.has(from * points.length + to)) return;
    seen.add(from * points.length + to);
    graph.edges.push({ from: points[from], to: points[to] });
  };
  marks.forEach((mark, point) => {
    for (const group of mark.backward) lead(point, group.start);
    if (mark.jump !== null) lead(point, mark.jump);
    if (mark.toCoda !== null) lead(point, mark.toCoda);
    if (mark.fine) graph.stops.push(points[point]);
  });
  for (const { endings } of groups) {
    const first = endings[0];
    endings.forEach((ending, i) => {
      graph.endings.push({ from: points[ending.from], to: points[ending.to] });
      if (i > 0) lead(first.from, ending.from);
      if (i > 0 && endings[i - 1].to === ending.from) graph.walls.push(points[ending.from]);
    });
    // A single ending is left out by going on behind it.
    if (endings.length === 1) lead(first.from, first.to);
  }
  return graph;
}

/** Position of a place with every measure played once, in quarters. The end of the score is a place of its own. */
export function foldedQuarter(score: Score, { measureIndex, measureQuarter }: ScorePlace): number {
  const measure = score.measures[measureIndex];
  if (measure) return toNumber(measure.startQuarter) + toNumber(measureQuarter);
  const last = score.measures.at(-1);
  return last ? toNumber(last.startQuarter) + toNumber(last.lengthQuarter) : 0;
}
