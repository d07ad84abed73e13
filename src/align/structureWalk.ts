/**
 * One walk of the structure pass: dynamic programming over (performed note, column) on the folded score.
 *
 * Entering a column with one of its pitches owes its other notes at once; each further note of the chord pays one back; a
 * note that fits nowhere is extra. Rows keep the states near the best one as a sparse list in the order of columns.
 */
import { ALIGN } from "./alignConstants.js";
import type { ScoreGraph } from "./scoreGraph.js";
import { LiveEdges } from "./structureEdges.js";
import { byEdge, ENTRY, type StructurePath, walkBack } from "./structurePath.js";
import { States, Steps } from "./structureStates.js";

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
  readonly #edges: LiveEdges;
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

  constructor(graph: ScoreGraph, rows: PitchRows, { jumps, otherCost, beam }: WalkOptions) {
    this.#graph = graph;
    this.#rows = rows;
    this.#jumps = jumps;
    this.#noteOfOther = otherCost;
    this.#beam = beam;
    this.#steps = new Steps(8 * rows.pitch.length + 64);
    this.#edges = new LiveEdges(graph);
  }

  run(): StructurePath {
    const count = this.#rows.pitch.length;
    for (let row = 0; row < count; row++) {
      this.#edges.find(this.#now, this.#best, this.#beam);
      this.#step(row);
      this.#lastRow[this.#rows.pitch[row]] = row;
    }
    return walkBack(this.#steps, this.#end(), count);
  }

  /** One performed note: from the states before it to those after it, in one sweep over the columns. */
  #step(row: number): void {
    const { missingCost, extraCost, edgeCost, insideCost, otherLeaveCost, jumpCost } = ALIGN;
    const { columns, arrive, depart, columnsOf, edgeTo, measureStart, isForward } = this.#graph;
    const beam = this.#beam;
    const now = this.#now;
    const next = this.#next;
    const steps = this.#steps;
    const edges = this.#edges;
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
      while (live < edges.size && edgeTo[edges.edge[live]] <= k) {
        const landed = edges.cost[live] - arrive[edgeTo[edges.edge[live]]];
        if (landed < run) {
          run = landed;
          runStep = edges.step[live];
          runHow = byEdge(edges.edge[live]);
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
          const landing = live < edges.size ? edgeTo[edges.edge[live]] : FAR;
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
    this.#now = next;
    this.#next = now;
    this.#settle(start + extraCost, best, bestStep, bestColumn);
  }

  /**
   * What is cheapest after a note: one of the states, other music, or to begin only behind it.
   *
   * @param skipped  cost of having heard nothing but extra notes so far
   */
  #settle(skipped: number, best: number, bestStep: number, bestColumn: number): void {
    const entering = this.#best + ALIGN.otherEnterCost;
    if (entering < this.#otherCost && this.#bestStep >= 0) {
      this.#otherCost = entering;
      this.#otherStep = this.#bestStep;
      this.#otherColumn = this.#bestColumn;
    }
    this.#otherCost += this.#noteOfOther;
    this.#best = best;
    this.#bestStep = bestStep;
    this.#bestColumn = bestColumn;
    if (best >= FAR || best > this.#otherCost) {
      this.#best = this.#otherCost;
      this.#bestStep = this.#otherStep;
      this.#bestColumn = this.#otherColumn;
    }
    if (this.#best > skipped) {
      this.#best = skipped;
      this.#bestStep = -1;
      this.#bestColumn = -1;
    }
  }

  /** What is still unplayed at the end counts as missing, up to the cost of stopping early; after a Fine nothing is. */
  #end(): { step: number; cost: number } {
    const { stand, depart, stops, columns } = this.#graph;
    const end = stand[columns.count];
    let cost = this.#otherCost;
    let step = this.#otherStep;
    for (let a = 0; a < this.#now.size; a++) {
      const k = this.#now.column[a];
      const stop = stops.find((boundary) => boundary > k);
      let owed = Math.min(ALIGN.edgeCost, end - depart[k]);
      if (stop !== undefined) owed = Math.min(owed, stand[stop] - depart[k]);
      if (this.#now.cost[a] + owed >= cost) continue;
      cost = this.#now.cost[a] + owed;
      step = this.#now.step[a];
    }
    return { step, cost };
  }
}
