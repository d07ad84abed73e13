/** From the path of the structure pass to the stretches of measures that were played, in order. */
import { compare, type Fraction, toNumber, ZERO } from "../core/fraction.js";
import type { Score } from "../core/score.js";
import { foldedQuarter } from "../score/structureGraph.js";
import type { MeasureStretch, UnfoldedScore } from "../score/unfoldedScore.js";
import { ALIGN } from "./alignConstants.js";
import { insertUnplayed } from "./insertUnplayed.js";
import { findRuns, type PlayedRun } from "./playedRuns.js";
import type { ScoreEvents } from "./scoreEvents.js";
import { columnAt, type ScoreGraph } from "./scoreGraph.js";
import type { StructurePath } from "./structurePath.js";

/** A stretch, and the rows (of the path) that found their place in it: from … to - 1. */
export interface PlayedStretch extends MeasureStretch {
  readonly fromRow: number;
  readonly toRow: number;
}

/**
 * The way that a performance took. Written music that it never reaches (a passage left out, what comes before a late
 * start) is there as well, in its place and marked as not played; endings that it did not take are not.
 *
 * @param folded  every measure once, and its events
 * @cost  rows + stretches × stretches that were left out
 */
export function playedStretches(
  folded: UnfoldedScore,
  events: ScoreEvents,
  graph: ScoreGraph,
  path: StructurePath,
): PlayedStretch[] {
  const runs = findRuns(folded, events, graph, path);
  const stretches = runs.flatMap((run) => stretchesOf(folded.score, graph, path, run));
  const isCovered = stretches.filter((stretch) => stretch.isPlayed);
  const kept = stretches.filter(
    (stretch) => stretch.isPlayed || !isCovered.some((other) => covers(other, stretch)),
  );
  return insertUnplayed(folded.score, graph, kept);
}

/** A run measure by measure; measures with notes that no row entered were not played. */
function stretchesOf(score: Score, graph: ScoreGraph, path: StructurePath, run: PlayedRun): PlayedStretch[] {
  const { from, to } = run;
  const stretches: PlayedStretch[] = [];
  let row = run.fromRow;
  for (let m = from.measureIndex; m <= to.measureIndex && m < score.measures.length; m++) {
    const fromQuarter = m === from.measureIndex ? from.measureQuarter : ZERO;
    const toQuarter = m === to.measureIndex ? to.measureQuarter : score.measures[m].lengthQuarter;
    if (m === to.measureIndex && compare(toQuarter, fromQuarter) <= 0) continue;
    const range = columnsOf(score, graph, m, fromQuarter, toQuarter);
    const fromRow = row;
    let hits = 0;
    for (; row < run.toRow && path.column[row] < range.to; row++) if (path.column[row] >= 0) hits++;
    const notes = (graph.stand[range.to] - graph.arrive[range.from]) / ALIGN.missingCost;
    const isPlayed = hits > 0 || notes < ALIGN.skippedNotes;
    stretches.push({ measureIndex: m, fromQuarter, toQuarter, isPlayed, fromRow, toRow: row });
  }
  return stretches;
}

function columnsOf(score: Score, graph: ScoreGraph, m: number, from: Fraction, to: Fraction) {
  const start = foldedQuarter(score, { measureIndex: m, measureQuarter: ZERO });
  return {
    from: columnAt(graph.columns, start + toNumber(from)),
    to: columnAt(graph.columns, start + toNumber(to)),
  };
}

function covers(a: MeasureStretch, b: MeasureStretch): boolean {
  return (
    a.measureIndex === b.measureIndex &&
    compare(a.fromQuarter, b.fromQuarter) <= 0 &&
    compare(a.toQuarter, b.toQuarter) >= 0
  );
}
