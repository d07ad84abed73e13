/** Written music that a performance never reaches, put in its place between the stretches that it played. */
import { compare, type Fraction, ZERO } from "../core/fraction.js";
import type { Score } from "../core/score.js";
import { foldedQuarter } from "../score/structureGraph.js";
import type { MeasureStretch } from "../score/unfoldedScore.js";
import type { PlayedStretch } from "./playedStretches.js";
import type { ScoreGraph } from "./scoreGraph.js";

/** Put what no stretch covers behind the stretch that leads there, else before the one that follows. */
export function insertUnplayed(
  score: Score,
  graph: ScoreGraph,
  stretches: readonly PlayedStretch[],
): PlayedStretch[] {
  const result = [...stretches];
  for (const hole of findHoles(score, stretches)) {
    if (isInEnding(score, graph, hole)) continue;
    const leading = result.findLastIndex((stretch) => meets(score, stretch, hole));
    const following = result.findIndex((stretch) => meets(score, hole, stretch));
    const at =
      leading >= 0 ? leading + 1 : following >= 0 ? following : hole.measureIndex === 0 ? 0 : result.length;
    const row = at > 0 ? result[at - 1].toRow : 0;
    result.splice(at, 0, { ...hole, isPlayed: false, fromRow: row, toRow: row });
  }
  return result;
}

type Hole = Pick<MeasureStretch, "measureIndex" | "fromQuarter" | "toQuarter">;

function findHoles(score: Score, stretches: readonly MeasureStretch[]): Hole[] {
  const byMeasure: MeasureStretch[][] = score.measures.map(() => []);
  for (const stretch of stretches) byMeasure[stretch.measureIndex].push(stretch);
  const holes: Hole[] = [];
  for (const { index, lengthQuarter } of score.measures) {
    let reached: Fraction = ZERO;
    const played = byMeasure[index].sort((a, b) => compare(a.fromQuarter, b.fromQuarter));
    if (played.length === 0) holes.push({ measureIndex: index, fromQuarter: ZERO, toQuarter: lengthQuarter });
    for (const { fromQuarter, toQuarter } of played) {
      if (compare(fromQuarter, reached) > 0) {
        holes.push({ measureIndex: index, fromQuarter: reached, toQuarter: fromQuarter });
      }
      if (compare(toQuarter, reached) > 0) reached = toQuarter;
    }
    if (played.length > 0 && compare(reached, lengthQuarter) < 0) {
      holes.push({ measureIndex: index, fromQuarter: reached, toQuarter: lengthQuarter });
    }
  }
  return holes;
}

function isInEnding(score: Score, graph: ScoreGraph, hole: Hole): boolean {
  const at = foldedQuarter(score, { measureIndex: hole.measureIndex, measureQuarter: hole.fromQuarter });
  return graph.signs.endings.some(
    ({ from, to }) => at >= foldedQuarter(score, from) - 1e-9 && at < foldedQuarter(score, to) - 1e-9,
  );
}

/** Whether one stretch ends where the other begins. */
function meets(score: Score, first: Hole, second: Hole): boolean {
  if (first.measureIndex === second.measureIndex) return compare(first.toQuarter, second.fromQuarter) === 0;
  return (
    second.measureIndex === first.measureIndex + 1 &&
    second.fromQuarter.num === 0 &&
    compare(first.toQuarter, score.measures[first.measureIndex].lengthQuarter) >= 0
  );
}
