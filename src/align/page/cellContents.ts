/** What meets in a cell: the heads of its intervals and the notes of its measures. */
import type { DrawnBar } from "./drawnBars.js";
import type { ExpectedGroup, ExpectedHeads, HeadClass } from "./expectedHeads.js";
import type { BarCell, BarPlan } from "./measureSearch.js";
import type { Candidate } from "./pageGeometry.js";

export interface CellHead {
  readonly candidate: Candidate;
  /** Left edge, in spaces from the left end of the cell; a second interval lies to the right of the first. */
  readonly along: number;
  /** Score staff and step, nearest staff first. */
  readonly readings: readonly { readonly staff: number; readonly step: number }[];
}

export interface CellGroup {
  readonly group: ExpectedGroup;
  /** Rank of its moment in the cell. */
  readonly time: number;
}

export interface CellContents {
  readonly heads: readonly CellHead[];
  readonly groups: readonly CellGroup[];
  readonly timeCount: number;
  /** In spaces. */
  readonly width: number;
}

/** What most glyphs of a cluster stand for. */
export interface ClusterMeaning {
  readonly headClass: HeadClass;
  readonly small: boolean;
}

export type ClusterMeanings = ReadonlyMap<number, ClusterMeaning>;

export function fillCell(
  cell: BarCell,
  bars: readonly DrawnBar[],
  plan: BarPlan,
  expected: ExpectedHeads,
): CellContents {
  const heads: CellHead[] = [];
  let width = 0;
  for (const index of cell.bars) {
    const { system, interval } = bars[index];
    const mapping = plan.mappings.get(system.index)!;
    const space = Math.max(...system.staves.map((staff) => staff.space));
    for (const candidate of bars[index].heads) {
      const readings = candidate.readings
        .filter(({ staff }) => mapping[staff] >= 0)
        .map(({ staff, step }) => ({ staff: mapping[staff], step }));
      heads.push({ candidate, along: width + (candidate.x - interval.left) / space, readings });
    }
    width += (interval.right - interval.left) / space;
  }
  heads.sort(
    (a, b) => a.along - b.along || a.candidate.y - b.candidate.y || a.candidate.shape - b.candidate.shape,
  );
  const groups: CellGroup[] = [];
  let timeCount = 0;
  for (const measure of cell.measures) {
    const { groups: own, timeCount: count } = expected.measures[measure];
    for (const group of own) groups.push({ group, time: timeCount + group.time });
    timeCount += count;
  }
  groups.sort((a, b) => a.time - b.time || a.group.index - b.group.index);
  return { heads, groups, timeCount, width };
}
