/**
 * One walk of the structure pass: dynamic programming over (performed note, column) on the folded score.
 *
 * Entering a column with one of its pitches owes its other notes at once; each further note of the chord pays one back; a
 * note that fits nowhere is extra. Rows keep the states near the best one as a sparse list in the order of columns.
 */
import { firstAtOrAfter } from "../core/sortedSearch.js";
import { ALIGN } from "./alignConstants.js";
import type { ScoreGraph } from "./scoreGraph.js";
import { States, Steps } from "./structureStates.js";

/** How a column was entered. */
export const ENTRY = { none: 0, on: 1, edge: 2, jump: 3, other: 4, start: 5 } as const;

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

export interface PitchRows {
  /** Seconds, ascending. */
  readonly onsetSec: Float64Array;
  readonly pitch: Uint8Array;
}

const FAR = 1 << 28;

export interface WalkOptions {
  /** 1 for the rows that may jump. */
  readonly jumps: Uint8Array | null;
  /** As in `ALIGN`. */
  readonly otherCost: number;
  readonly beam: number;
}

export class StructureWalk {
  #now = new States();
  #next = new States();
  readonly #steps: Steps;
  readonly #graph: ScoreGraph;
  readonly #rows: PitchRows;
  readonly #jumps: Uint8Array | null;
  /** Cost of one note of other music. */
  readonly #noteOfOther: number;
  readonly #beam: number;
  readonly #lastRow = new Int32Array(128).fill(-1);
  /** Cheapest state, and the step that led there. */
  #best = 0;
  #bestStep = -1;
  #bestColumn = -1;
  /** Standing outside the score. */
  #otherCost = 0;
  #otherStep = -1;
  /** Column that was left for other music. */
  #otherColumn = -1;
  // Edges that can be taken in this row, by their targets.
  readonly #liveEdge: Int32Array;
  readonly #liveCost: Int32Array;
  readonly #liveStep: Int32Array;
  #live = 0;
  readonly #edgesByTarget: Int32Array;

  constructor(graph: ScoreGraph, rows: PitchRows, { jumps, otherCost, beam }: WalkOptions) {
    this.#graph = graph;
    this.#rows = rows;
    this.#jumps = jumps;
    this.#noteOfOther = otherCost;
    this.#beam = beam;
    this.#steps = new Steps(8 * rows.pitch.length + 64);
    const edges = graph.edgeTo.length;
    this.#liveEdge = new Int32Array(edges);
    this.#liveCost = new Int32Array(edges);
    this.#liveStep = new Int32Array(edges);
    this.#edgesByTarget = Int32Array.from(graph.edgeTo.keys()).sort(
      (a, b) => graph.edgeTo[a] - graph.edgeTo[b],
    );
  }

  run(): StructurePath {
    const count = this.#rows.pitch.length;
    for (let row = 0; row < count; row++) {
      this.#findLiveEdges();
      this.#step(row);
      this.#lastRow[this.#rows.pitch[row]] = row;
    }
    return this.#walkBack(count);
  }

  /** What it costs to stand where an edge begins, for each edge, and to take it. */
  #findLiveEdges(): void {
    this.#live = 0;
    const { edgeFrom, edgeTo, stand, depart } = this.#graph;
    const beam = this.#beam;
    const limit = this.#best + beam;
    const { size, column, cost, step } = this.#now;
    for (let e = 0; e < this.#edgesByTarget.length; e++) {
      const edge = this.#edgesByTarget[e];
      const from = edgeFrom[edge];
      let best = limit;
      let bestStep = -1;
      for (let a = firstAtOrAfter(column, from, size) - 1; a >= 0; a--) {
        const behind = stand[from] - depart[column[a]];
        if (behind > beam) break;
        if (cost[a] + behind >= best) continue;
        best = cost[a] + behind;
        bestStep = step[a];
      }
      if (bestStep < 0 || edgeTo[edge] >= this.#graph.columns.count) continue;
      this.#liveEdge[this.#live] = edge;
      this.#liveCost[this.#live] = best + ALIGN.signCost;
      this.#liveStep[this.#live++] = bestStep;
    }
  }

  /** One performed note. One long kernel: splitting it would cost its speed. */
  #step(row: number): void {
    const { missingCost, extraCost, edgeCost, insideCost, otherEnterCost, otherLeaveCost, jumpCost } = ALIGN;
    const { columns, arrive, depart, columnsOf, edgeTo, measureStart, isForward } = this.#graph;
    const beam = this.#beam;
    const now = this.#now;
    const next = this.#next;
    const steps = this.#steps;
    const size = columns.size;
    const p = this.#rows.pitch[row];
    const sec = this.#rows.onsetSec[row];
    const lastRow = this.#lastRow[p];
    const wanted = columnsOf[p];
    const limit = this.#best + beam + extraCost;
    const before = this.#best;
    const beforeStep = this.#bestStep;
    const leave = this.#otherCost + otherLeaveCost;
    const start = row * extraCost;
    const canJump = this.#jumps !== null && this.#jumps[row] === 1 && beforeStep >= 0;
    const isLost = canJump || leave <= limit || start + edgeCost <= limit;
    let run = FAR; // cheapest way to go on from the left, less what `depart` counts
    let runStep = -1;
    let runHow: number = ENTRY.on;
    let live = 0;
    let a = 0;
    let w = 0;
    let best = FAR;
    let bestStep = -1;
    let bestColumn = -1;
    next.size = 0;
    while (true) {
      while (a < now.size && now.cost[a] > before + beam) a++;
      const standing = a < now.size ? now.column[a] : FAR;
      const candidate = w < wanted.length ? wanted[w] : FAR;
      const k = standing < candidate ? standing : candidate;
      if (k === FAR) break;
      while (live < this.#live && edgeTo[this.#liveEdge[live]] <= k) {
        const landed = this.#liveCost[live] - arrive[edgeTo[this.#liveEdge[live]]];
        if (landed < run) {
          run = landed;
          runStep = this.#liveStep[live];
          runHow = ENTRY.edge + 8 * this.#liveEdge[live];
        }
        live++;
      }
      let cost = FAR;
      let how = 0;
      let from = -1;
      if (k === candidate) {
        w++;
        let enter = run + arrive[k];
        how = runHow;
        from = runStep;
        if (row === 0 || start + arrive[k] <= limit || isLost) {
          const first = start + (arrive[k] < edgeCost ? arrive[k] : edgeCost);
          if (first < enter) {
            enter = first;
            how = ENTRY.start;
            from = -1;
          }
        }
        if (isLost) {
          const intoMeasure = arrive[k] - arrive[measureStart[k]];
          const left = leave + (intoMeasure < insideCost ? intoMeasure : insideCost);
          if (left < enter && (!isForward || k > this.#otherColumn)) {
            enter = left;
            how = ENTRY.other;
            from = this.#otherStep;
          }
          if (canJump && before + jumpCost + intoMeasure < enter) {
            enter = before + jumpCost + intoMeasure;
            how = ENTRY.jump;
            from = beforeStep;
          }
        } else if (enter > limit && standing > candidate) {
          // Nothing reaches these: go on at the next state or landing.
          const landing = live < this.#live ? edgeTo[this.#liveEdge[live]] : FAR;
          const target = standing < landing ? standing : landing;
          if (target === FAR) {
            w = wanted.length;
          } else {
            while (w < wanted.length && wanted[w] < target) w++;
          }
          continue;
        }
        cost = enter + (size[k] - 1) * missingCost;
      }
      let entered = row;
      let sounded = row;
      if (k === standing) {
        const old = now.cost[a];
        let stay = old + extraCost;
        let isHit = false;
        if (k === candidate && lastRow < now.entered[a]) {
          const gap =
            (sec - this.#rows.onsetSec[now.sounded[a]] - ALIGN.chordSlackSec) * ALIGN.chordGapCostPerSec;
          stay =
            old -
            missingCost +
            (gap <= 0 ? 0 : gap >= ALIGN.chordGapCostMax ? ALIGN.chordGapCostMax : gap | 0);
          isHit = true;
        }
        if (stay < cost) {
          cost = stay;
          entered = now.entered[a];
          from = now.step[a];
          how = ENTRY.none;
          if (!isHit) {
            sounded = now.sounded[a];
            how = -1;
          }
        }
        const onward = old - depart[k];
        if (onward <= run) {
          run = onward;
          runStep = now.step[a];
          runHow = ENTRY.on;
        }
        a++;
      }
      if (cost > limit) continue;
      const at = next.size++;
      if (at >= next.column.length) next.grow();
      const step = how < 0 ? from : steps.add(row, k, from, how, cost);
      next.column[at] = k;
      next.cost[at] = cost;
      next.entered[at] = entered;
      next.sounded[at] = sounded;
      next.step[at] = step;
      if (cost < best) {
        best = cost;
        bestStep = step;
        bestColumn = k;
      }
    }
    if (before + otherEnterCost < this.#otherCost && beforeStep >= 0) {
      this.#otherCost = before + otherEnterCost;
      this.#otherStep = beforeStep;
      this.#otherColumn = this.#bestColumn;
    }
    this.#otherCost += this.#noteOfOther;
    if (best >= FAR || best > this.#otherCost) {
      best = this.#otherCost;
      bestStep = this.#otherStep;
      bestColumn = this.#otherColumn;
    }
    if (best > start + extraCost) {
      best = start + extraCost;
      bestStep = -1;
      bestColumn = -1;
    }
    this.#best = best;
    this.#bestColumn = bestColumn;
    this.#bestStep = bestStep;
    this.#now = next;
    this.#next = now;
  }

  /** What is still unplayed at the end counts as missing, up to the cost of stopping early; after a Fine nothing is. */
  #walkBack(count: number): StructurePath {
    const { stand, depart, stops, columns } = this.#graph;
    const end = stand[columns.count];
    let best = this.#otherCost;
    let step = this.#otherStep;
    for (let a = 0; a < this.#now.size; a++) {
      const k = this.#now.column[a];
      const stop = stops.find((boundary) => boundary > k);
      let owed = Math.min(ALIGN.edgeCost, end - depart[k]);
      if (stop !== undefined) owed = Math.min(owed, stand[stop] - depart[k]);
      if (this.#now.cost[a] + owed < best) {
        best = this.#now.cost[a] + owed;
        step = this.#now.step[a];
      }
    }
    const column = new Int32Array(count).fill(-1);
    const entry = new Uint8Array(count);
    const edge = new Int32Array(count).fill(-1);
    const spent = new Int32Array(count);
    let hits = 0;
    for (; step >= 0; step = this.#steps.before[step]) {
      const row = this.#steps.row[step];
      column[row] = this.#steps.column[step];
      entry[row] = this.#steps.how[step] & 7;
      edge[row] = this.#steps.how[step] >> 3;
      spent[row] = this.#steps.spent[step];
      hits++;
    }
    return { column, entry, edge, spent, hits, cost: best };
  }
}
