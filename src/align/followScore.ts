/** The two following passes together: a first map, first links, and who takes no part in the matching. */
import { ALIGN } from "./alignConstants.js";
import type { NoteLink } from "./linkByPitch.js";
import type { CoarseRows, PerformedEvents } from "./performedEvents.js";
import type { ScoreColumns, ScoreEvents } from "./scoreEvents.js";
import { buildTimeMap, type TimeMap } from "./timeMap.js";
import { followTime, type TimedPath } from "./timePass.js";

export interface Followed {
  readonly map: TimeMap;
  readonly links: readonly NoteLink[];
  /** 0 for notes of passages that were left out. */
  readonly scoreActive: Uint8Array;
  /** 0 for notes far from everything that found a place (other music). */
  readonly performedActive: Uint8Array;
  /** Cost of the pitch pass. */
  readonly cost: number;
}

/** Where the structure pass has put the performed notes. */
export interface PlacedRows {
  /** Rows of `PerformedEvents` that were followed, doublings once. */
  readonly rows: CoarseRows;
  /** Column of the unfolded score by such row, -1 for those without a place. */
  readonly column: Int32Array;
  /** 0 for columns of stretches that were not played. */
  readonly isPlayed: Uint8Array;
  /** Cost of the structure pass. */
  readonly cost: number;
}

export function followScore(score: ScoreEvents, performed: PerformedEvents, placed: PlacedRows): Followed {
  const { columns } = score;
  const { row: rows, onsetSec, pitch } = placed.rows;
  const path = { column: placed.column, hit: Uint8Array.from(placed.column, (j) => (j < 0 ? 0 : 1)) };
  const leftOut = placed.isPlayed.map((played) => 1 - played);
  const performedActive = findActive(performed, onsetSec, path);

  const kept = [...leftOut.keys()].filter((j) => leftOut[j] === 0);
  const near = [...rows.keys()].filter((i) => performedActive[rows[i]] === 1);
  const sub = subsetColumns(columns, kept);
  const renumber = new Int32Array(columns.count).fill(-1);
  kept.forEach((j, k) => {
    renumber[j] = k;
  });
  const subPath = {
    column: Int32Array.from(near, (i) => (path.column[i] < 0 ? -1 : renumber[path.column[i]])),
    hit: Uint8Array.from(near, (i) => path.hit[i]),
  };
  const subRows = {
    onsetSec: Float64Array.from(near, (i) => onsetSec[i]),
    pitch: Uint8Array.from(near, (i) => pitch[i]),
  };
  const first = mapThroughHits(sub, subPath, subRows.onsetSec);
  const timed = believable(sub.count > 0 ? followTime(sub, first, subRows) : null, subPath);
  const second = mapThroughHits(sub, timed, subRows.onsetSec);

  const sec = new Float64Array(columns.count).fill(Number.NaN);
  kept.forEach((j, k) => {
    sec[j] = second.sec[k];
  });
  return {
    map: buildTimeMap(columns.quarter, sec),
    links: linksOf(
      score,
      kept,
      timed,
      near.map((i) => rows[i]),
      performed,
    ),
    scoreActive: Uint8Array.from(score.column, (j) => (j >= 0 && leftOut[j] ? 0 : 1)),
    performedActive,
    cost: placed.cost,
  };
}

/** The time pass drops out where half of the notes are missing: then the first path stands. */
function believable(timed: Visits | null, first: Visits): Visits {
  if (!timed) return first;
  const hits = (visits: Visits) => visits.hit.reduce((sum, hit) => sum + hit, 0);
  return hits(timed) >= ALIGN.believedHitShare * hits(first) ? timed : first;
}

/** All but the notes of long runs without a place that lie further than `strangerSec` from placed ones. */
function findActive(performed: PerformedEvents, onsetSec: Float64Array, path: Visits): Uint8Array {
  const placed = onsetSec.filter((_, i) => path.hit[i] === 1);
  const active = new Uint8Array(performed.count);
  let next = 0;
  for (let from = 0; from < performed.count; ) {
    while (next < placed.length && placed[next] < performed.onsetSec[from]) next++;
    const before = next > 0 ? placed[next - 1] : Number.NEGATIVE_INFINITY;
    const after = next < placed.length ? placed[next] : Number.POSITIVE_INFINITY;
    let to = from + 1;
    while (to < performed.count && performed.onsetSec[to] < after) to++;
    const isShort = to - from < ALIGN.strangerNotes;
    for (let i = from; i < to; i++) {
      const sec = performed.onsetSec[i];
      const isNear = sec - before <= ALIGN.strangerSec || after - sec <= ALIGN.strangerSec;
      active[i] = isNear || isShort ? 1 : 0;
    }
    from = to;
  }
  return active;
}

function subsetColumns(columns: ScoreColumns, kept: readonly number[]): ScoreColumns {
  const mask = new Uint32Array(4 * kept.length);
  kept.forEach((j, k) => {
    mask.set(columns.mask.subarray(4 * j, 4 * j + 4), 4 * k);
  });
  return {
    count: kept.length,
    quarter: Float64Array.from(kept, (j) => columns.quarter[j]),
    size: Int32Array.from(kept, (j) => columns.size[j]),
    mask,
  };
}

type Visits = Pick<TimedPath, "column" | "hit">;

/** The median of each column's hits, made monotone and filled in between. */
function mapThroughHits(columns: ScoreColumns, visits: Visits, onsetSec: Float64Array): TimeMap {
  const hits: number[][] = Array.from({ length: columns.count }, () => []);
  visits.column.forEach((j, i) => {
    if (j >= 0 && visits.hit[i]) hits[j].push(onsetSec[i]);
  });
  const sec = Float64Array.from(hits, (list) =>
    list.length === 0 ? Number.NaN : (list[(list.length - 1) >> 1] + list[list.length >> 1]) / 2,
  );
  return buildTimeMap(columns.quarter, sec);
}

/** The hits as links to the first score note of that column and pitch. */
function linksOf(
  score: ScoreEvents,
  kept: readonly number[],
  visits: Visits,
  rows: readonly number[],
  performed: PerformedEvents,
): NoteLink[] {
  const noteAt = new Map<number, number>();
  for (let i = score.count - 1; i >= 0; i--) {
    const j = score.column[i];
    if (j >= 0 && score.graceRank[i] === 0 && score.columns.quarter[j] === score.quarter[i]) {
      noteAt.set(j * 128 + score.pitch[i], i);
    }
  }
  const links: NoteLink[] = [];
  visits.column.forEach((k, i) => {
    if (k < 0 || !visits.hit[i]) return;
    const note = noteAt.get(kept[k] * 128 + performed.pitch[rows[i]]);
    if (note !== undefined) links.push({ score: note, performed: rows[i], confidence: 0.5 });
  });
  return links;
}
