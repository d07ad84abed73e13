/** Performed notes that are not written out because they belong to an ornament: trill, turn, mordent, tremolo. */
import { add, toNumber } from "../core/fraction.js";
import type { Performance } from "../core/performance.js";
import { quarterToSec } from "../core/scoreClock.js";
import { partitionPoint } from "../core/sortedSearch.js";
import { indexKeys } from "../score/neighbourPitch.js";
import { ornamentKeys } from "../score/ornamentKeys.js";
import type { SoundingNote, UnfoldedScore } from "../score/unfoldedScore.js";
import type { Alignment } from "./alignNotes.js";
import { laneNumber } from "./sharedStrokes.js";

/** An ornament may begin this long before its note. */
const BEFORE_SEC = 0.25;
/** So many ornaments of one key are looked at for one note, latest first. */
const MOST_AT_ONCE = 16;

/** While an ornamented note sounds. */
interface OrnamentSpan {
  readonly soundingIndex: number;
  readonly fromSec: number;
  readonly toSec: number;
  /** Lane of its own stroke, or null if it has none. */
  readonly lane: number | null;
}

/**
 * A note that is not written belongs to the ornamented note that sounds at its onset (or begins within 0.25 s), may
 * strike its key, and is played on the same track and channel. Of several, to the one that began last.
 *
 * @returns sounding note by performed note, for `alignment.midiOnly` notes that belong to an ornament
 */
export function findOrnamentNotes(
  unfolded: UnfoldedScore,
  performance: Performance,
  alignment: Alignment,
): ReadonlyMap<number, number> {
  const owners = new Map<number, number>();
  if (alignment.midiOnly.length === 0) return owners;
  const spans = spansByKey(unfolded, performance, alignment);
  for (const noteIndex of alignment.midiOnly) {
    const { pitch, onsetSec } = performance.notes[noteIndex];
    const lane = laneNumber(performance, noteIndex);
    const list = spans.get(pitch - alignment.transposedSemitones) ?? [];
    const last = partitionPoint(list.length, (k) => list[k].fromSec <= onsetSec) - 1;
    for (let k = last; k >= 0 && k > last - MOST_AT_ONCE; k--) {
      if (onsetSec >= list[k].toSec || (list[k].lane !== null && list[k].lane !== lane)) continue;
      owners.set(noteIndex, list[k].soundingIndex);
      break;
    }
  }
  return owners;
}

/** Spans of every key that an ornament may strike, by start. */
function spansByKey(
  unfolded: UnfoldedScore,
  performance: Performance,
  alignment: Alignment,
): Map<number, OrnamentSpan[]> {
  const keys = indexKeys(unfolded.score);
  const linkOf = new Map(alignment.links.map((link) => [link.soundingIndex, link.noteIndex]));
  const spans = new Map<number, OrnamentSpan[]>();
  for (const sounding of unfolded.sounding) {
    const struck = new Set(sounding.members.flatMap(({ note }) => ornamentKeys(keys, note) ?? []));
    if (struck.size === 0) continue;
    const noteIndex = linkOf.get(sounding.index);
    const lane = noteIndex === undefined ? null : laneNumber(performance, noteIndex);
    const span = {
      soundingIndex: sounding.index,
      lane,
      ...spanOf(sounding, performance, alignment, noteIndex),
    };
    for (const key of struck) {
      const list = spans.get(key);
      if (list) list.push(span);
      else spans.set(key, [span]);
    }
  }
  for (const list of spans.values()) list.sort((a, b) => a.fromSec - b.fromSec);
  return spans;
}

/** From shortly before the stroke to the written end on the clock; two-note tremolos share the time of both notes. */
function spanOf(
  { index, onsetQuarter, durationQuarter, members }: SoundingNote,
  performance: Performance,
  { clock, expectedSec }: Alignment,
  noteIndex: number | undefined,
): { fromSec: number; toSec: number } {
  const double = members[0].note.doubleTremolo?.kind ?? null;
  const end = toNumber(add(onsetQuarter, durationQuarter));
  const duration = toNumber(durationQuarter);
  const startSec = noteIndex === undefined ? expectedSec[index] : performance.notes[noteIndex].onsetSec;
  const firstSec =
    double === "stop" ? quarterToSec(clock, toNumber(onsetQuarter) - duration) : Number.POSITIVE_INFINITY;
  const endSec = quarterToSec(clock, double === "start" ? end + duration : end);
  return { fromSec: Math.min(startSec, firstSec) - BEFORE_SEC, toSec: Math.max(endSec, startSec) };
}
