/** Pages given in the wrong order, or not all of them. */
import { listBars } from "./drawnBars.js";
import type { ExpectedGroup, ExpectedHeads } from "./expectedHeads.js";
import { type BarPlan, searchMeasures } from "./measureSearch.js";
import type { PageGeometry } from "./pageGeometry.js";
import { systemsInOrder } from "./proofCase.js";
import { type PageAttempt, solvePages } from "./solvePages.js";
import { SOLVER } from "./solverConstants.js";

export interface OrderedAttempt {
  readonly attempt: PageAttempt;
  /** Given pages in the order of the score. */
  readonly pageOrder: readonly number[];
}

/**
 * Solve the pages as given; if they do not fit, as an excerpt, and in the order in which they fit the score best, each
 * placed by itself. What was given stands unless another answer costs far less.
 */
export function solveInOrder(
  geometry: PageGeometry,
  pageCount: number,
  expect: (staffShifts: readonly number[]) => ExpectedHeads,
): OrderedAttempt {
  const asGiven = Array.from({ length: pageCount }, (_, page) => page);
  const solve = (pageOrder: readonly number[], isExcerpt = false): OrderedAttempt => ({
    attempt: solvePages(geometry, systemsInOrder(geometry, pageOrder), expect, isExcerpt),
    pageOrder,
  });
  let best = solve(asGiven);
  const improve = (other: OrderedAttempt) => {
    const gain = fitOf(other).net - fitOf(best).net;
    if (gain > 0 && gain >= SOLVER.pageOrderGain * fitOf(best).misfit) best = other;
  };
  const misfits = () => fitOf(best).misfit > SOLVER.pageOrderCost * requiredOf(best.attempt.expected.groups);
  if (misfits()) improve(solve(asGiven, true));
  if (misfits() && pageCount > 1) {
    const order = orderPages(geometry, pageCount, best.attempt.expected);
    if (order !== null) {
      improve(solve(order));
      if (misfits()) improve(solve(order, true));
    }
  }
  return best;
}

/** `net`: heads that found a note, less those that did not. `misfit`: these, and notes of drawn measures without a head. */
function fitOf({ attempt: { cells } }: OrderedAttempt): { net: number; misfit: number } {
  let [found, left, missing] = [0, 0, 0];
  for (const { contents, found: links } of cells) {
    for (const { heads } of links.links) found += heads.length;
    left += links.leftHeads.length;
    if (contents.width > 0) missing += requiredOf(links.leftGroups.map(({ group }) => group));
  }
  return { net: found - left, misfit: left + missing };
}

function requiredOf(groups: readonly ExpectedGroup[]): number {
  return groups.reduce((sum, { minHeads }) => sum + minHeads, 0);
}

/** Pages by the measure that each begins with if it is placed alone; null if some fit nowhere, or nothing changes. */
function orderPages(geometry: PageGeometry, pageCount: number, expected: ExpectedHeads): number[] | null {
  const starts: number[] = [];
  for (let page = 0; page < pageCount; page++) {
    const bars = listBars(geometry, systemsInOrder(geometry, [page]), () => true);
    if (bars.length === 0) return null;
    const options = { extraCost: SOLVER.extraCostAtFirst, isExcerpt: true };
    const plan = searchMeasures(bars, expected, options);
    const { first, required } = extentOf(plan, expected);
    const extras = SOLVER.extraCostAtFirst * bars.reduce((sum, { heads }) => sum + heads.length, 0);
    if (plan.cost - extras > SOLVER.pageMisfit * required) return null;
    starts.push(first);
  }
  const order = starts.map((_, page) => page).sort((a, b) => starts[a] - starts[b] || a - b);
  return order.every((page, k) => page === k) ? null : order;
}

/** First measure shown, and heads asked for by all that are. */
function extentOf({ cells }: BarPlan, { measures }: ExpectedHeads): { first: number; required: number } {
  const shown = cells.filter(({ bars }) => bars.length > 0).flatMap((cell) => cell.measures);
  const required = shown
    .flatMap((measure) => measures[measure].groups)
    .reduce((sum, g) => sum + g.minHeads, 0);
  return { first: shown[0] ?? 0, required };
}
