/** Whether a performance takes the score's repeats or leaves them out. */
import { DEFAULT_LIMITS, type Limits } from "../core/limits.js";
import type { Performance } from "../core/performance.js";
import type { Score } from "../core/score.js";
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import { unfoldScore } from "../score/unfoldScore.js";
import { matchExport } from "./exportClock.js";
import { buildPerformedEvents, coarseRows } from "./performedEvents.js";
import { followPitches } from "./pitchPass.js";
import { buildScoreEvents } from "./scoreEvents.js";

/** An unfolding must fit an export better by this share of its notes to be preferred. */
const CLEARLY_BETTER = 0.02;

/**
 * Unfold the score as written and with repeats left out, and keep what the performance fits better: by the
 * ticks where the file is an export of the score, else by the cost of following the pitches. As written where both
 * fit equally.
 */
export function chooseRepeats(
  score: Score,
  performance: Performance,
  options: { readonly limits?: Limits } = {},
): UnfoldedScore {
  const limits = options.limits ?? DEFAULT_LIMITS;
  const written = unfoldScore(score, { repeats: "written", limits });
  if (score.structure.length === 0) return written;
  const none = unfoldScore(score, { repeats: "none", limits });
  if (none.notes.length === written.notes.length) return written;
  const writtenExport = matchExport(written, buildScoreEvents(written), performance);
  const noneExport = matchExport(none, buildScoreEvents(none), performance);
  if (writtenExport.clock || noneExport.clock) {
    return noneExport.share > writtenExport.share + CLEARLY_BETTER ? none : written;
  }
  return followingCost(none, performance) < followingCost(written, performance) ? none : written;
}

function followingCost(unfolded: UnfoldedScore, performance: Performance): number {
  const rows = coarseRows(buildPerformedEvents(performance));
  return followPitches(buildScoreEvents(unfolded).columns, rows.onsetSec, rows.pitch).cost;
}
