import { keyToHz } from "./exactMath.js";
import { bareGrid, type GridTarget } from "./gridTarget.js";
import type { PartialTrack } from "./partials.js";
import type { TimbreNote } from "./timbreTable.js";

/** Overtones of a free uniform bar against its fundamental (Euler-Bernoulli). */
const BAR_RATIOS = [2.756, 5.404, 8.933, 13.34];
/** A band that still rings this loud 0.12 and 0.25 s after the stroke and has this little in it lacks an overtone. */
const RINGING_DB = -42;
const LACK_DB = 10;
/** Where more modes were found, what is left between them is noise. */
const FEW_MODES = 6;

/**
 * Bars and bells whose highest overtones were not found as modes: where a band rings on without one, a sine takes
 * the band's course, at the place of a free bar's overtone if one falls into the band. Noise there would hiss.
 *
 * @param tracks  partials on the scale of the grid
 */
export function withOvertones(
  target: GridTarget,
  note: TimbreNote,
  tracks: readonly PartialTrack[],
  maxHz: number,
): readonly PartialTrack[] {
  if (!note.modes || note.modes.length > FEW_MODES) return tracks;
  const bare = bareGrid(target, tracks);
  const f0Hz = keyToHz(note.key);
  const added = target.rows.flatMap((row, band) => {
    const [low, high] = [target.edgesHz[band], target.edgesHz[band + 1]];
    if (low < f0Hz || row[3] < RINGING_DB || row[4] < RINGING_DB || row[3] - bare[band][3] < LACK_DB)
      return [];
    const bar = BAR_RATIOS.map((r) => r * f0Hz).find((hz) => hz >= low && hz < high);
    const freqHz = bar ?? Math.sqrt(low * high);
    return freqHz < maxHz ? [{ freqHz, course: { timesSec: target.timesSec, levelsDb: row } }] : [];
  });
  return [...tracks, ...added];
}
