/** The edges of the score's signs that can be taken in a row of the structure walk, and at which cost. */
import { firstAtOrAfter } from "../core/sortedSearch.js";
import { ALIGN } from "./alignConstants.js";
import type { ScoreGraph } from "./scoreGraph.js";
import type { States } from "./structureStates.js";

/** In the order of their targets. */
export class LiveEdges {
  size = 0;
  readonly edge: Int32Array;
  /** What it costs to have taken it, and stand at its target. */
  readonly cost: Int32Array;
  /** Step from which it is taken. */
  readonly step: Int32Array;
  readonly #graph: ScoreGraph;
  readonly #byTarget: Int32Array;

  constructor(graph: ScoreGraph) {
    const edges = graph.edgeTo.length;
    this.edge = new Int32Array(edges);
    this.cost = new Int32Array(edges);
    this.step = new Int32Array(edges);
    this.#graph = graph;
    this.#byTarget = Int32Array.from(graph.edgeTo.keys()).sort((a, b) => graph.edgeTo[a] - graph.edgeTo[b]);
  }

  /**
   * Find those whose beginning is reached from a state at less than `best + beam`.
   *
   * @param states  of the row before, the cheapest of which cost `best`
   * @cost edges × states behind each within the beam
   */
  find({ size, column, cost, step }: States, best: number, beam: number): void {
    this.size = 0;
    if (this.edge.length === 0) return;
    const { edgeFrom, edgeTo, stand, depart, columns } = this.#graph;
    for (const edge of this.#byTarget) {
      const from = edgeFrom[edge];
      let least = best + beam;
      let leastStep = -1;
      for (let a = firstAtOrAfter(column, from, size) - 1; a >= 0; a--) {
        const k = column[a];
        const behind = stand[from] - depart[k];
        if (behind > beam) break;
        if (cost[k] + behind >= least) continue;
        least = cost[k] + behind;
        leastStep = step[k];
      }
      if (leastStep < 0 || edgeTo[edge] >= columns.count) continue;
      this.edge[this.size] = edge;
      this.cost[this.size] = least + ALIGN.signCost;
      this.step[this.size++] = leastStep;
    }
  }
}
