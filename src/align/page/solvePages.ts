/** Pages in a given order: bars, staves, head glyphs, and the heads of every note. */
import { assignCell, type CellLinks, type GroupHeads } from "./assignCell.js";
import { calibrateStaves } from "./calibrateStaves.js";
import { type CellContents, type ClusterMeanings, fillCell } from "./cellContents.js";
import { chooseClusters } from "./chooseClusters.js";
import { learnMeanings } from "./clusterMeanings.js";
import { type DrawnBar, listBars } from "./drawnBars.js";
import type { ExpectedHeads } from "./expectedHeads.js";
import { type BarPlan, searchMeasures } from "./measureSearch.js";
import type { DrawnSystem, PageGeometry } from "./pageGeometry.js";
import { SOLVER } from "./solverConstants.js";

/** A cell with what stands in it and what was made of it. */
export interface SolvedCell {
  readonly contents: CellContents;
  readonly found: CellLinks;
}

export interface PageAttempt {
  readonly systems: readonly DrawnSystem[];
  readonly bars: readonly DrawnBar[];
  readonly plan: BarPlan;
  readonly expected: ExpectedHeads;
  /** Clusters whose glyphs are heads. */
  readonly headClusters: ReadonlySet<number>;
  readonly meanings: ClusterMeanings;
  /** As `plan.cells`. */
  readonly cells: readonly SolvedCell[];
}

/**
 * Work out what the systems show, taken in the order given.
 *
 * @param expect     heads that the score asks for, with staves shifted by so many steps
 * @param isExcerpt  the pages may begin and end anywhere in the piece
 */
export function solvePages(
  geometry: PageGeometry,
  systems: readonly DrawnSystem[],
  expect: (staffShifts: readonly number[]) => ExpectedHeads,
  isExcerpt = false,
): PageAttempt {
  const atFirst = { extraCost: SOLVER.extraCostAtFirst, isExcerpt };
  const glyphs = listBars(geometry, systems, () => true);
  let expected = expect([]);
  let plan = searchMeasures(glyphs, expected, atFirst);
  const shifts = calibrateStaves(glyphs, plan, expected);
  if (shifts.some((shift) => shift !== 0)) {
    expected = expect(shifts);
    plan = searchMeasures(glyphs, expected, atFirst);
  }
  const headClusters = chooseClusters(geometry, glyphs, plan, expected);
  const bars = listBars(geometry, systems, ({ cluster }) => headClusters.has(cluster));
  plan = searchMeasures(bars, expected, { isExcerpt });
  return { systems, bars, plan, expected, headClusters, ...solveCells(bars, plan, expected) };
}

/** Twice: the second time with what the first has taught about the clusters. */
function solveCells(
  bars: readonly DrawnBar[],
  plan: BarPlan,
  expected: ExpectedHeads,
): Pick<PageAttempt, "cells" | "meanings"> {
  const contents = plan.cells.map((cell) => fillCell(cell, bars, plan, expected));
  const linksOf = (known: ClusterMeanings) => contents.map((cell) => assignCell(cell, known));
  const allLinks = (found: readonly CellLinks[]): GroupHeads[] => found.flatMap(({ links }) => links);
  const meanings = learnMeanings(allLinks(linksOf(new Map())));
  const found = linksOf(meanings);
  return {
    cells: contents.map((cell, k) => ({ contents: cell, found: found[k] })),
    meanings: learnMeanings(allLinks(found)),
  };
}
