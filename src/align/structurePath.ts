/** The way that a structure walk found: its steps walked back, a row for each performed note. */
import { STEP, type Steps } from "./structureStates.js";

/** How a column was entered. */
export const ENTRY = { none: 0, on: 1, edge: 2, jump: 3, other: 4, start: 5 } as const;

/** An entry by an edge of the graph, as the steps keep it: with its number. */
export const byEdge = (edge: number): number => ENTRY.edge + 8 * edge;

export interface StructurePath {
  /** Column of each row that found a place, -1 for others. */
  readonly column: Int32Array;
  /** How that column was entered by this row (`ENTRY`); `none` if the row joined it, or found no place. */
  readonly entry: Uint8Array;
  /** Edge of the graph taken, where `entry` is `edge`. */
  readonly edge: Int32Array;
  /** Cost of the path up to each row that found a place. */
  readonly spent: Int32Array;
  /** Rows that found a place. */
  readonly hits: number;
  /** Cost of the whole path, in the units of `ALIGN.missingCost`. */
  readonly cost: number;
}

/**
 * @param end   last step of the path, -1 if no row found a place; and the cost of the whole path
 * @param rows  their count
 */
export function walkBack(steps: Steps, end: { step: number; cost: number }, rows: number): StructurePath {
  const column = new Int32Array(rows).fill(-1);
  const entry = new Uint8Array(rows);
  const edge = new Int32Array(rows).fill(-1);
  const spent = new Int32Array(rows);
  let hits = 0;
  const { fields } = steps;
  for (let step = end.step; step >= 0; step = fields[step + STEP.before]) {
    const row = fields[step + STEP.row];
    const how = fields[step + STEP.how];
    column[row] = fields[step + STEP.column];
    entry[row] = how & 7;
    edge[row] = how >> 3;
    spent[row] = fields[step + STEP.spent];
    hits++;
  }
  return { column, entry, edge, spent, hits, cost: end.cost };
}
