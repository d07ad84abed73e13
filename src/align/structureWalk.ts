/**
 * One walk of the structure pass: dynamic programming over (performed note, column) on the folded score.
 *
 * Entering a column with one of its pitches owes its other notes at once; each further note of the chord pays one back; a
 * note that fits nowhere is extra. Rows keep the states near the best one as a sparse list in the order of columns. All
 * costs are counted from the cost of having heard nothing but extra notes up to that row.
 */
import { ALIGN } from "./alignConstants.js";
import type { ScoreGraph } from "./scoreGraph.js";
import { LiveEdges } from "./structureEdges.js";
import { byEdge, ENTRY, type StructurePath, walkBack } from "./structurePath.js";
import { NO_COLUMN, States, Steps } from "./structureStates.js";

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
  readonly #states: States;
  readonly #steps: Steps;
  readonly #edges: LiveEdges;
  readonly #graph: ScoreGraph;
  readonly #rows: PitchRows;
  readonly #jumps: Uint8Array | null;
  /** For each entry of `PitchColumns` the next one of its list, itself included, within reach of a jump. */
  readonly #nextLanding: Int32Array;
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
    this.#states = new States(graph.columns.count);
    this.#steps = new Steps((jumps ? 24 : 4) * rows.pitch.length + 64);
    this.#edges = new LiveEdges(graph);
    this.#nextLanding = jumps ? findLandings(graph, beam) : new Int32Array(0);
  }

  run(): StructurePath {
    const { pitch } = this.#rows;
    for (let row = 0; row < pitch.length; row++) {
      this.#edges.find(this.#states, this.#best, this.#beam);
      this.#step(row);
      this.#lastRow[pitch[row]] = row;
    }
    return walkBack(this.#steps, this.#end(pitch.length), pitch.length);
  }

  /** One performed note: from the states before it to those after it, in one sweep over the columns. */
  #step(row: number): void {
    const { missingCost, extraCost, edgeCost, insideCost, otherLeaveCost, jumpCost } = ALIGN;
    const { columns, arrive, depart, edgeTo, measureStart, isForward } = this.#graph;
    const { column, next, cost, entered, sounded, step } = this.#states;
    const { onsetSec, pitch } = this.#rows;
    const { size, byPitch } = columns;
    const edges = this.#edges;
    const p = pitch[row];
    const lastRow = this.#lastRow[p];
    const wanted = byPitch.column;
    const wantedEnd = byPitch.start[p + 1];
    const before = this.#best;
    const beforeStep = this.#bestStep;
    const most = before + this.#beam;
    // Within reach: what is dearer before its note is heard is so after it, whatever it hears.
    const reach = most + extraCost;
    const leave = this.#otherCost + otherLeaveCost;
    const canJump = this.#jumps !== null && this.#jumps[row] === 1 && beforeStep >= 0;
    const isOpen = leave <= reach || edgeCost <= reach; // every column is within reach
    let run = FAR; // cheapest way to go on from the left, less what `depart` counts
    let runStep = -1;
    let runHow: number = ENTRY.on;
    let best = FAR;
    let bestColumn = -1;
    let live = 0;
    let edgeAt = edges.size > 0 ? edgeTo[edges.edge[0]] : NO_COLUMN;
    let w = byPitch.start[p];
    let candidate = w < wantedEnd ? wanted[w] : NO_COLUMN;
    let a = 0;
    let standing = column[0];
    let kept = 0;
    while (true) {
      // States to which the note is extra stay as they are.
      const stop = candidate < edgeAt ? candidate : edgeAt;
      for (; standing < stop; standing = column[++a]) {
        const old = cost[standing];
        if (old > most) continue;
        next[kept++] = standing;
        if (old < best) {
          best = old;
          bestColumn = standing;
        }
        if (old - depart[standing] > run) continue;
        run = old - depart[standing];
        runStep = step[standing];
        runHow = ENTRY.on;
      }
      if (stop === NO_COLUMN) break;
      if (edgeAt === stop) {
        const landed = edges.cost[live] - arrive[edgeAt];
        if (landed < run) {
          run = landed;
          runStep = edges.step[live];
          runHow = byEdge(edges.edge[live]);
        }
        edgeAt = ++live < edges.size ? edgeTo[edges.edge[live]] : NO_COLUMN;
        continue;
      }
      const k = candidate;
      let enter = run + arrive[k];
      let how = runHow;
      let from = runStep;
      const start = arrive[k] < edgeCost ? arrive[k] : edgeCost;
      if (start < enter) {
        enter = start;
        how = ENTRY.start;
        from = -1;
      }
      if (isOpen || canJump) {
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
      }
      w++;
      if (enter > reach && standing > k && !isOpen) {
        // Nothing reaches these: go on at the next state, edge or landing of a jump.
        const target = standing < edgeAt ? standing : edgeAt;
        const end = canJump && w < wantedEnd ? this.#nextLanding[w] : wantedEnd;
        if (target === NO_COLUMN) w = end;
        else while (w < end && wanted[w] < target) w++;
        candidate = w < wantedEnd ? wanted[w] : NO_COLUMN;
        continue;
      }
      candidate = w < wantedEnd ? wanted[w] : NO_COLUMN;
      const entering = enter + (size[k] - 1) * missingCost - extraCost;
      if (standing === k) {
        const old = cost[k];
        standing = column[++a];
        if (old <= most) {
          const isHit = lastRow < entered[k];
          const stay = isHit
            ? old - missingCost - extraCost + gapCost(onsetSec[row] - onsetSec[sounded[k]])
            : old;
          if (old - depart[k] <= run) {
            run = old - depart[k];
            runStep = step[k];
            runHow = ENTRY.on;
          }
          if (stay < entering) {
            if (isHit) {
              cost[k] = stay;
              sounded[k] = row;
              step[k] = this.#steps.add(row, k, step[k], ENTRY.none, stay + (row + 1) * extraCost);
            }
            next[kept++] = k;
            if (stay < best) {
              best = stay;
              bestColumn = k;
            }
            continue;
          }
        }
      }
      if (entering > most) continue;
      cost[k] = entering;
      entered[k] = row;
      sounded[k] = row;
      step[k] = this.#steps.add(row, k, from, how, entering + (row + 1) * extraCost);
      next[kept++] = k;
      if (entering < best) {
        best = entering;
        bestColumn = k;
      }
    }
    this.#states.turn(kept);
    this.#settle(best, bestColumn);
  }

  /**
   * What is cheapest after a note: one of the states, other music, or to begin only behind it, which costs 0.
   */
  #settle(best: number, bestColumn: number): void {
    const entering = this.#best + ALIGN.otherEnterCost;
    if (entering < this.#otherCost && this.#bestStep >= 0) {
      this.#otherCost = entering;
      this.#otherStep = this.#bestStep;
      this.#otherColumn = this.#bestColumn;
    }
    this.#otherCost += this.#noteOfOther - ALIGN.extraCost;
    const least = Math.min(best, this.#otherCost, 0);
    this.#best = least;
    if (best === least) {
      this.#bestStep = this.#states.step[bestColumn];
      this.#bestColumn = bestColumn;
    } else if (this.#otherCost === least) {
      this.#bestStep = this.#otherStep;
      this.#bestColumn = this.#otherColumn;
    } else {
      this.#bestStep = -1;
      this.#bestColumn = -1;
    }
  }

  /** What is still unplayed at the end counts as missing, up to the cost of stopping early; after a Fine nothing is. */
  #end(rows: number): { step: number; cost: number } {
    const { stand, depart, stops, columns } = this.#graph;
    const states = this.#states;
    const end = stand[columns.count];
    let cost = this.#otherCost;
    let step = this.#otherStep;
    for (let a = 0; a < states.size; a++) {
      const k = states.column[a];
      const stop = stops.find((boundary) => boundary > k);
      let owed = Math.min(ALIGN.edgeCost, end - depart[k]);
      if (stop !== undefined) owed = Math.min(owed, stand[stop] - depart[k]);
      if (states.cost[k] + owed >= cost) continue;
      cost = states.cost[k] + owed;
      step = states.step[k];
    }
    return { step, cost: cost + rows * ALIGN.extraCost };
  }
}

/** What a silence inside a chord costs. */
function gapCost(sec: number): number {
  const gap = (sec - ALIGN.chordSlackSec) * ALIGN.chordGapCostPerSec;
  return gap <= 0 ? 0 : gap >= ALIGN.chordGapCostMax ? ALIGN.chordGapCostMax : gap | 0;
}

/** For each entry of `byPitch` the next one of its pitch, itself included, that a jump from the best state keeps within `beam`. */
function findLandings({ columns, arrive, measureStart }: ScoreGraph, beam: number): Int32Array {
  const { start, column } = columns.byPitch;
  const nextLanding = new Int32Array(column.length);
  for (let p = 0; p < 128; p++) {
    let next = start[p + 1];
    for (let w = next - 1; w >= start[p]; w--) {
      const k = column[w];
      const missing = arrive[k] - arrive[measureStart[k]] + (columns.size[k] - 1) * ALIGN.missingCost;
      if (ALIGN.jumpCost + missing - ALIGN.extraCost <= beam) next = w;
      nextLanding[w] = next;
    }
  }
  return nextLanding;
}
