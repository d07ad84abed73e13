import { upperMedian } from "../../core/median.js";
import { dbToPower, interpolate, powerToDb } from "./exactMath.js";
import type { TimbreNote, TimbreProgram, TimbreTable } from "./timbreTable.js";

/** What the volume envelope of a zone does. */
export interface ZoneEnvelope {
  /** Linear rise, seconds; 0 when the rise is in the sample. */
  readonly riseSec: number;
  /** Fall after the rise, dB/s, <= 0; 0: held. */
  readonly slopeDb: number;
  readonly releaseSec: number;
}

/** Rises that can be fitted; shorter ones are in the sample. */
const RISES_SEC = [0, 0.2, 0.3, 0.45, 0.6, 0.8, 1.1, 1.5];
const FLOOR_DB = -60;
/** Families whose `sustain` notes may still fade. */
const FADING = new Set(["piano", "chromatic", "guitar", "bass", "pad", "fx", "lead"]);

/** Whether a note fades while its key is held: all of kind `decay`, and held plucked or synthetic ones that do. */
export function fades(program: TimbreProgram, note: TimbreNote): boolean {
  if (program.kind === "decay") return true;
  const [, at03, at1, at2, at27] = note.env;
  return FADING.has(program.family) && at2 < at03 - 4 && at1 < at03 + 1 && at27 < at03 - 5;
}

/**
 * Slope of the envelope after the loop start, fitted to its next 1.2 s, less where it falls below -60 dB.
 *
 * @returns  dB/s, <= -0.3
 */
export function fallSlope(table: TimbreTable, note: TimbreNote, loopStartSec: number): number {
  const level = (t: number): number => interpolate(table.env_s, note.env, t);
  let untilSec = loopStartSec + 1.2;
  while (untilSec > loopStartSec + 0.2 && level(untilSec) < FLOOR_DB) untilSec -= 0.05;
  const slope = (level(untilSec) - level(loopStartSec)) / (untilSec - loopStartSec);
  return Math.max(-300, Math.min(-0.3, slope));
}

/** A fall in one or two straight lines: the second voice, quieter and slower, is what is left when the first is gone. */
export interface Fall {
  readonly slopeDb: number;
  readonly slow?: { readonly slopeDb: number; readonly gainDb: number };
}

/** Level of both voices together, 0 dB being the first alone at time 0. */
export function fallDb({ slopeDb, slow }: Fall, timeSec: number): number {
  if (!slow) return slopeDb * timeSec;
  return powerToDb(dbToPower(slopeDb * timeSec) + dbToPower(slow.gainDb + slow.slopeDb * timeSec));
}

/** A second voice must take away this share of the error of one. */
const SECOND_VOICE_WORTH = 0.5;

/**
 * Fit a fall of one or two stages to the measured envelope after the loop start.
 *
 * @param single  slope of the best single line, dB/s
 */
export function fitFall(table: TimbreTable, note: TimbreNote, loopStartSec: number, single: number): Fall {
  const times = [0, 0.2, 0.5, 0.9, 1.4, 1.9, 2.3].map((u) => loopStartSec + u);
  const levels = times.map((t) => Math.max(FLOOR_DB, interpolate(table.env_s, note.env, t)));
  const misfit = (fall: Fall): number => {
    const rest = times.map((t, i) => levels[i] - Math.max(FLOOR_DB - 10, fallDb(fall, t)));
    return rest.reduce((s, v) => s + (v - rest[0]) ** 2, 0);
  };
  let best: Fall = { slopeDb: single };
  let least = SECOND_VOICE_WORTH * misfit(best);
  if (least < 40) return best;
  for (const faster of [1, 1.3, 1.7, 2.2, 3]) {
    for (const slower of [0.03, 0.15, 0.3, 0.5]) {
      for (const gainDb of [-6, -9, -12, -15, -18, -22, -26]) {
        const fall = { slopeDb: Math.max(-300, single * faster), slow: { slopeDb: single * slower, gainDb } };
        const error = misfit(fall);
        if (error < least) [best, least] = [fall, error];
      }
    }
  }
  return best;
}

/** The rise that brings a straight ramp nearest to the measured envelope of a held note. */
export function riseTime(table: TimbreTable, note: TimbreNote): number {
  if (note.attack <= 150) return 0;
  const rest = [table.grid_s, table.env_s].flat();
  const power = table.grid_s.map((_, i) => note.grid.reduce((s, row) => s + 10 ** (row[i] / 10), 0));
  const levels = [...power.map((p) => 10 * Math.log10(p + 1e-9)), ...note.env];
  const errors = RISES_SEC.map((rise) => {
    const gaps = rest.map(
      (t, i) => levels[i] - 20 * Math.log10(Math.max(0.01, Math.min(1, rise > 0 ? t / rise : 1))),
    );
    const mean = gaps.reduce((s, v) => s + v, 0) / gaps.length;
    return gaps.reduce((s, v) => s + Math.abs(v - mean), 0);
  });
  return RISES_SEC[errors.indexOf(Math.min(...errors))];
}

/** Time of 96 dB after key-off: five times the measured 20 dB, within what is silent in 1 s (bells, pads: 2 s). */
export function releaseTime(program: TimbreProgram): number {
  const rings = program.family === "chromatic" || program.family === "pad" || program.family === "fx";
  const measured = program.notes.map((n) => n.rel20).filter((x): x is number => x !== null);
  const rel20 = measured.length > program.notes.length / 2 ? upperMedian(measured) : 0.5;
  return Math.max(0.04, 4.8 * Math.min(rel20, rings ? 0.5 : 0.26));
}
