import { dbToPower, powerToDb } from "./exactMath.js";
import { bandOf, type Course, levelAt, type PartialTrack } from "./partials.js";
import type { TimbreNote, TimbreTable } from "./timbreTable.js";

/** Noise of one band of the table, on the level scale of the partials. */
export interface NoiseCourse {
  readonly band: number;
  readonly course: Course;
}

const SILENCE_DB = -99;

/** Power per band and time of the partials alone: `grid` of the bare tone, on the partials' scale, dB. */
export function bareGrid(table: TimbreTable, tracks: readonly PartialTrack[]): number[][] {
  const powers = table.bands_hz.slice(0, -1).map(() => table.grid_s.map(() => 0));
  for (const { freqHz, course } of tracks) {
    const row = powers[bandOf(table.bands_hz, freqHz)];
    table.grid_s.forEach((t, i) => {
      row[i] += dbToPower(levelAt(course, t));
    });
  }
  return powers.map((row) => row.map(powerToDb));
}

/** What to add to a level of the partials' scale to reach the scale of the measured grid, dB. */
export function gridOffsetDb(note: TimbreNote, bare: readonly (readonly number[])[]): number {
  const total = (grid: readonly (readonly number[])[]): number =>
    grid.reduce((sum, row) => sum + row.slice(1, 7).reduce((s, db) => s + dbToPower(db), 0), 0);
  return powerToDb(total(note.grid)) - powerToDb(total(bare));
}

/**
 * The noise that the measured grid has beyond the partials (analysis by synthesis): per band, wherever the measured
 * level is more than 2 dB above the bare tone, the difference of the powers.
 *
 * A band that lacks more at 0.12 s than at 0.03 s beats, it does not hiss: it is left out.
 *
 * @param untilSec  later noise is dropped (sustained sounds: their noise is a layer of its own)
 */
export function attackNoise(
  table: TimbreTable,
  note: TimbreNote,
  tracks: readonly PartialTrack[],
  untilSec: number,
): NoiseCourse[] {
  const bare = bareGrid(table, tracks);
  const offset = gridOffsetDb(note, bare);
  const courses: NoiseCourse[] = [];
  bare.forEach((row, band) => {
    const measured = note.grid[band].map((db) => db - offset);
    const lack = row.map((db, i) => measured[i] - db);
    const beats = row[3] > -60 && lack[3] > lack[1] + 3 && lack[3] > 3;
    if (beats) return;
    const levelsDb = row.map((db, i) =>
      table.grid_s[i] <= untilSec && lack[i] > 2
        ? powerToDb(dbToPower(measured[i]) - dbToPower(db))
        : Math.min(SILENCE_DB, measured[i] - 30),
    );
    if (Math.max(...levelsDb) > -75) courses.push({ band, course: { timesSec: table.grid_s, levelsDb } });
  });
  return courses;
}
