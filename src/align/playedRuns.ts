/** From the path of the structure pass to the runs of music that were played on end. */
import { ZERO } from "../core/fraction.js";
import type { ScorePlace } from "../core/scoreMarks.js";
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import { ALIGN } from "./alignConstants.js";
import type { ScoreEvents } from "./scoreEvents.js";
import type { ScoreGraph } from "./scoreGraph.js";
import { ENTRY, type StructurePath } from "./structurePath.js";

/** Music played on end: from one place to another one further on, by the rows (of the path) from … to - 1. */
export interface PlayedRun {
  readonly from: ScorePlace;
  to: ScorePlace;
  readonly fromRow: number;
  toRow: number;
}

/** In the order of the performance; a new one begins wherever the path does not simply go on. */
export function findRuns(
  folded: UnfoldedScore,
  events: ScoreEvents,
  graph: ScoreGraph,
  path: StructurePath,
): PlayedRun[] {
  const places = new RunPlaces(folded, events, graph);
  const runs: PlayedRun[] = [];
  const begin = (from: ScorePlace, row: number) => runs.push({ from, to: from, fromRow: row, toRow: row });
  const end = (to: ScorePlace, row: number) => Object.assign(runs.at(-1)!, { to, toRow: row });
  let last = -1;
  path.column.forEach((column, row) => {
    if (column < 0) return;
    const entry = path.entry[row];
    if (last < 0) {
      begin(entry === ENTRY.start ? places.start(column) : places.landing(column), row);
    } else if (entry === ENTRY.edge) {
      const { from, to } = graph.signs.edges[path.edge[row]];
      end(from, row);
      begin(to, row);
    } else if (entry === ENTRY.jump || entry === ENTRY.other) {
      end(places.behind(last), row);
      begin(places.landing(column), row);
    }
    last = column;
  });
  if (last >= 0) end(places.end(last), path.column.length);
  return runs;
}

/** Where runs begin and end that no sign bounds. */
class RunPlaces {
  readonly #graph: ScoreGraph;
  readonly #placeOf: (column: number) => ScorePlace;
  readonly #scoreEnd: ScorePlace;

  constructor(folded: UnfoldedScore, events: ScoreEvents, graph: ScoreGraph) {
    this.#graph = graph;
    this.#placeOf = columnPlaces(folded, events);
    this.#scoreEnd = { measureIndex: folded.score.measures.length, measureQuarter: ZERO };
  }

  /** Begin of the performance at a column: the score's, if little of it is missing. */
  start(column: number): ScorePlace {
    if (this.#graph.arrive[column] <= ALIGN.edgeCost) return { measureIndex: 0, measureQuarter: ZERO };
    return this.landing(column);
  }

  /** At a column, or at the start of its measure if little before it is missing. */
  landing(column: number): ScorePlace {
    const { arrive, measureStart } = this.#graph;
    const missing = (arrive[column] - arrive[measureStart[column]]) / ALIGN.missingCost;
    const place = this.#placeOf(column);
    return missing < ALIGN.landingNotes ? { ...place, measureQuarter: ZERO } : place;
  }

  /** Just behind a column: at the next one of its measure, else at the measure's end. */
  behind(column: number): ScorePlace {
    const { columns, measureStart } = this.#graph;
    const isLast = column + 1 >= columns.count || measureStart[column + 1] !== measureStart[column];
    if (!isLast) return this.#placeOf(column + 1);
    return { measureIndex: this.#placeOf(column).measureIndex + 1, measureQuarter: ZERO };
  }

  /** End of the performance after a column: the next Fine or the score's end, if little is missing there. */
  end(column: number): ScorePlace {
    const { depart, stand, stops, signs, columns } = this.#graph;
    const owed = (boundary: number) => stand[boundary] - depart[column];
    const owedToEnd = owed(columns.count);
    const stop = stops.findIndex((boundary) => boundary > column);
    if (stop >= 0 && owed(stops[stop]) < owedToEnd && owed(stops[stop]) <= ALIGN.edgeCost)
      return signs.stops[stop];
    return owedToEnd <= ALIGN.edgeCost ? this.#scoreEnd : this.behind(column);
  }
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
