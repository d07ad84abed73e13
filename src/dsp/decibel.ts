/** Levels in decibels relative to full scale. */

/** What digital silence is called, dBFS: below the noise of 24 bits. */
export const SILENCE_DB = -150;

/** 20·log10 of a gain (1 is full scale), never below `SILENCE_DB`. */
export function gainToDb(gain: number): number {
  return gain > 0 ? Math.max(SILENCE_DB, 20 * Math.log10(gain)) : SILENCE_DB;
}

/** 10·log10 of a power, never below `SILENCE_DB`. */
export function powerToDb(power: number): number {
  return power > 0 ? Math.max(SILENCE_DB, 10 * Math.log10(power)) : SILENCE_DB;
}
