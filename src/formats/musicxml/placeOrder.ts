/** Score order of marks. */
import { compare } from "../../core/fraction.js";
import type { ScorePlace } from "../../core/scoreMarks.js";

/** Negative, zero or positive as `a` lies before, at or after `b`. */
export function comparePlaces(a: ScorePlace, b: ScorePlace): number {
  return a.measureIndex - b.measureIndex || compare(a.measureQuarter, b.measureQuarter);
}
