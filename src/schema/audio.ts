/** manifests/audio.json: the living manifest of the audio pipeline (audio.v1). */
import { z } from "zod";
import type { Camel } from "./codec.js";
import { artifactKey, count, isoTime, sec, uuid } from "./common.js";
import { livingFileSchema } from "./livingFile.js";

const midiKey = z.int().min(0).max(127);
const velocity = z.int().min(1).max(127);

const soundEvent = z.strictObject({
  /** MIDI key that sounds. */
  pitch: midiKey,
  velocity,
  /** From the start of the note; the first event is at 0. */
  start_seconds: sec,
  duration_seconds: sec,
});

const hzExtent = z.tuple([z.number(), z.number()]).nullable();

/** What the keyframes of other notes need to know of a sound; exact, so that a later run need not render it again. */
export const soundFactsSchema = z.strictObject({
  /** Samples per channel of the WAV. */
  frame_count: count,
  /** Hash of what the levels depend on: the sound, the frame rate, the keyframe mode. */
  analysis_key: artifactKey,
  /** Loudest 10 ms, dBFS. */
  peak_db: z.number(),
  /** Lowest and highest; null where nothing was heard. */
  centroid_hz: hzExtent,
  crossing_hz: hzExtent,
  spread_hz: hzExtent,
});

export const audioEntrySchema = z.strictObject({
  universal_id: uuid,
  /** Part of the score; null for a performed note that belongs to none. */
  part_id: z.string().nullable(),
  /** Track of the MIDI file, from 0; null in a job without one. */
  track: count.nullable(),
  instrument: z.string(),
  /** General MIDI program, 0–127; the kit for percussion. */
  program: midiKey,
  percussion: z.boolean(),
  /** As in the files' names: as written, or by the MIDI key where nothing is written. */
  pitch: z.string(),
  timing_data: z.strictObject({
    /** Where the WAV lies on the score's clock. */
    start_seconds: sec,
    duration_seconds: sec,
    velocity,
  }),
  /** One for a plain note, several for a played-out ornament or tremolo. */
  events: z.array(soundEvent).min(1),
  /** Notes with the same key sound identical and share one recording. */
  sound_key: z.string().regex(/^[0-9a-f]{32}$/),
  /** null until the sound is rendered. */
  sound: soundFactsSchema.nullable(),
  files: z.strictObject({ wav: livingFileSchema, midi: livingFileSchema, keyframes: livingFileSchema }),
});

const partEntry = z.strictObject({
  part_id: z.string().nullable(),
  track: count.nullable(),
  instrument: z.string(),
  /** -1 left … 1 right. */
  pan: z.number().min(-1).max(1),
  notes: count,
  wav: livingFileSchema,
});

export const audioManifestSchema = z.strictObject({
  schema_id: z.literal("audio.v1"),
  version: z.literal("1.0.0"),
  format: z.strictObject({
    rate_hz: z.int().min(1),
    bits: z.union([z.literal(16), z.literal(24), z.literal(32)]),
    note_channels: z.union([z.literal(1), z.literal(2)]),
  }),
  /** One per sounding note, by start. */
  entries: z.array(audioEntrySchema),
  parts: z.array(partEntry),
  /** Parts and mix: the one gain they share, so that the parts add up to the mix; null until it is known. */
  mix_gain_db: z.number().nullable(),
  mix: livingFileSchema.nullable(),
  _metadata: z.strictObject({ updated_at: isoTime, atomic_write: z.literal(true), version: z.int().min(1) }),
});

export type AudioManifestDocument = z.infer<typeof audioManifestSchema>;
export type AudioManifest = Camel<AudioManifestDocument>;
export type AudioEntry = Camel<z.infer<typeof audioEntrySchema>>;
export type AudioPartEntry = Camel<z.infer<typeof partEntry>>;
export type SoundFacts = Camel<z.infer<typeof soundFactsSchema>>;
