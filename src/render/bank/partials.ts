import { dbToPower, interpolate, keyToHz, powerToDb } from "./exactMath.js";
import type { TimbreNote, TimbreTable } from "./timbreTable.js";

/** Level in dB over time in seconds as a broken line; constant outside. */
export interface Course {
  readonly timesSec: readonly number[];
  readonly levelsDb: readonly number[];
}

/** One partial: its frequency and its level, 0 dB being the strongest partial of the note. */
export interface PartialTrack {
  readonly freqHz: number;
  readonly course: Course;
  /** Pitch of the attack against the later one. */
  readonly chirp?: Chirp;
}

/** Cents against the later pitch, at seconds. */
export interface Chirp {
  readonly timesSec: readonly number[];
  readonly cents: readonly number[];
}

const SILENCE_DB = -99;
/** Levels at or below this are not synthesised. */
const INAUDIBLE_DB = -75;
/** Late slopes outside this range are errors of measurement. */
const SLOPES_DB_PER_SEC = [-300, -0.3] as const;
/** With so few modes the harmonics measured beside them are real; with more they are the modes' own skirts. */
const FEW_MODES = 6;
/** Last point of every course. */
const END_SEC = 2;

export const levelAt = (course: Course, timeSec: number): number =>
  interpolate(course.timesSec, course.levelsDb, timeSec);

const clamp = (x: number, low: number, high: number): number => Math.max(low, Math.min(high, x));

export const bandOf = (edgesHz: readonly number[], freqHz: number): number => {
  const band = edgesHz.findIndex((edge, i) => freqHz >= edge && freqHz < edgesHz[i + 1]);
  return band < 0 ? edgesHz.length - 2 : band;
};

/** The group of partial `k` counted from 1; the last group goes on above its end. */
const groupOf = (groups: readonly (readonly number[])[], k: number): number => {
  const group = groups.findIndex(([, last]) => k <= last);
  return group < 0 ? groups.length - 1 : group;
};

/**
 * The partials of one measured key with their levels over time.
 *
 * Struck and plucked strings: level at `ta`, 0.3 s and 1 s, then the late slope of their group; before `ta` the
 * rise of their band in the coarse spectrogram. Sustained sounds: that rise, then what was measured at 0.3 and 1 s.
 * Bells, mallets and drums: modes, each with its slope; a few modes are joined by the harmonics beside them.
 *
 * @param maxHz  partials above are left out
 */
export function partialTracks(
  table: TimbreTable,
  note: TimbreNote,
  kind: "decay" | "sustain",
  maxHz: number,
): PartialTrack[] {
  const modes = note.modes ? modeTracks(table, note, maxHz) : [];
  if (modes.length > FEW_MODES) return modes;
  const harmonics = harmonicTracks(table, note, kind, maxHz);
  const own = (hz: number): boolean => modes.every((m) => Math.abs(m.freqHz / hz - 1) > 0.04);
  return [...modes, ...harmonics.filter((h) => own(h.freqHz))];
}

function harmonicTracks(
  table: TimbreTable,
  note: TimbreNote,
  kind: "decay" | "sustain",
  maxHz: number,
): PartialTrack[] {
  const f0Hz = keyToHz(note.key) / (note.base ?? 1);
  const stretch = Math.min(note.B ?? 0, 0.002);
  const tracks: PartialTrack[] = [];
  for (let k = 1; ; k++) {
    const freqHz = k * f0Hz * Math.sqrt(1 + stretch * k * k);
    if (freqHz >= maxHz || k > 400) break;
    const levels = measuredLevels(note, k);
    if (Math.max(...levels) <= INAUDIBLE_DB) continue;
    const course =
      kind === "decay"
        ? decayCourse(table, note, k, freqHz, levels)
        : sustainCourse(table, note, freqHz, levels);
    tracks.push({ freqHz, course });
  }
  return tracks;
}

/** Levels of partial k at `ta`, 0.3 s and 1 s; above the 40th the mean of its third of an octave. */
function measuredLevels(note: TimbreNote, k: number): number[] {
  if (k <= 40) return [note.pa, note.pb, note.pc].map((row) => row[k - 1] ?? SILENCE_DB);
  const third = Math.floor(3 * Math.log2(k / 40.5));
  return [0, 1, 2].map((row) => note.hi?.[row]?.[third] ?? SILENCE_DB);
}

const bandCourse = (table: TimbreTable, note: TimbreNote, freqHz: number) => {
  const row = note.grid[bandOf(table.bands_hz, freqHz)];
  return (timeSec: number): number => interpolate(table.grid_s, row, timeSec);
};

function decayCourse(
  table: TimbreTable,
  note: TimbreNote,
  k: number,
  freqHz: number,
  [a, b, c]: number[],
): Course {
  const band = bandCourse(table, note, freqHz);
  const points: [number, number][] = table.grid_s
    .filter((t) => t < note.ta - 0.005)
    .map((t) => [t, a + clamp(band(t) - band(note.ta), -40, 4)]);
  points.push([note.ta, a]);
  if (note.ta < 0.22) points.push([0.3, Math.max(b, a - 90)]);
  points.push([1, Math.max(c, SILENCE_DB)]);
  const slope = note.dec[groupOf(table.groups, k)]?.[3] ?? note.pdec?.[k - 1] ?? -10;
  points.push([END_SEC, c + clamp(slope, ...SLOPES_DB_PER_SEC) * (END_SEC - 1)]);
  return { timesSec: points.map((p) => p[0]), levelsDb: points.map((p) => p[1]) };
}

function sustainCourse(table: TimbreTable, note: TimbreNote, freqHz: number, [, b, c]: number[]): Course {
  const band = bandCourse(table, note, freqHz);
  const held = powerToDb((dbToPower(b) + dbToPower(c)) / 2);
  const heldBand = powerToDb((dbToPower(band(0.25)) + dbToPower(band(0.5)) + dbToPower(band(1))) / 3);
  const times = table.grid_s.filter((t) => t < 0.2);
  const rise = times.map((t) => held + clamp(band(t) - heldBand, -40, 10));
  const later = c + clamp(band(2) - band(1), -20, 12);
  return { timesSec: [...times, 0.3, 1, END_SEC], levelsDb: [...rise, b, c, later] };
}

function modeTracks(table: TimbreTable, note: TimbreNote, maxHz: number): PartialTrack[] {
  const f0Hz = keyToHz(note.key);
  return (note.modes ?? [])
    .filter(([ratio]) => ratio * f0Hz < maxHz)
    .map(([ratio, levelDb, slope]) => {
      const freqHz = ratio * f0Hz;
      const band = bandCourse(table, note, freqHz);
      const fall = clamp(slope ?? -60, -400, -0.3);
      const rise = table.grid_s.filter((t) => t < note.ta - 0.005);
      return {
        freqHz,
        course: {
          timesSec: [...rise, note.ta, END_SEC],
          levelsDb: [
            ...rise.map((t) => levelDb + clamp(band(t) - band(note.ta), -40, 2)),
            levelDb,
            levelDb + fall * (END_SEC - note.ta),
          ],
        },
      };
    });
}
