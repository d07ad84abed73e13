/** Candidates, clusters and strays, numbered in reading order. */
import { clusterThings } from "./clusterCandidates.js";
import type { PlacedThing } from "./findCandidates.js";
import type { Candidate, GlyphCluster, PageGeometry, StrayGlyph } from "./pageGeometry.js";

/** Number candidates and clusters; what shares a candidate's form but stands on no grid is a stray. */
export function nameCandidates(
  placed: readonly PlacedThing[],
): Pick<PageGeometry, "candidates" | "clusters" | "strays"> {
  const sorted = placed.toSorted(inReadingOrder);
  const candidates: Candidate[] = [];
  const clusters: GlyphCluster[] = [];
  const strays: StrayGlyph[] = [];
  const clusterOf = new Int32Array(sorted.length).fill(-1);
  const forms = clusterThings(sorted).filter((form) => form.some((i) => sorted[i].readings.length > 0));
  forms.forEach((form, cluster) => {
    for (const i of form) clusterOf[i] = cluster;
  });
  const members: number[][] = forms.map(() => []);
  sorted.forEach((item, i) => {
    const cluster = clusterOf[i];
    if (cluster < 0) return;
    const { page, shape, run, box } = item.thing;
    if (item.readings.length === 0) {
      strays.push({ page, shape, run, box, system: item.system, cluster });
      return;
    }
    members[cluster].push(candidates.length);
    const { system, interval, readings } = item;
    const place = { box, x: box[0], y: (box[1] + box[3]) / 2 };
    candidates.push({
      index: candidates.length,
      page,
      shape,
      run,
      system,
      interval,
      cluster,
      ...place,
      readings,
    });
  });
  forms.forEach((form, index) => {
    clusters.push(
      describeCluster(
        index,
        form.map((i) => sorted[i]),
        members[index],
      ),
    );
  });
  return { candidates, clusters, strays };
}

function inReadingOrder(a: PlacedThing, b: PlacedThing): number {
  const [p, q] = [a.thing, b.thing];
  return (
    a.system - b.system || p.box[0] - q.box[0] || p.box[1] - q.box[1] || p.shape - q.shape || p.run - q.run
  );
}

function describeCluster(
  index: number,
  items: readonly PlacedThing[],
  members: readonly number[],
): GlyphCluster {
  const mean = (sizeOf: (item: PlacedThing) => number) =>
    items.reduce((sum, item) => sum + sizeOf(item), 0) / items.length;
  const { text } = items[0].thing;
  return {
    index,
    kind: text === null ? "outline" : "text",
    widthSpace: mean(({ thing, space }) => (thing.box[2] - thing.box[0]) / space),
    heightSpace: mean(({ thing, space }) => (thing.box[3] - thing.box[1]) / space),
    family: text?.family ?? "",
    character: text?.character ?? "",
    members,
  };
}
