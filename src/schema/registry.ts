/** manifests/registry.json: identity, score, MIDI, page, timing and match of every note (registry.v1). */
import { z } from "zod";
import type { Camel } from "./codec.js";
import { count, exactQuarter, sec, unit, uuid } from "./common.js";
import { MATCH_STATUSES } from "./matchStatuses.js";
import { CERTAINTIES, FIND_METHODS } from "./pageFindings.js";

export const writtenPitchSchema = z.strictObject({
  step: z.enum(["C", "D", "E", "F", "G", "A", "B"]),
  alter: z.number(),
  octave: z.int(),
  /** Sounding key; step, alter and octave are as written. */
  midi: z.int().min(0).max(127),
});

const scoreBlock = z.strictObject({
  xml_id: z.string().nullable(),
  part_id: z.string(),
  part_name: z.string(),
  staff: z.int().min(1),
  voice: z.string(),
  /** Printed text of the measure number. */
  measure: z.string(),
  measure_index: count,
  /** How often this note has sounded, from 1. */
  pass: z.int().min(1),
  /** From the start with repeats unfolded. */
  onset_quarter: exactQuarter,
  /** Inside the measure. */
  measure_quarter: exactQuarter,
  /** The notehead's own length; 0 for a grace note. */
  duration_quarter: exactQuarter,
  pitch: writtenPitchSchema,
  unpitched: z.boolean(),
  note_type: z.string().nullable(),
  grace: z.strictObject({ kind: z.enum(["before", "after"]), slash: z.boolean(), order: count }).nullable(),
  chord_index: count,
  tie: z.enum(["start", "continue", "stop"]).nullable(),
  printed: z.boolean(),
  cue: z.boolean(),
});

const chainBlock = z.strictObject({
  tied_group_id: z.string().regex(/^tied_group_[1-9]\d*$/),
  position_in_group: count,
  is_primary: z.boolean(),
});

const midiBlock = z.strictObject({
  track: count,
  track_name: z.string(),
  channel: z.int().min(0).max(15),
  pitch: z.int().min(0).max(127),
  velocity: z.int().min(1).max(127),
  onset_tick: z.number().min(0),
  onset_sec: sec,
  duration_sec: sec,
});

const pageBlock = z.strictObject({
  page: z.int().min(1),
  system: z.int().min(1),
  /** Where the head begins, in units of the page's root viewBox: its left edge, at the height of its centre. */
  x: z.number(),
  y: z.number(),
  /** Left, top, width, height. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** Centre of the head: what it turns and grows around. */
  anchor: z.tuple([z.number(), z.number()]).optional(),
  /** `id` of the note's group in the page's SVG. */
  element: z.string(),
  /** Who drew the page, as far as it says so. */
  program: z.string().optional(),
  /** How the head came to its note: `engraved` where it carries the ID, else how it was found. */
  method: z.enum(["engraved", ...FIND_METHODS]).optional(),
  certainty: z.enum(CERTAINTIES),
});

export const TIMING_SOURCES = [
  "midi_exact",
  "calculated_approximation",
  "aligned_to_peer",
  "audio_aligned",
  "score_only",
  "corrected_by_hand",
] as const;

const timingBlock = z.strictObject({
  start_sec: sec,
  end_sec: sec,
  source: z.enum(TIMING_SOURCES),
  confidence: unit,
});

const alternativeBlock = z.strictObject({
  track: count,
  channel: z.int().min(0).max(15),
  pitch: z.int().min(0).max(127),
  onset_sec: sec,
  confidence: unit,
});

export const noteRecordSchema = z.strictObject({
  universal_id: uuid,
  /** Shortest unique prefix (at least 4 hex digits); names the note's files. */
  short_id: z.string().regex(/^[0-9a-f]{4}[0-9a-f-]*$/),
  /** ID of the drawing: the record of the note's first pass; null for a note that is not written. */
  notehead_id: uuid.nullable(),
  score: scoreBlock.nullable(),
  chain: chainBlock.nullable(),
  midi: midiBlock.nullable(),
  audio: z.strictObject({ onset_sec: sec, confidence: unit }).nullable(),
  page: pageBlock.nullable(),
  timing: timingBlock,
  match: z.strictObject({
    status: z.enum(MATCH_STATUSES),
    confidence: unit,
    /** Link, or lack of one, is the user's (overrides.yaml). */
    corrected: z.literal(true).optional(),
    /** The note whose stroke this one shares: two voices in unison are one performed note. */
    unison_of: uuid.optional(),
    /** The ornamented note that this performed note, which is not written, belongs to. */
    ornament_of: uuid.optional(),
    /** Other performed notes that an uncertain note may be, likeliest first; `confidence` is the probability of each. */
    alternatives: z.array(alternativeBlock).min(1).max(3).optional(),
  }),
});

export const registrySchema = z.strictObject({
  schema_id: z.literal("registry.v1"),
  version: z.literal("1.0.0"),
  piece: z.strictObject({
    piece_id: uuid,
    title: z.string(),
    composer: z.string(),
    movement: z.string(),
  }),
  notes: z.array(noteRecordSchema),
});

/** One note of the piece as the program sees it (camelCase). */
export type NoteRecord = Camel<z.infer<typeof noteRecordSchema>>;
export type Registry = Camel<z.infer<typeof registrySchema>>;
