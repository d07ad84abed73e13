import { dbToPower, interpolate, powerToDb } from "./exactMath.js";
import { bandOf, levelAt, type PartialTrack } from "./partials.js";

/** The measured coarse spectrogram that a sound is built towards: rows of bands, columns of times, dB. */
export interface GridTarget {
  readonly edgesHz: readonly number[];
  readonly timesSec: readonly number[];
  readonly rows: readonly (readonly number[])[];
  /** Share of the power that is partials, 0 to 1: the rest is noise. */
  readonly tonal: number;
}

const SILENCE_DB = -90;
const FALL_DB_PER_SEC = 60;

/**
 * The target of one sound.
 *
 * Between two columns levels run straight; a sound that stops between them would fade over all that time, so its
 * end is put in as a column of its own.
 *
 * @param endSec  when the sound is 60 dB down
 * @param tonal   share of the power that is partials
 */
export function gridTarget(
  edgesHz: readonly number[],
  timesSec: readonly number[],
  grid: readonly (readonly number[])[],
  endSec: number,
  tonal = 1,
): GridTarget {
  const next = timesSec.findIndex((t) => t > endSec);
  const silent = next > 0 && grid.every((row) => row[next] <= SILENCE_DB);
  if (!silent || endSec - timesSec[next - 1] < 0.04) return { edgesHz, timesSec, rows: grid, tonal };
  const last = timesSec[next - 1];
  const stopSec = endSec - 0.02;
  const times = [...timesSec.slice(0, next), stopSec, endSec, ...timesSec.slice(next)];
  const rows = grid.map((row) => {
    const before = row[next - 1];
    const held = before - FALL_DB_PER_SEC * (stopSec - last);
    const stop = Math.max(held, interpolate([last, timesSec[next]], [before, row[next]], stopSec));
    return [...row.slice(0, next), stop, SILENCE_DB, ...row.slice(next)];
  });
  return { edgesHz, timesSec: times, rows, tonal };
}

/** Power per band and time of the partials alone, on their own scale, dB. */
export function bareGrid(target: GridTarget, tracks: readonly PartialTrack[]): number[][] {
  const powers = target.rows.map(() => target.timesSec.map(() => 0));
  for (const { freqHz, course } of tracks) {
    const row = powers[bandOf(target.edgesHz, freqHz)];
    target.timesSec.forEach((t, i) => {
      row[i] += dbToPower(levelAt(course, t));
    });
  }
  return powers.map((row) => row.map(powerToDb));
}

/** What to add to a level of the partials' scale to reach the scale of the measured grid, dB: their share of it. */
export function gridOffsetDb(target: GridTarget, bare: readonly (readonly number[])[]): number {
  const total = (grid: readonly (readonly number[])[]): number =>
    grid.reduce((sum, row) => sum + row.slice(1, 7).reduce((s, db) => s + dbToPower(db), 0), 0);
  return powerToDb(total(target.rows)) - powerToDb(total(bare)) + powerToDb(target.tonal);
}
