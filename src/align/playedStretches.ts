/** From the path of the structure pass to the stretches of measures that were played, in order. */
import { compare, type Fraction, toNumber, ZERO } from "../core/fraction.js";
import type { Score, ScorePlace } from "../core/score.js";
import { foldedQuarter } from "../score/structureGraph.js";
import type { MeasureStretch, UnfoldedScore } from "../score/unfoldedScore.js";
import { ALIGN } from "./alignConstants.js";
import type { ScoreEvents } from "./scoreEvents.js";
import { columnAt, type ScoreGraph } from "./scoreGraph.js";
import { ENTRY, type StructurePath } from "./structureWalk.js";

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

/** Music played on end: from one place to another one further on, by the rows from … to - 1. */
interface Run {
  readonly from: ScorePlace;
  to: ScorePlace;
  readonly fromRow: number;
  toRow: number;
}

function findRuns(folded: UnfoldedScore, events: ScoreEvents, graph: ScoreGraph, path: StructurePath): Run[] {
  const { score } = folded;
  const { arrive, depart, stand, measureStart, columns } = graph;
  const placeOf = columnPlaces(folded, events);
  const measureEnd = (place: ScorePlace) => ({
    measureIndex: place.measureIndex + 1,
    measureQuarter: ZERO,
  });
  /** Just behind a column: at the next one of its measure, else at the measure's end. */
  const behind = (column: number) =>
    column + 1 < columns.count && measureStart[column + 1] === measureStart[column]
      ? placeOf(column + 1)
      : measureEnd(placeOf(column));
  const landing = (column: number) => {
    const missing = (arrive[column] - arrive[measureStart[column]]) / ALIGN.missingCost;
    const place = placeOf(column);
    return missing < ALIGN.landingNotes ? { ...place, measureQuarter: ZERO } : place;
  };
  const runs: Run[] = [];
  let last = -1;
  path.column.forEach((column, row) => {
    if (column < 0) return;
    const entry = path.entry[row];
    const run = runs.at(-1);
    if (!run) {
      const isFromStart = entry === ENTRY.start && arrive[column] <= ALIGN.edgeCost;
      const from = isFromStart ? { measureIndex: 0, measureQuarter: ZERO } : landing(column);
      runs.push({ from, to: from, fromRow: row, toRow: row });
    } else if (entry === ENTRY.edge) {
      const edge = graph.signs.edges[path.edge[row]];
      run.to = edge.from;
      run.toRow = row;
      runs.push({ from: edge.to, to: edge.to, fromRow: row, toRow: row });
    } else if (entry === ENTRY.jump || entry === ENTRY.other) {
      run.to = behind(last);
      run.toRow = row;
      const from = landing(column);
      runs.push({ from, to: from, fromRow: row, toRow: row });
    }
    last = column;
  });
  const run = runs.at(-1);
  if (run) {
    const stop = graph.stops.findIndex((boundary) => boundary > last);
    const isToStop =
      stop >= 0 && stand[graph.stops[stop]] - depart[last] < stand[columns.count] - depart[last];
    const owed = stand[columns.count] - depart[last];
    run.toRow = path.column.length;
    if (isToStop && stand[graph.stops[stop]] - depart[last] <= ALIGN.edgeCost)
      run.to = graph.signs.stops[stop];
    else if (owed <= ALIGN.edgeCost) run.to = { measureIndex: score.measures.length, measureQuarter: ZERO };
    else run.to = behind(last);
  }
  return runs;
}

/** Place of each column, by a note that stands there. */
function columnPlaces(folded: UnfoldedScore, events: ScoreEvents): (column: number) => ScorePlace {
  const noteOf = new Int32Array(events.columns.count).fill(-1);
  for (let i = 0; i < events.count; i++) {
    const column = events.column[i];
    if (column >= 0 && events.columns.quarter[column] === events.quarter[i]) noteOf[column] = i;
  }
  return (column) => {
    const { measureIndex, measureQuarter } = folded.sounding[noteOf[column]].members[0].note;
    return { measureIndex, measureQuarter };
  };
}

/** A run measure by measure; measures with notes that no row entered were not played. */
function stretchesOf(score: Score, graph: ScoreGraph, path: StructurePath, run: Run): PlayedStretch[] {
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

/** Put what no stretch covers behind the stretch that leads there, else before the one that follows. */
function insertUnplayed(
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
