/**
 * Beats filled evenly: where in a trill, a tremolo or a run of repeated notes each stroke is expected.
 *
 * Where a pitch comes again and again within one beat, the local map is no judge of its strokes: the very notes that are to
 * be told apart have voted on it, each link on the side of itself, and the strokes lie closer than the map bends. What stands
 * apart is the beat. There other notes sound too, and from one beat to the next a player divides evenly, above all in a trill,
 * however many strokes it has. So between two beats that were heard, such notes are expected along a straight line.
 *
 * @source  measured in bench/alignment/README.md, "Even beats"
 */
import { toNumber } from "../core/fraction.js";
import { lastAtOrBefore } from "../core/sortedSearch.js";
import { beatGrid } from "../score/beatGrid.js";
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import { ALIGN } from "./alignConstants.js";
import { columnMedians } from "./columnMedians.js";
import type { Links } from "./linkByPitch.js";
import type { PerformedEvents } from "./performedEvents.js";
import type { ScoreColumns, ScoreEvents } from "./scoreEvents.js";

/** Columns of two neighbouring beats: what lies on the first or between them fills the beat. */
export interface EvenBeat {
  readonly fromColumn: number;
  readonly toColumn: number;
}

/**
 * The beats within which some pitch begins at `ALIGN.evenStrokes` columns or more, in order. A beat counts if notes begin
 * on it and on the next one; music without a meter has no beats.
 *
 * @param score  on the axis of `unfolded`, not pressed together
 * @cost         beats × log columns, and columns
 */
export function findEvenBeats(unfolded: UnfoldedScore, { columns }: ScoreEvents): EvenBeat[] {
  const found: EvenBeat[] = [];
  const { beats } = beatGrid(unfolded);
  let fromColumn = -1;
  beats.forEach((beat, k) => {
    const quarter = toNumber(beat.quarter);
    const column = lastAtOrBefore(columns.quarter, quarter);
    const toColumn = column >= 0 && columns.quarter[column] === quarter ? column : -1;
    // Measures in between that have no beats are no beat, nor is a passage that was left out.
    const follows = k > 0 && beat.measureVisit - beats[k - 1].measureVisit <= 1;
    if (follows && fromColumn >= 0 && toColumn >= 0 && hasRecurrence(columns, fromColumn, toColumn))
      found.push({ fromColumn, toColumn });
    fromColumn = toColumn;
  });
  return found;
}

/** Whether one pitch stands in `ALIGN.evenStrokes` of the columns from `from` to before `to`. */
function hasRecurrence({ mask }: ScoreColumns, from: number, to: number): boolean {
  if (to - from < ALIGN.evenStrokes) return false;
  const seen = new Int32Array(ALIGN.evenStrokes);
  for (let word = 0; word < 4; word++) {
    // Bit b of seen[n] says that pitch b of the word has stood in more than n columns.
    seen.fill(0);
    for (let column = from; column < to; column++) {
      let again = mask[4 * column + word];
      for (let n = 0; n < seen.length; n++) {
        const before = seen[n];
        seen[n] |= again;
        again &= before;
      }
    }
    if (seen[seen.length - 1] !== 0) return true;
  }
  return false;
}

/**
 * Seconds at the columns: straight from beat to beat within even beats, `mapSec` elsewhere. A beat was heard where a linked
 * note lies within `ALIGN.evenSec` of the map, at the median of such notes. Where the line leaves the map by more than that,
 * the player waited or hurried within the beat, and the map stands.
 *
 * @param score   score time as it was played (`playedAxis`)
 * @param mapSec  the map at the columns
 * @cost          linear
 */
export function evenBeatTimes(
  score: ScoreEvents,
  performed: PerformedEvents,
  evenBeats: readonly EvenBeat[],
  links: Links,
  mapSec: Float64Array,
): Float64Array {
  if (evenBeats.length === 0) return mapSec;
  const heardSec = hearBeats(score, performed, evenBeats, links, mapSec);
  const sec = mapSec.slice();
  for (const beat of evenBeats) layEvenly(sec, score.columns.quarter, beat, heardSec);
  return sec;
}

/** Lay the columns of one beat on the line between its ends, if both were heard and the line stays near the map. */
function layEvenly(
  sec: Float64Array,
  quarter: Float64Array,
  { fromColumn, toColumn }: EvenBeat,
  heardSec: Float64Array,
): void {
  const start = heardSec[fromColumn];
  const slope = (heardSec[toColumn] - start) / (quarter[toColumn] - quarter[fromColumn]);
  if (!(slope > 0 && Number.isFinite(slope))) return;
  const onLine = (k: number) => start + (quarter[k] - quarter[fromColumn]) * slope;
  for (let k = fromColumn; k < toColumn; k++) if (Math.abs(onLine(k) - sec[k]) > ALIGN.evenSec) return;
  for (let k = fromColumn; k < toColumn; k++) sec[k] = onLine(k);
}

/** When each column at an end of an even beat was heard; NaN for all others. */
function hearBeats(
  score: ScoreEvents,
  performed: PerformedEvents,
  evenBeats: readonly EvenBeat[],
  links: Links,
  mapSec: Float64Array,
): Float64Array {
  const isAsked = new Uint8Array(score.columns.count);
  for (const { fromColumn, toColumn } of evenBeats) isAsked[fromColumn] = isAsked[toColumn] = 1;
  const column = new Int32Array(score.count);
  const sec = new Float64Array(score.count);
  for (let i = 0; i < score.count; i++) {
    column[i] = links[i] < 0 || score.grace[i] !== 0 ? -1 : score.column[i];
    if (column[i] < 0) continue;
    sec[i] = performed.onsetSec[links[i]];
    if (!isAsked[column[i]] || Math.abs(sec[i] - mapSec[column[i]]) > ALIGN.evenSec) column[i] = -1;
  }
  return columnMedians(score.columns.count, column, sec);
}
