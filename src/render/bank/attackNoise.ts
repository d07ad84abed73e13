import { dbToPower, powerToDb } from "./exactMath.js";
import { bareGrid, type GridTarget } from "./gridTarget.js";
import type { Course, PartialTrack } from "./partials.js";

/** Noise of one band of the table, 0 dB being the peak of the envelope. */
export interface NoiseCourse {
  readonly band: number;
  readonly course: Course;
}

const SILENCE_DB = -99;
const AUDIBLE_DB = -75;

/**
 * The noise that the measured grid has beyond the partials (analysis by synthesis): per band, wherever the measured
 * level is more than 2 dB above the bare tone, the difference of the powers.
 *
 * A band that lacks more at 0.12 s than at 0.03 s beats, it does not hiss: it is left out. The lowest band is left
 * out where the second is far weaker: that is an offset of the recording, not a sound.
 *
 * @param tracks    partials on the scale of the grid
 * @param untilSec  later noise is dropped (sustained sounds: their noise is a layer of its own)
 * @param hisses    whether the sound is noise by nature: nothing is taken for beating
 */
export function attackNoise(
  target: GridTarget,
  tracks: readonly PartialTrack[],
  untilSec: number,
  hisses: boolean,
): NoiseCourse[] {
  const bare = bareGrid(target, tracks);
  const courses: NoiseCourse[] = [];
  bare.forEach((row, band) => {
    const measured = target.rows[band];
    const lack = row.map((db, i) => measured[i] - db);
    const beats = !hisses && row[3] > -60 && lack[3] > lack[1] + 3 && lack[3] > 3 && lack[3] < 12;
    const offsetOnly = band === 0 && target.rows[0][3] > target.rows[1][3] + 18;
    if (beats || offsetOnly) return;
    const levelsDb = row.map((db, i) =>
      target.timesSec[i] <= untilSec && lack[i] > 2
        ? powerToDb(dbToPower(measured[i]) - dbToPower(db))
        : Math.min(SILENCE_DB, measured[i] - 30),
    );
    if (Math.max(...levelsDb) > AUDIBLE_DB)
      courses.push({ band, course: { timesSec: target.timesSec, levelsDb } });
  });
  return courses;
}
