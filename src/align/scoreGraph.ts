/** The columns of a folded score (every measure once) and the ways between them, as numbers for the structure pass. */

import { toNumber } from "../core/fraction.js";
import { firstAtOrAfter } from "../core/sortedSearch.js";
import { buildStructureGraph, foldedQuarter, type StructureGraph } from "../score/structureGraph.js";
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import { ALIGN } from "./alignConstants.js";
import type { ScoreColumns } from "./scoreEvents.js";

/** Boundaries are numbered by the column that follows: boundary k lies before column k. Costs in units of the pass. */
export interface ScoreGraph {
  readonly columns: ScoreColumns;
  /** Nothing leads back. */
  readonly isForward: boolean;
  readonly signs: StructureGraph;
  /** By edge of `signs`. */
  readonly edgeFrom: Int32Array;
  readonly edgeTo: Int32Array;
  /** Boundaries of Fine, ascending. */
  readonly stops: Int32Array;
  /** First column of the measure of each column. */
  readonly measureStart: Int32Array;
  /** What it costs to come to column k from the very beginning, past everything before it. */
  readonly arrive: Int32Array;
  /** What of that is behind one who stands at column k; one entry more for the end of the score. */
  readonly depart: Int32Array;
  /** The same at a boundary, before a wall there is crossed. */
  readonly stand: Int32Array;
}

/**
 * @param way  `free`: `folded` has every measure once, signs and jumps are open. `along`: any unfolding, that is
 *             followed forwards only
 * @cost notes log notes
 */
export function buildScoreGraph(
  folded: UnfoldedScore,
  columns: ScoreColumns,
  way: "free" | "along",
): ScoreGraph {
  const { score } = folded;
  const signs = way === "free" ? buildStructureGraph(score) : NO_SIGNS;
  const boundary = (quarter: number) => columnAt(columns, quarter);
  const at = (place: StructureGraph["stops"][number]) => boundary(foldedQuarter(score, place));
  const measureStart = new Int32Array(columns.count);
  for (const { startQuarter } of folded.visits) {
    const from = boundary(toNumber(startQuarter));
    measureStart.fill(from, from);
  }
  return {
    columns,
    isForward: way === "along",
    signs,
    edgeFrom: Int32Array.from(signs.edges, (edge) => at(edge.from)),
    edgeTo: Int32Array.from(signs.edges, (edge) => at(edge.to)),
    stops: Int32Array.from(signs.stops, at).sort(),
    measureStart,
    ...travelCosts(columns, signs.walls.map(at)),
  };
}

const NO_SIGNS: StructureGraph = { edges: [], walls: [], stops: [], endings: [] };

function travelCosts(columns: ScoreColumns, walls: readonly number[]) {
  const count = columns.count;
  const isWall = new Uint8Array(count + 1);
  for (const wall of walls) isWall[wall] = 1;
  const arrive = new Int32Array(count + 1);
  const depart = new Int32Array(count + 1);
  const stand = new Int32Array(count + 1);
  let cost = 0;
  for (let k = 0; k <= count; k++) {
    stand[k] = cost;
    if (isWall[k]) cost += ALIGN.wallCost;
    arrive[k] = cost;
    if (k < count) cost += columns.size[k] * ALIGN.missingCost;
    depart[k] = cost;
  }
  return { arrive, depart, stand };
}

/** Column that stands at a position or is the first behind it; their count if there is none. */
export function columnAt(columns: ScoreColumns, quarter: number): number {
  return firstAtOrAfter(columns.quarter, quarter - ROUNDING_QUARTER);
}

/** Column that stands at a position; -1 if none does. */
export function columnOn(columns: ScoreColumns, quarter: number): number {
  const column = columnAt(columns, quarter);
  return column < columns.count && columns.quarter[column] <= quarter + ROUNDING_QUARTER ? column : -1;
}

/** Positions that are one as fractions lie nearer than this as numbers. */
const ROUNDING_QUARTER = 1e-9;
