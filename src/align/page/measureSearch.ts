/** Which measures the intervals between bar lines show. */
import type { DrawnBar } from "./drawnBars.js";
import type { ExpectedHeads } from "./expectedHeads.js";
import { type Demand, demandOf, HeadCounter, type StaffMapping } from "./headDemand.js";
import { SOLVER } from "./solverConstants.js";
import { mapStaves } from "./staffMapping.js";

/** Intervals and measures that belong together: usually one of each. */
export interface BarCell {
  /** Indices of bars; none for a measure that is not drawn. */
  readonly bars: readonly number[];
  /** None for an interval that shows no measure; several empty ones for a long rest. */
  readonly measures: readonly number[];
}

export interface BarPlan {
  /** In order; every bar and every measure stands in exactly one. */
  readonly cells: readonly BarCell[];
  /** By system index. */
  readonly mappings: ReadonlyMap<number, StaffMapping>;
  readonly cost: number;
  /** False if the search gave up. */
  readonly isComplete: boolean;
}

interface State {
  readonly measure: number;
  readonly mapping: StaffMapping;
  readonly cost: number;
  readonly before: State | null;
  /** Bars and measures since `before`. */
  readonly barCount: number;
  readonly measureCount: number;
}

export interface SearchOptions {
  /** Of a head that no note asks for. */
  readonly extraCost?: number;
  /** The bars may begin with any measure and end with any: some pages of a piece. */
  readonly isExcerpt?: boolean;
}

/**
 * Find the cheapest way to lay the measures of the score over the intervals of the pages, both in order.
 *
 * Interval by interval, the best states (measures shown so far) are kept within a beam; so the page that fits costs
 * little more than one state an interval, and the one that does not is bounded.
 *
 * @cost linear in intervals; at most `SOLVER.maxStates` states
 */
export function searchMeasures(
  bars: readonly DrawnBar[],
  expected: ExpectedHeads,
  options: SearchOptions = {},
): BarPlan {
  return new MeasureSearch(bars, expected, options).run();
}

class MeasureSearch {
  private readonly demands: readonly Demand[];
  private readonly counter: HeadCounter;
  private readonly layers: Map<string, State>[];
  private readonly misfits = new Map<string, number>();
  private readonly mappings = new Map<string, StaffMapping>();
  private readonly barsBySystem = new Map<number, DrawnBar[]>();
  private readonly byText = new Map<string, StaffMapping>();
  private readonly numbers = new Map<StaffMapping, number>();
  private readonly extraCost: number;
  private readonly isExcerpt: boolean;
  private states = 0;

  constructor(
    private readonly bars: readonly DrawnBar[],
    private readonly expected: ExpectedHeads,
    { extraCost = SOLVER.extraCost, isExcerpt = false }: SearchOptions,
  ) {
    this.extraCost = extraCost;
    this.isExcerpt = isExcerpt;
    this.demands = expected.measures.map(({ groups }) => demandOf(groups));
    this.counter = new HeadCounter(expected.staffCount);
    this.layers = Array.from({ length: bars.length + 1 }, () => new Map<string, State>());
    for (const bar of bars) {
      const own = this.barsBySystem.get(bar.system.index);
      if (own === undefined) this.barsBySystem.set(bar.system.index, [bar]);
      else own.push(bar);
    }
  }

  run(): BarPlan {
    const start = { measure: 0, mapping: [], cost: 0, before: null, barCount: 0, measureCount: 0 };
    const starts = this.isExcerpt ? this.demands.length : 1;
    for (let measure = 0; measure < starts; measure++)
      this.layers[0].set(String(measure), { ...start, measure });
    for (let bar = 0; bar < this.bars.length; bar++) {
      for (const state of this.keptStates(bar)) this.expand(bar, state);
      if (this.states > SOLVER.maxStates)
        return { cells: [], mappings: new Map(), cost: Infinity, isComplete: false };
    }
    let best: State | null = null;
    for (const state of this.layers[this.bars.length].values()) {
      const ended = this.isExcerpt ? state : this.loseRest(state);
      if (best === null || ended.cost < best.cost) best = ended;
    }
    return this.traceBack(best!);
  }

  /** The states of a layer within the beam, with those that lose measures there; by measure. */
  private keptStates(bar: number): State[] {
    const layer = this.layers[bar];
    if (bar === 0 && this.isExcerpt) return [...layer.values()];
    const least = Math.min(...[...layer.values()].map((state) => state.cost));
    const limit = least + SOLVER.beamSlack;
    for (const state of [...layer.values()].sort((a, b) => a.measure - b.measure)) {
      let lost = state;
      while (lost.cost <= limit && lost.measure < this.demands.length) {
        lost = this.lose(lost);
        if (lost.cost > limit || !this.offer(bar, lost)) break;
      }
    }
    return [...layer.values()]
      .filter((state) => state.cost <= limit)
      .sort((a, b) => a.cost - b.cost || a.measure - b.measure)
      .slice(0, SOLVER.beamWidth);
  }

  private lose(state: State): State {
    const cost = state.cost + SOLVER.lostCost + this.demands[state.measure].required;
    return { ...state, measure: state.measure + 1, cost, before: state, barCount: 0, measureCount: 1 };
  }

  private loseRest(state: State): State {
    let lost = state;
    while (lost.measure < this.demands.length) lost = this.lose(lost);
    return lost;
  }

  private offer(bar: number, state: State): boolean {
    const key = `${state.measure} ${this.numbers.get(state.mapping)}`;
    const known = this.layers[bar].get(key);
    if (known !== undefined && known.cost <= state.cost) return false;
    this.layers[bar].set(key, state);
    return true;
  }

  private expand(bar: number, state: State): void {
    this.states++;
    const { measure } = state;
    const left = this.demands.length - measure;
    this.move(bar, state, 1, 0, SOLVER.emptyIntervalCost);
    if (left >= 1) this.move(bar, state, 1, 1, 0);
    if (left >= 2) this.move(bar, state, 1, 2, SOLVER.joinedCost);
    if (left >= 1 && bar + 1 < this.bars.length) this.move(bar, state, 2, 1, SOLVER.cutCost);
    if (left < 2 || this.demands[measure].spots.length > 0) return;
    for (let count = 2; count <= left && this.demands[measure + count - 1].spots.length === 0; count++) {
      this.move(bar, state, 1, count, SOLVER.longRestCost);
    }
  }

  private move(bar: number, state: State, barCount: number, measureCount: number, price: number): void {
    let { mapping } = state;
    const supplies = [];
    for (let k = bar; k < bar + barCount; k++) {
      if (this.bars[k].place === 0) mapping = this.mappingAt(k, state.measure);
      supplies.push({ heads: this.bars[k].heads, mapping });
    }
    const numbers = supplies.map((supply) => this.numbers.get(supply.mapping));
    const key = `${bar} ${state.measure} ${measureCount} ${numbers.join()}`;
    let misfit = this.misfits.get(key);
    if (misfit === undefined) {
      const demands = this.demands.slice(state.measure, state.measure + measureCount);
      const { missing, extra } = this.counter.count(demands, supplies);
      misfit = missing + extra * this.extraCost;
      this.misfits.set(key, misfit);
    }
    const measure = state.measure + measureCount;
    const cost = state.cost + price + misfit;
    this.offer(bar + barCount, { measure, mapping, cost, before: state, barCount, measureCount });
  }

  private mappingAt(bar: number, measure: number): StaffMapping {
    const { system } = this.bars[bar];
    const key = `${system.index} ${measure}`;
    let mapping = this.mappings.get(key);
    if (mapping === undefined) {
      const { demands, extraCost } = this;
      const input = { demands, extraCost, staffCount: this.expected.staffCount };
      mapping = this.intern(mapStaves(input, this.barsBySystem.get(system.index)!, measure));
      this.mappings.set(key, mapping);
    }
    return mapping;
  }

  /** One object for equal mappings, so that states can be told apart by it. */
  private intern(mapping: StaffMapping): StaffMapping {
    const text = mapping.join();
    const known = this.byText.get(text) ?? mapping;
    if (known === mapping) {
      this.byText.set(text, mapping);
      this.numbers.set(mapping, this.numbers.size);
    }
    return known;
  }

  private traceBack(end: State): BarPlan {
    const cells: BarCell[] = [];
    const lose = (measure: number) => cells.push({ bars: [], measures: [measure] });
    const mappings = new Map<number, StaffMapping>();
    let bar = this.bars.length;
    for (let measure = this.demands.length - 1; measure >= end.measure; measure--) lose(measure);
    let state = end;
    for (; state.before !== null; state = state.before) {
      bar -= state.barCount;
      const first = state.before.measure;
      const bars = Array.from({ length: state.barCount }, (_, k) => bar + k);
      for (const k of bars) {
        const { system, place } = this.bars[k];
        if (place === 0) mappings.set(system.index, this.mappingAt(k, first));
      }
      cells.push({ bars, measures: Array.from({ length: state.measureCount }, (_, k) => first + k) });
    }
    for (let measure = state.measure - 1; measure >= 0; measure--) lose(measure);
    return { cells: cells.reverse(), mappings, cost: end.cost, isComplete: true };
  }
}
