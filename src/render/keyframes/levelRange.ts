/** Over what the levels of notes are measured: the score, the part or the note itself. */
import type { Extent, FeatureExtent, NoteFeatures } from "./noteFeatures.js";

export const LEVEL_SCOPES = ["score", "part", "note"] as const;
export type LevelScope = (typeof LEVEL_SCOPES)[number];

/** Reference of a scope: its loudest 10 ms and the ends of its spectral features. */
export interface LevelRange extends FeatureExtent {
  readonly scope: LevelScope;
}

/** An amplitude of 0 lies this far below the reference. */
export const LEVEL_FLOOR_DB = -60;

/** A frequency below this counts as this, so that octaves can be compared. */
const LOWEST_HZ = 20;
const SMALLEST_OCTAVE = 1 / 12;

/** The range of several notes together; of none at all, every normalised value is 0. */
export function levelRange(
  notes: readonly Pick<NoteFeatures, "extent">[],
  scope: LevelScope = "score",
): LevelRange {
  let range: FeatureExtent = {
    peakDb: Number.NEGATIVE_INFINITY,
    centroidHz: NOTHING,
    crossingHz: NOTHING,
    spreadHz: NOTHING,
  };
  for (const { extent } of notes) {
    range = {
      peakDb: Math.max(range.peakDb, extent.peakDb),
      centroidHz: union(range.centroidHz, extent.centroidHz),
      crossingHz: union(range.crossingHz, extent.crossingHz),
      spreadHz: union(range.spreadHz, extent.spreadHz),
    };
  }
  return { ...range, scope };
}

/** A note as far as its scope goes. */
export interface ScopedNote {
  readonly universalId: string;
  readonly partId: string;
  readonly features: Pick<NoteFeatures, "extent">;
}

/**
 * The range each note is normalised with.
 *
 * @returns one range per `universalId`; notes of one scope share the same object
 */
export function levelRangesOf(notes: readonly ScopedNote[], scope: LevelScope): Map<string, LevelRange> {
  const groupOf = (note: ScopedNote) =>
    scope === "score" ? "" : scope === "part" ? note.partId : note.universalId;
  const groups = new Map<string, ScopedNote["features"][]>();
  for (const note of notes) {
    const group = groups.get(groupOf(note));
    if (group) group.push(note.features);
    else groups.set(groupOf(note), [note.features]);
  }
  const ranges = new Map([...groups].map(([key, features]) => [key, levelRange(features, scope)]));
  return new Map(notes.map((note) => [note.universalId, ranges.get(groupOf(note))!]));
}

/**
 * Amplitude 0–100: dB above the floor, 60 dB below the loudest moment of the scope. The floor is fixed, so a note
 * that never changes its level still has one.
 */
export function normalisedLevel(levelDb: number, range: LevelRange): number {
  if (!Number.isFinite(range.peakDb)) return 0;
  return 100 * clampUnit((levelDb - (range.peakDb + LEVEL_FLOOR_DB)) / -LEVEL_FLOOR_DB);
}

/**
 * Place of a frequency in its range, 0–100, in octaves as it is heard. Within less than a semitone nothing moves: there
 * (and where nothing was heard) the place is 0, and the flicker of a steady tone is not blown up.
 */
export function normalisedHz(hz: number, extent: Extent): number {
  const low = Math.log2(Math.max(LOWEST_HZ, extent.min));
  const high = Math.log2(Math.max(LOWEST_HZ, extent.max));
  if (!(extent.max >= extent.min && high - low >= SMALLEST_OCTAVE)) return 0;
  return 100 * clampUnit((Math.log2(Math.max(LOWEST_HZ, hz)) - low) / (high - low));
}

const NOTHING: Extent = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };

function union(a: Extent, b: Extent): Extent {
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

function clampUnit(value: number): number {
  return Math.max(0, Math.min(1, value));
}
