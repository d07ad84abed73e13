import { levelAt, type PartialTrack } from "./partials.js";
import { filterGainDb } from "./velocity.js";

/** What a zone's low-pass does at velocity 80: open until `holdSec`, then in even cents to its end. */
export interface FilterCourse {
  readonly openHz: number;
  readonly endHz: number;
  readonly holdSec: number;
  readonly decaySec: number;
}

/** No sample is raised by more than this to make up for its filter. */
const MAX_BOOST_DB = 24;
/** Where the sound after the loop start is compared, seconds after it. */
const FIT_SEC = [0, 0.2, 0.4, 0.8, 1.2, 1.6];
const DECAYS_SEC = [0.5, 1, 1.8];
/** Ends tried, octaves against the open cutoff. */
const ENDS_OCTAVES = [-5, -4.5, -4, -3.5, -3, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1];
const AUDIBLE_DB = -60;
const MOST_PARTIALS = 14;
/** A moving filter must take away this share of the error of a still one. */
const WORTH = 0.9;

/** Gain in dB of the filter at a moment, as far as the sample can make up for it. */
export function filterDb(course: FilterCourse, freqHz: number, timeSec: number): number {
  const part = Math.max(0, Math.min(1, (timeSec - course.holdSec) / course.decaySec));
  const cutoffHz = course.openHz * (course.endHz / course.openHz) ** part;
  return Math.max(-MAX_BOOST_DB - 12, Math.min(3, filterGainDb(freqHz, cutoffHz)));
}

/** What the sample is raised by so that it has its measured level behind the filter. */
export const boostDb = (course: FilterCourse | undefined, freqHz: number, timeSec: number): number =>
  course ? Math.min(MAX_BOOST_DB, -filterDb(course, freqHz, timeSec)) : 0;

/**
 * Let the filter follow what the loop cannot: the change of brightness after the loop start.
 *
 * Searches the end and the speed that leave each partial nearest to one constant level in the loop.
 *
 * @param openHz   cutoff at velocity 80 during the attack
 * @param fall     what the volume envelope does, dB at a time
 */
export function fitFilter(
  partials: readonly PartialTrack[],
  openHz: number,
  loopStartSec: number,
  fall: (timeSec: number) => number,
): FilterCourse {
  const still: FilterCourse = { openHz, endHz: openHz, holdSec: loopStartSec, decaySec: 1 };
  const heard = strongest(partials, loopStartSec);
  let best = still;
  let least = WORTH * misfit(heard, still, fall);
  for (const decaySec of DECAYS_SEC) {
    for (const octaves of ENDS_OCTAVES) {
      const endHz = Math.min(16000, Math.max(80, openHz * 2 ** octaves));
      const course = { openHz, endHz, holdSec: loopStartSec, decaySec };
      const error = misfit(heard, course, fall);
      if (error < least) [best, least] = [course, error];
    }
  }
  return best;
}

/** The audible partials, at most 14, spread over the spectrum. */
function strongest(partials: readonly PartialTrack[], timeSec: number): PartialTrack[] {
  const levels = partials.map((p) => levelAt(p.course, timeSec));
  const top = Math.max(...levels);
  const heard = partials.filter((_, i) => levels[i] > top + AUDIBLE_DB);
  const step = Math.max(1, heard.length / MOST_PARTIALS);
  return heard.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
}

function misfit(
  partials: readonly PartialTrack[],
  course: FilterCourse,
  fall: (timeSec: number) => number,
): number {
  let error = 0;
  for (const { freqHz, course: level } of partials) {
    const rest = FIT_SEC.map((u) => {
      const t = course.holdSec + u;
      return Math.max(-75, levelAt(level, t)) - fall(t) - filterDb(course, freqHz, t);
    });
    const mean = rest.reduce((s, v) => s + v, 0) / rest.length;
    error += rest.reduce((s, v) => s + (v - mean) ** 2, 0);
  }
  return error;
}
