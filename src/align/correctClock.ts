/** The clock of an aligned performance, once some of its links have been corrected by hand. */

import { toNumber } from "../core/fraction.js";
import { median } from "../core/median.js";
import type { Performance } from "../core/performance.js";
import { buildScoreClock, quarterToSec, type ScoreClock } from "../core/scoreClock.js";
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import type { AlignmentLink } from "./alignNotes.js";

/** A note that nobody has corrected and that lies further than this from the clock says nothing about its onset. */
const BELIEVED_SEC = 0.35;

export interface CorrectedLinks {
  readonly unfolded: UnfoldedScore;
  readonly performance: Performance;
  /** All links, corrected ones among them. */
  readonly links: readonly AlignmentLink[];
  /** Sounding notes whose link is new or gone. */
  readonly touched: readonly number[];
  /** Sounding notes whose link is the user's. */
  readonly corrected: ReadonlySet<number>;
}

/**
 * Time the onsets of the touched notes anew: the median of the notes linked there, held between the breakpoints on both
 * sides, so that the clock never runs backwards. An onset that has lost all its notes is no breakpoint any more.
 *
 * @returns the same clock where the MIDI file's own tempo map is the clock: no link decides that one
 */
export function correctClock(clock: ScoreClock, corrections: CorrectedLinks): ScoreClock {
  if (clock.source !== "aligned") return clock;
  const heard = onsetsAt(clock, corrections);
  const kept = clock.quarters
    .map((quarter, k) => ({ quarter, sec: clock.secs[k] }))
    .filter(({ quarter }) => !heard.has(quarter));
  for (const [quarter, onsets] of [...heard].sort(([a], [b]) => a - b))
    if (onsets.length > 0) insert(kept, quarter, median(onsets));
  if (kept.length < 2) return clock;
  return buildScoreClock(
    "aligned",
    kept.map(({ quarter }) => quarter),
    kept.map(({ sec }) => sec),
  );
}

/** Onsets heard at each touched score position, grace notes aside. */
function onsetsAt(clock: ScoreClock, corrections: CorrectedLinks): Map<number, number[]> {
  const { unfolded, performance, links, touched, corrected } = corrections;
  const quarterOf = (soundingIndex: number) => toNumber(unfolded.sounding[soundingIndex].onsetQuarter);
  const isGrace = (soundingIndex: number) => unfolded.sounding[soundingIndex].members[0].note.grace !== null;
  const heard = new Map<number, number[]>();
  for (const index of touched) if (!isGrace(index)) heard.set(quarterOf(index), []);
  for (const { soundingIndex, noteIndex } of links) {
    const quarter = quarterOf(soundingIndex);
    const { onsetSec } = performance.notes[noteIndex];
    const isBelieved =
      corrected.has(soundingIndex) || Math.abs(onsetSec - quarterToSec(clock, quarter)) <= BELIEVED_SEC;
    if (isBelieved && !isGrace(soundingIndex)) heard.get(quarter)?.push(onsetSec);
  }
  return heard;
}

/** Points stay ascending in both; the new one gives way. */
function insert(points: { quarter: number; sec: number }[], quarter: number, sec: number): void {
  const next = points.findIndex((point) => point.quarter > quarter);
  const at = next < 0 ? points.length : next;
  const earliest = points[at - 1]?.sec ?? Number.NEGATIVE_INFINITY;
  const latest = points[at]?.sec ?? Number.POSITIVE_INFINITY;
  points.splice(at, 0, { quarter, sec: Math.min(latest, Math.max(earliest, sec)) });
}
