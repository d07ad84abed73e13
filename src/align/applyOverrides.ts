/** An alignment with a user's corrections in it: what they say stands, the rest is as the match found it. */
import type { Performance } from "../core/performance.js";
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import type { Alignment, AlignmentLink } from "./alignNotes.js";
import { correctClock } from "./correctClock.js";

/** Corrections whose notes have been found; no note of either side stands twice. */
export interface LinkCorrections {
  /** Sounding note and the performed note that it is. */
  readonly links: readonly { readonly soundingIndex: number; readonly noteIndex: number }[];
  /** Sounding notes that were not played. */
  readonly unlinks: readonly number[];
}

/** A note that a correction has left without its partner: nobody has judged whether it has another. */
const UNJUDGED = 0.5;

/**
 * Put corrections into an alignment. A corrected link has confidence 1. The performed note that a corrected note had
 * becomes midi-only, the written note that had the performed one becomes score-only, unless they are corrected too.
 * The clock follows the corrected links. `evidence` stays that of the match.
 *
 * @returns `alignment` itself if there is nothing to correct
 */
export function applyOverrides(
  alignment: Alignment,
  { links, unlinks }: LinkCorrections,
  unfolded: UnfoldedScore,
  performance: Performance,
): Alignment {
  const corrected = new Set([...links.map((link) => link.soundingIndex), ...unlinks]);
  if (corrected.size === 0) return alignment;
  const claimed = new Set(links.map((link) => link.noteIndex));
  const isFreed = (link: AlignmentLink) => corrected.has(link.soundingIndex) || claimed.has(link.noteIndex);
  const freed = alignment.links.filter(isFreed);
  const all = [
    ...alignment.links.filter((link) => !isFreed(link)),
    ...links.map(({ soundingIndex, noteIndex }) => ({ soundingIndex, noteIndex, confidence: 1 })),
  ].sort((a, b) => a.soundingIndex - b.soundingIndex);
  const linked = new Set(links.map((link) => link.soundingIndex));
  const freedSounding = freed.map((link) => link.soundingIndex);
  const freedNotes = freed.map((link) => link.noteIndex);
  return {
    ...alignment,
    links: all,
    scoreOnly: leftOver(alignment.scoreOnly, freedSounding, linked),
    midiOnly: leftOver(alignment.midiOnly, freedNotes, claimed),
    soundingConfidence: judged(alignment.soundingConfidence, freedSounding, corrected),
    noteConfidence: judged(alignment.noteConfidence, freedNotes, claimed),
    clock: correctClock(alignment.clock, {
      unfolded,
      performance,
      links: all,
      touched: [...corrected, ...freedSounding],
      corrected,
    }),
    corrected,
  };
}

/** Ascending. */
function leftOver(before: readonly number[], freed: readonly number[], taken: ReadonlySet<number>): number[] {
  const all = new Set([...before, ...freed]);
  return [...all].filter((index) => !taken.has(index)).sort((a, b) => a - b);
}

function judged(before: Float64Array, freed: readonly number[], certain: ReadonlySet<number>): Float64Array {
  const confidence = Float64Array.from(before);
  for (const index of freed) confidence[index] = UNJUDGED;
  for (const index of certain) confidence[index] = 1;
  return confidence;
}
