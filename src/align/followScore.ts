/** The two following passes together: a first map, first links, and who takes no part in the matching. */
import { ALIGN } from "./alignConstants.js";
import { columnMedians } from "./columnMedians.js";
import type { Links } from "./linkByPitch.js";
import type { CoarseRows, PerformedEvents } from "./performedEvents.js";
import { columnsByPitch } from "./pitchColumns.js";
import type { ScoreColumns, ScoreEvents } from "./scoreEvents.js";
import { buildTimeMap, type TimeMap } from "./timeMap.js";
import { followTime, type TimedRows } from "./timePass.js";
import { gatherByBin } from "./timesByBin.js";

export interface Followed {
  readonly map: TimeMap;
  readonly links: Links;
  /** 0 for notes of passages that were left out. */
  readonly scoreActive: Uint8Array;
  /** 0 for notes far from everything that found a place (other music). */
  readonly performedActive: Uint8Array;
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
  const { isPlayed } = placed;
  const performedActive = findActive(performed, placed);
  const part = takePart(columns, performed, placed, performedActive);
  const first = mapThroughHits(part.columns, part.rows.onsetSec, part.column);
  const timed =
    part.columns.count > 0
      ? believable(followTime(part.columns, first, part.rows), part.column)
      : part.column;
  const second = mapThroughHits(part.columns, part.rows.onsetSec, timed);
  const sec = new Float64Array(columns.count).fill(Number.NaN);
  for (let k = 0; k < part.kept.length; k++) sec[part.kept[k]] = second.sec[k];
  const scoreActive = new Uint8Array(score.count);
  for (let i = 0; i < score.count; i++) {
    scoreActive[i] = score.column[i] >= 0 ? isPlayed[score.column[i]] : 1;
  }
  return {
    map: buildTimeMap(columns.quarter, sec),
    links: linksOf(score, performed, part, timed),
    scoreActive,
    performedActive,
  };
}

/** The columns that were played and the notes that are no other music, numbered anew. */
interface Part {
  readonly columns: ScoreColumns;
  /** Number of each column in the whole score. */
  readonly kept: Int32Array;
  readonly rows: TimedRows;
  /** Row of `PerformedEvents` of each row. */
  readonly row: Int32Array;
  /** Column that the structure pass gave each row, or -1. */
  readonly column: Int32Array;
}

function takePart(
  columns: ScoreColumns,
  performed: PerformedEvents,
  { rows, column, isPlayed }: PlacedRows,
  performedActive: Uint8Array,
): Part {
  const renumber = new Int32Array(columns.count).fill(-1);
  let count = 0;
  for (let k = 0; k < columns.count; k++) if (isPlayed[k]) renumber[k] = count++;
  const kept = new Int32Array(count);
  for (let k = 0; k < columns.count; k++) if (renumber[k] >= 0) kept[renumber[k]] = k;
  const near = rows.row.filter((row) => performedActive[row] === 1);
  const onsetSec = new Float64Array(near.length);
  const pitch = new Uint8Array(near.length);
  const nearColumn = new Int32Array(near.length);
  let next = 0;
  for (let i = 0; i < rows.row.length; i++) {
    if (performedActive[rows.row[i]] === 0) continue;
    onsetSec[next] = performed.onsetSec[rows.row[i]];
    pitch[next] = performed.pitch[rows.row[i]];
    nearColumn[next++] = column[i] < 0 ? -1 : renumber[column[i]];
  }
  const taken = count === columns.count ? columns : subsetColumns(columns, kept);
  return { columns: taken, kept, rows: { onsetSec, pitch }, row: near, column: nearColumn };
}

/** The time pass drops out where half of the notes are missing: then the first path stands. */
function believable(timed: Int32Array, first: Int32Array): Int32Array {
  return hitsOf(timed) >= ALIGN.believedHitShare * hitsOf(first) ? timed : first;
}

function hitsOf(column: Int32Array): number {
  let hits = 0;
  for (let i = 0; i < column.length; i++) if (column[i] >= 0) hits++;
  return hits;
}

/** All but the notes of long runs without a place that lie further than `strangerSec` from placed ones. */
function findActive(performed: PerformedEvents, { rows, column }: PlacedRows): Uint8Array {
  const placed = rows.onsetSec.filter((_, i) => column[i] >= 0);
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

function subsetColumns(columns: ScoreColumns, kept: Int32Array): ScoreColumns {
  const mask = new Int32Array(4 * kept.length);
  const quarter = new Float64Array(kept.length);
  const size = new Int32Array(kept.length);
  for (let k = 0; k < kept.length; k++) {
    quarter[k] = columns.quarter[kept[k]];
    size[k] = columns.size[kept[k]];
    mask.set(columns.mask.subarray(4 * kept[k], 4 * kept[k] + 4), 4 * k);
  }
  return { count: kept.length, quarter, size, mask, byPitch: columnsByPitch(mask) };
}

/** The median of each column's hits, made monotone and filled in between. */
function mapThroughHits(columns: ScoreColumns, onsetSec: Float64Array, column: Int32Array): TimeMap {
  return buildTimeMap(columns.quarter, columnMedians(columns.count, column, onsetSec));
}

/** The hits as links to the first score note of that column and pitch. */
function linksOf(score: ScoreEvents, performed: PerformedEvents, part: Part, timed: Int32Array): Links {
  const hits = gatherByBin(timed, part.kept.length);
  const renumber = new Int32Array(score.columns.count).fill(-1);
  for (let k = 0; k < part.kept.length; k++) renumber[part.kept[k]] = k;
  const isTaken = new Uint8Array(timed.length);
  const links: Links = new Int32Array(score.count).fill(-1);
  for (let i = 0; i < score.count; i++) {
    const column = score.column[i];
    if (column < 0 || renumber[column] < 0 || score.graceRank[i] !== 0) continue;
    if (score.columns.quarter[column] !== score.quarter[i]) continue;
    // The first hit of the pitch counts, and no other.
    const end = hits.start[renumber[column] + 1];
    let at = hits.start[renumber[column]];
    while (at < end && performed.pitch[part.row[hits.item[at]]] !== score.pitch[i]) at++;
    if (at === end || isTaken[hits.item[at]]) continue;
    isTaken[hits.item[at]] = 1;
    links[i] = part.row[hits.item[at]];
  }
  return links;
}
