/** Which glyphs are noteheads: those that stand where the score has notes. */
import type { DrawnBar } from "./drawnBars.js";
import type { ExpectedHeads, ExpectedNote } from "./expectedHeads.js";
import { type StaffMapping, spotOf } from "./headDemand.js";
import type { BarPlan } from "./measureSearch.js";
import type { GlyphCluster, PageGeometry } from "./pageGeometry.js";
import { SOLVER } from "./solverConstants.js";

/** A glyph in the cell it stands in, by number. */
interface PlacedGlyph {
  readonly cell: number;
  /** Spots that it may stand on. */
  readonly spots: readonly number[];
}

/**
 * Choose head clusters greedily: each time the one whose glyphs cover most heads that are still asked for, less those
 * that stand elsewhere. Accidentals, dots and rests stand on the same steps, but heads cover the notes first.
 *
 * @returns indices of clusters
 * @cost    linear in glyphs, times the number of clusters chosen
 */
export function chooseClusters(
  geometry: PageGeometry,
  bars: readonly DrawnBar[],
  plan: BarPlan,
  expected: ExpectedHeads,
): Set<number> {
  const glyphs = placeGlyphs(geometry, bars, plan);
  const demand = plan.cells.map(({ measures }) => openDemand(measures, expected));
  const chosen = new Set<number>();
  let rest = geometry.clusters.map((cluster) => ({ cluster, score: scoreOf(cluster, glyphs, demand) }));
  for (;;) {
    rest = rest.filter(({ score }) => score > 0);
    if (rest.length === 0) return chosen;
    const best = rest.reduce((a, b) => (b.score > a.score ? b : a));
    const again = scoreOf(best.cluster, glyphs, demand);
    if (again === best.score) {
      chosen.add(best.cluster.index);
      takeSpots(best.cluster, glyphs, demand, []);
      rest = rest.filter((other) => other !== best);
    } else best.score = again;
  }
}

/** Heads that a spot still needs, and that it may have besides. */
interface OpenSpot {
  needed: number;
  possible: number;
}

type OpenDemand = Map<number, OpenSpot>;

function openDemand(measures: readonly number[], expected: ExpectedHeads): OpenDemand {
  const open: OpenDemand = new Map();
  for (const measure of measures) {
    for (const { staff, step, notes, maxHeads } of expected.measures[measure].groups) {
      const spot = spotOf(staff, step);
      const sum = open.get(spot) ?? { needed: 0, possible: 0 };
      open.set(spot, sum);
      const needed = likelyHeads(notes);
      sum.needed += needed;
      sum.possible += maxHeads - needed;
    }
  }
  return open;
}

/** Notes that differ in class, size or alteration seldom share a head. */
function likelyHeads(notes: readonly ExpectedNote[]): number {
  const required = notes.filter((note) => !note.optional);
  return new Set(required.map((note) => `${note.headClass} ${note.small} ${note.alter}`)).size;
}

function placeGlyphs(
  geometry: PageGeometry,
  bars: readonly DrawnBar[],
  plan: BarPlan,
): (PlacedGlyph | undefined)[] {
  const glyphs: (PlacedGlyph | undefined)[] = new Array(geometry.candidates.length);
  plan.cells.forEach((cell, number) => {
    for (const index of cell.bars) {
      const { system, heads } = bars[index];
      const mapping = plan.mappings.get(system.index)!;
      for (const head of heads) glyphs[head.index] = { cell: number, spots: spotsOf(head.readings, mapping) };
    }
  });
  return glyphs;
}

function spotsOf(readings: readonly { staff: number; step: number }[], mapping: StaffMapping): number[] {
  return readings
    .filter(({ staff }) => mapping[staff] >= 0)
    .map(({ staff, step }) => spotOf(mapping[staff], step));
}

/** What a cluster would cover, weighed by its size; 0 if too few of its glyphs stand where notes are. */
function scoreOf(
  cluster: GlyphCluster,
  glyphs: readonly (PlacedGlyph | undefined)[],
  demand: readonly OpenDemand[],
): number {
  const undo: (() => void)[] = [];
  const { hits, misses } = takeSpots(cluster, glyphs, demand, undo);
  for (const restore of undo) restore();
  if (misses > (1 - SOLVER.clusterHits) * cluster.members.length) return 0;
  return Math.max(0, hits - SOLVER.missWeight * misses) * weightOf(cluster);
}

/** Take a needed head of one of its spots for every glyph, else a possible one; the rest are misses. */
function takeSpots(
  cluster: GlyphCluster,
  glyphs: readonly (PlacedGlyph | undefined)[],
  demand: readonly OpenDemand[],
  undo: (() => void)[],
): { hits: number; misses: number } {
  let [hits, misses] = [0, 0];
  for (const member of cluster.members) {
    const glyph = glyphs[member];
    const spots =
      glyph === undefined ? [] : glyph.spots.flatMap((spot) => demand[glyph.cell].get(spot) ?? []);
    const needy = spots.find((spot) => spot.needed > 0);
    const free = spots.find((spot) => spot.possible > 0);
    if (needy !== undefined) {
      needy.needed--;
      undo.push(() => needy.needed++);
      hits++;
    } else if (free !== undefined) {
      free.possible--;
      undo.push(() => free.possible++);
    } else misses++;
  }
  return { hits, misses };
}

function weightOf({ widthSpace, heightSpace }: GlyphCluster): number {
  const isWithin = (value: number, [low, high]: readonly [number, number]) => value >= low && value <= high;
  const { fullWidth, fullHeight, smallWidth, smallHeight } = SOLVER;
  if (isWithin(widthSpace, fullWidth) && isWithin(heightSpace, fullHeight)) return 1;
  if (isWithin(widthSpace, smallWidth) && isWithin(heightSpace, smallHeight)) return SOLVER.smallWeight;
  return SOLVER.otherWeight;
}
