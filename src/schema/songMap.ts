/** song_map.json: what happens when in the piece, on the score's clock (song_map.v1). */
import { z } from "zod";
import { count, isoTime, sec, sha256, unit, uuid } from "./common.js";

/** `score`: written; `analysed`: worked out; `absent`: not known and left empty; `failed`: could not be worked out. */
export const BLOCK_STATUSES = ["score", "analysed", "absent", "failed"] as const;

const block = z.strictObject({
  status: z.enum(BLOCK_STATUSES),
  /** Where it comes from: a short sentence. */
  source: z.string(),
});

const span = { start: sec, end: sec };

const meterFigures = { numerator: z.int().min(1), denominator: z.int().min(1).max(1024) };

/** A note of the melody or bass line. */
const lineNote = z.strictObject({
  universal_id: uuid,
  ...span,
  midi: z.int().min(0).max(127),
  velocity: z.int().min(1).max(127).nullable(),
  conf: unit,
});

export const songMapSchema = z.strictObject({
  schema_id: z.literal("song_map.v1"),
  version: z.literal("1.0.0"),
  /** The job's ID. */
  id: z.string().min(1),
  title: z.string(),
  composer: z.string(),
  duration_sec: sec,
  /** The first meter; null for a score that has none: it is not guessed. */
  meter: z.strictObject(meterFigures).nullable(),
  /** Every meter in force, repeats unfolded; `groups` as written (3+2 over 8 is [3, 2]). */
  meters: z.array(z.strictObject({ ...span, ...meterFigures, groups: z.array(z.int().min(1)) })),
  /** In quarters per minute. */
  tempo: z.strictObject({
    /** Quarters played, divided by minutes taken. */
    bpm_global: z.number().positive(),
    /** `[second, quarters per minute]` from there on. */
    curve: z.array(z.tuple([sec, z.number().positive()])),
    confidence: unit,
  }),
  /** Seconds, strictly increasing. */
  beats: z.array(sec),
  /** Those beats that begin a measure. */
  downbeats: z.array(sec),
  /** Measures as they are heard, repeats unfolded. */
  bars: z.array(
    z.strictObject({
      ...span,
      /** Printed measure number. */
      measure: z.string(),
      measure_index: count,
      /** How often this measure has been heard, from 1. */
      pass: z.int().min(1),
    }),
  ),
  key: z.array(z.strictObject({ ...span, tonic: z.string().min(1), mode: z.string().min(1), conf: unit })),
  /** `label` is `Root:kind`, `Root:kind/bass` or `N`; `text` is what the score prints, where it does. */
  chords: z.array(
    z.strictObject({ ...span, label: z.string().min(1), text: z.string().optional(), conf: unit }),
  ),
  sections: z.array(z.strictObject({ ...span, label: z.string().min(1), confidence: unit })),
  /** One entry per word. */
  lyrics: z.array(
    z.strictObject({
      ...span,
      text: z.string().min(1),
      conf: unit,
      part_id: z.string(),
      verse: z.string(),
      syllables: z.array(
        z.strictObject({
          ...span,
          text: z.string().min(1),
          /** Notes it is sung on; more than one is a melisma. */
          universal_ids: z.array(uuid).min(1),
        }),
      ),
    }),
  ),
  performance: z.strictObject({
    melody: z.array(lineNote),
    bass: z.array(lineNote),
    /** Every sounding note: one entry per tie chain. */
    notes: z.array(
      z.strictObject({
        universal_id: uuid,
        ...span,
        midi: z.int().min(0).max(127),
        velocity: z.int().min(1).max(127).nullable(),
        /** Null for a performed note that is not written. */
        part_id: z.string().nullable(),
        /** Later noteheads of the tie chain, in order. */
        tied_ids: z.array(uuid),
        conf: unit,
      }),
    ),
  }),
  provenance: z.strictObject({
    meter: block,
    tempo: block,
    beats: block,
    key: block,
    chords: block,
    sections: block,
    lyrics: block,
    melody: block,
    bass: block,
    notes: block,
    sync: z.strictObject({ registry: z.string(), registry_sha256: sha256 }),
    created_at: isoTime,
  }),
});

export type SongMapDocument = z.infer<typeof songMapSchema>;
