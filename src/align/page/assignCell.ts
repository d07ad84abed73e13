/** Which head of a cell is which note's. */

import type { FindMethod } from "../../schema/pageFindings.js";
import { assignRows } from "./assignment.js";
import type { CellContents, CellGroup, CellHead, ClusterMeanings } from "./cellContents.js";
import { predictColumns } from "./columnPlaces.js";
import { spotOf } from "./headDemand.js";
import { SOLVER } from "./solverConstants.js";

/** The heads of a group of notes that stand on one spot. */
export interface GroupHeads {
  readonly group: CellGroup;
  readonly heads: CellHead[];
  readonly method: FindMethod;
}

export interface CellLinks {
  readonly links: readonly GroupHeads[];
  /** Heads that are no note's, and groups with fewer heads than they need. */
  readonly leftHeads: readonly CellHead[];
  readonly leftGroups: readonly CellGroup[];
}

/** Spots that have heads or groups in common, and what stands there. */
interface Tangle {
  readonly heads: CellHead[];
  readonly groups: CellGroup[];
}

/**
 * Give the heads of a cell to its notes. Where a spot has as many heads as single notes and no head can be read otherwise,
 * left to right is the order of time. Everything else is assigned at least cost, by how far heads stand from where their
 * moment is expected, by class and size.
 *
 * @param meanings  what clusters stand for, as far as known
 * @cost            cubic in the heads of one tangle, which are a few
 */
export function assignCell(cell: CellContents, meanings: ClusterMeanings): CellLinks {
  const ordered: GroupHeads[] = [];
  const tangles: Tangle[] = [];
  for (const tangle of findTangles(cell)) {
    if (isPlain(tangle, meanings)) {
      tangle.groups.forEach((group, k) => {
        ordered.push({ group, heads: [tangle.heads[k]], method: "order" });
      });
    } else tangles.push(tangle);
  }
  let assigned: GroupHeads[] = [];
  for (let round = 0; round < SOLVER.placeRounds && tangles.length > 0; round++) {
    const columns = columnsOf(cell, round === 0 ? ordered : [...ordered, ...assigned]);
    assigned = tangles.flatMap((tangle) => assignTangle(tangle, columns, meanings));
  }
  return settle(cell, [...ordered, ...assigned]);
}

/** As many heads as groups on one spot, each of one head, and from left to right each looks as it should. */
function isPlain({ heads, groups }: Tangle, meanings: ClusterMeanings): boolean {
  const [{ group: first }] = groups;
  return (
    heads.length === groups.length &&
    groups.every(({ group }) => group.maxHeads === 1 && group.minHeads === 1) &&
    groups.every(({ group }) => group.staff === first.staff && group.step === first.step) &&
    heads.every((head, k) => looksOtherwise(head, groups[k], meanings) === 0)
  );
}

/** Spots joined by heads that may stand on either. Order inside is that of the cell. */
function findTangles(cell: CellContents): Tangle[] {
  const parent = new Map<number, number>();
  const find = (spot: number): number => {
    let root = spot;
    while (parent.get(root) !== root) root = parent.get(root)!;
    parent.set(spot, root);
    return root;
  };
  for (const { group } of cell.groups) {
    const spot = spotOf(group.staff, group.step);
    parent.set(spot, spot);
  }
  const wantedSpots = ({ readings }: CellHead) =>
    readings.map(({ staff, step }) => spotOf(staff, step)).filter((spot) => parent.has(spot));
  for (const head of cell.heads) {
    const spots = wantedSpots(head);
    for (const spot of spots) parent.set(find(spot), find(spots[0]));
  }
  const tangles = new Map<number, Tangle>();
  const tangleAt = (spot: number): Tangle => {
    const root = find(spot);
    const tangle = tangles.get(root) ?? { heads: [], groups: [] };
    tangles.set(root, tangle);
    return tangle;
  };
  for (const cellGroup of cell.groups) {
    tangleAt(spotOf(cellGroup.group.staff, cellGroup.group.step)).groups.push(cellGroup);
  }
  for (const head of cell.heads) {
    const [spot] = wantedSpots(head);
    if (spot !== undefined) tangleAt(spot).heads.push(head);
  }
  return [...tangles.values()];
}

function columnsOf(cell: CellContents, known: readonly GroupHeads[]): Float64Array {
  const places: number[][] = Array.from({ length: cell.timeCount }, () => []);
  for (const { group, heads } of known) for (const { along } of heads) places[group.time].push(along);
  return predictColumns(places, cell.width);
}

/** A head that a group may have: the first ones are needed, later ones cost more. */
interface Slot {
  readonly group: CellGroup;
  readonly price: number;
}

function assignTangle(
  { heads, groups }: Tangle,
  columns: Float64Array,
  meanings: ClusterMeanings,
): GroupHeads[] {
  const slots = groups.flatMap((group) =>
    Array.from({ length: group.group.maxHeads }, (_, k): Slot => ({ group, price: slotPrice(group, k) })),
  );
  const rows = heads.map((head) => {
    const row = new Float64Array(slots.length + heads.length).fill(SOLVER.leftOverCost);
    slots.forEach((slot, k) => {
      row[k] = slot.price + headCost(head, slot.group, columns, meanings);
    });
    return row;
  });
  const found = new Map<CellGroup, CellHead[]>();
  assignRows(rows).forEach((column, k) => {
    if (column >= slots.length || rows[k][column] >= IMPOSSIBLE) return;
    const { group } = slots[column];
    const own = found.get(group);
    if (own === undefined) found.set(group, [heads[k]]);
    else own.push(heads[k]);
  });
  return [...found].map(([group, own]) => ({ group, heads: own, method: "assigned" as const }));
}

/** More than any set of possible costs adds up to. */
const IMPOSSIBLE = 1e6;

function slotPrice({ group }: CellGroup, k: number): number {
  if (k < group.minHeads) return 0;
  return k === 0 ? SOLVER.optionalCost : SOLVER.secondHeadCost;
}

function headCost(
  head: CellHead,
  { group, time }: CellGroup,
  columns: Float64Array,
  meanings: ClusterMeanings,
): number {
  const reading = head.readings.findIndex(({ staff, step }) => staff === group.staff && step === group.step);
  if (reading < 0) return IMPOSSIBLE;
  const distance = Math.min(Math.abs(head.along - columns[time]), FARTHEST);
  return distance + looksOtherwise(head, { group, time }, meanings) + (reading > 0 ? SOLVER.farStaffCost : 0);
}

/** What it costs that a head has the form of another class or size. */
function looksOtherwise(head: CellHead, { group: { notes } }: CellGroup, meanings: ClusterMeanings): number {
  const meaning = meanings.get(head.candidate.cluster);
  if (meaning === undefined) return 0;
  const isOtherClass = notes.every((note) => note.headClass !== meaning.headClass);
  const isOtherSize = notes.every((note) => note.small !== meaning.small);
  return (isOtherClass ? SOLVER.wrongClassCost : 0) + (isOtherSize ? SOLVER.wrongSizeCost : 0);
}

/** Distances beyond count alike, so that no head is left over for standing far away. */
const FARTHEST = 40;

function settle(cell: CellContents, links: readonly GroupHeads[]): CellLinks {
  const used = new Set(links.flatMap(({ heads }) => heads));
  const served = new Map(links.map(({ group, heads }) => [group, heads.length]));
  return {
    links,
    leftHeads: cell.heads.filter((head) => !used.has(head)),
    leftGroups: cell.groups.filter((group) => (served.get(group) ?? 0) < group.group.minHeads),
  };
}
