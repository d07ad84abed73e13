/** What dynamic marks and accents mean as MIDI velocities. */
import { lookUp } from "../core/lookUp.js";
import type { DynamicMark } from "../core/scoreMarks.js";

/** Velocity of a score without dynamic marks: mf. */
export const DEFAULT_VELOCITY = 80;

/** One step of the ladder, for a wedge whose goal is not written. */
export const DYNAMIC_STEP = 16;

/** The ladder, in steps of 16 from ppp to ff, closer at its ends. */
export const DYNAMIC_VELOCITY: Readonly<Record<string, number>> = {
  n: 4,
  pppppp: 4,
  ppppp: 6,
  pppp: 10,
  ppp: 16,
  pp: 32,
  p: 48,
  mp: 64,
  mf: 80,
  f: 96,
  ff: 112,
  fff: 122,
  ffff: 125,
  fffff: 126,
  ffffff: 127,
};

/** How much louder than the level in force: sf, sfz and fz two steps, rf and rfz one and a half, sff and sffz three. */
const ACCENT_STEPS: Readonly<Record<string, number>> = { r: 1.5, s: 2, ss: 3 };

/** Added to the velocity of a note with this articulation; of several the strongest counts. */
const ARTICULATION_VELOCITY: Readonly<Record<string, number>> = {
  accent: 16,
  "strong-accent": 24,
  "soft-accent": 8,
  stress: 12,
  unstress: -12,
};

/** What a mark does. Each field is null where the mark leaves it alone. */
export interface DynamicEffect {
  /** Velocity from here on. */
  readonly level: number | null;
  /** Velocity of the notes that begin exactly here. */
  readonly attack: number | null;
  /** Added to the level for the notes that begin exactly here. */
  readonly accent: number;
}

/**
 * Read a mark: a level (`pp`), an accent on top of the level (`sfz`, `rf`), an attack before a new level (`fp`), or an
 * accent before a new level (`sfp`). A velocity given by the file replaces the level of the table; for a mark that is
 * an accent only, it is that of the notes which begin there. Unknown text without a velocity does nothing.
 */
export function readDynamicMark({ mark, velocity }: Pick<DynamicMark, "mark" | "velocity">): DynamicEffect {
  const level = lookUp(DYNAMIC_VELOCITY, mark);
  if (level !== undefined) return { level: velocity ?? level, attack: null, accent: 0 };
  const soft = /^(f+)(p+|mp)$/.exec(mark);
  if (soft) return { level: velocityOf(soft[2]), attack: velocity ?? velocityOf(soft[1]), accent: 0 };
  const accent = /^(s?)(r?)(f+)z?(p+|mp|mf)?$/.exec(mark);
  if (accent) {
    const kind = accent[2] || (accent[3].length > 1 ? "ss" : "s");
    const after = accent[4] ? velocityOf(accent[4]) : null;
    const attack = velocity ?? (after === null ? null : velocityOf("ff"));
    return {
      level: after,
      attack,
      accent: after === null && velocity === null ? ACCENT_STEPS[kind] * DYNAMIC_STEP : 0,
    };
  }
  return { level: velocity, attack: null, accent: 0 };
}

/** Velocity added by articulations, 0 without an accent. */
export function articulationVelocity(articulations: readonly string[]): number {
  const found = articulations.flatMap((name) => lookUp(ARTICULATION_VELOCITY, name) ?? []);
  return found.length === 0 ? 0 : Math.max(...found);
}

function velocityOf(mark: string): number {
  return lookUp(DYNAMIC_VELOCITY, mark) ?? (mark.startsWith("f") ? 127 : 4);
}
