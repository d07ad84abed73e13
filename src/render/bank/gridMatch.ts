import { interpolate } from "./exactMath.js";
import { bareGrid, type GridTarget, gridOffsetDb } from "./gridTarget.js";
import { bandOf, levelAt, type PartialTrack } from "./partials.js";

/** A band this much weaker than measured is noise, not a partial measured too low. */
const NOISE_LACK_DB = 8;
const MOST_DB = { up: 6, down: 30 } as const;
/** Sounds with a smaller share of partials keep their bands' lack for the noise. */
const TONAL_SHARE = 0.5;

/**
 * Pull the partials of each band to the measured coarse spectrogram.
 *
 * Partials were measured in long frames, the grid in short ones: it knows the first tenth of a second better.
 *
 * @returns the partials on the scale of the grid: 0 dB is the peak of the envelope
 * @param untilSec  later moments are left as they are (sustained sounds wander, and the loop does not)
 */
export function matchedToGrid(
  target: GridTarget,
  tracks: readonly PartialTrack[],
  untilSec: number,
): PartialTrack[] {
  if (tracks.length === 0) return [];
  const bare = bareGrid(target, tracks);
  const offset = gridOffsetDb(target, bare);
  const up = target.tonal > TONAL_SHARE ? MOST_DB.up : 0;
  const corrections = bare.map((row, band) =>
    row.map((db, i) => {
      const lack = target.rows[band][i] - offset - db;
      if (lack > NOISE_LACK_DB || target.timesSec[i] > untilSec) return 0;
      return Math.max(-MOST_DB.down, Math.min(up, lack));
    }),
  );
  return tracks.map((track) => {
    const correction = corrections[bandOf(target.edgesHz, track.freqHz)];
    const timesSec = [...new Set([...track.course.timesSec, ...target.timesSec])].sort((a, b) => a - b);
    const levelsDb = timesSec.map(
      (t) => levelAt(track.course, t) + offset + interpolate(target.timesSec, correction, t),
    );
    return { ...track, course: { timesSec, levelsDb } };
  });
}
