/** manifests/tied-notes.json: when each notehead of a tie chain begins (tied_notes.v1). */
import { z } from "zod";
import type { Camel } from "./codec.js";
import { count, sec, unit, uuid } from "./common.js";
import { TIMING_SOURCES } from "./registry.js";

const groupId = z.string().regex(/^tied_group_[1-9]\d*$/);

const tiedNoteSchema = z.strictObject({
  universal_id: uuid,
  notehead_id: uuid,
  part_id: z.string(),
  /** Printed text of the measure number. */
  measure: z.string(),
  /** As written, e.g. `F#4`. */
  pitch: z.string(),
  /** True for the first note of a group and for untied notes. */
  is_primary: z.boolean(),
  tied_group_id: groupId.nullable(),
  position_in_group: count,
  /** Seconds, by the proportional rule. */
  calculated_start_time: sec,
  /** Start of the next member, or the end of the performed note. */
  calculated_end_time: sec,
  /** Onset of the one performed note of the group. */
  master_start_time: sec,
  timing_confidence: unit,
  timing_source: z.enum(TIMING_SOURCES),
  /** Onset of a performed note that begins at the same score position; null where there is none. */
  refined_start_time: sec.nullable(),
  refined_confidence: unit.nullable(),
});

const tiedGroupSchema = z.strictObject({
  group_id: groupId,
  note_count: z.int().min(2),
  primary_pitch: z.string(),
  /** Quarters. */
  total_duration_beats: z.number().min(0),
  has_midi_match: z.boolean(),
  master_start_time: sec,
  master_end_time: sec,
  /** Universal IDs of the members, in order. */
  notes: z.array(uuid).min(2),
});

export const tiedNotesSchema = z.strictObject({
  schema_id: z.literal("tied_notes.v1"),
  version: z.literal("1.0.0"),
  method: z.literal("proportional"),
  /** Every written note by `calculated_start_time`. */
  notes: z.array(tiedNoteSchema),
  summary: z.strictObject({
    groups: z.array(tiedGroupSchema),
    total_tied_groups: count,
    matched_tied_groups: count,
    /** Groups of three noteheads and more. */
    complex_relationships: count,
    /** Mean `timing_confidence` of all notes; null without notes. */
    average_confidence: unit.nullable(),
    /** From the first to the last `calculated_start_time`; 0 without notes. */
    timing_spread_seconds: sec,
  }),
});

export type TiedNotes = Camel<z.infer<typeof tiedNotesSchema>>;
export type TiedNote = TiedNotes["notes"][number];
export type TiedGroup = TiedNotes["summary"]["groups"][number];
