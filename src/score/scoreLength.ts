/** How long a score lasts on a clock. */
import { toNumber } from "../core/fraction.js";
import { assertWithin, type Limits } from "../core/limits.js";
import { quarterToSec, type ScoreClock } from "../core/scoreClock.js";
import type { MeasureVisit, UnfoldedScore } from "./unfoldedScore.js";

/**
 * Refuse a score that lasts longer than the limit `durationSec`. Mostly that is one misprinted duration, so the longest
 * measure is named.
 *
 * @throws LeitmotionError LIMIT_EXCEEDED
 */
export function assertScoreLength(
  { score, visits, endQuarter }: UnfoldedScore,
  clock: ScoreClock,
  limits: Limits,
): void {
  const totalSec = Math.round(quarterToSec(clock, toNumber(endQuarter)));
  if (totalSec <= limits.durationSec) return;
  const lengthSec = ({ startQuarter, fromQuarter, toQuarter }: MeasureVisit) => {
    const start = toNumber(startQuarter);
    const end = start + toNumber(toQuarter) - toNumber(fromQuarter);
    return quarterToSec(clock, end) - quarterToSec(clock, start);
  };
  const longest = visits.reduce((a, b) => (lengthSec(b) > lengthSec(a) ? b : a));
  const { number: measure } = score.measures[longest.measureIndex];
  assertWithin(limits, "durationSec", totalSec, "Seconds the score lasts", { measure });
}
