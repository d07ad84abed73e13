/** manifests/run.json: what went in, what was done, what came out (run.v1). */
import { z } from "zod";
import type { Camel } from "./codec.js";
import { count, isoTime, sec, sha256, unit, uuid } from "./common.js";

export const RUN_STATUSES = ["running", "done", "partial", "failed", "interrupted"] as const;
export const STAGE_STATUSES = ["pending", "running", "completed", "failed", "skipped"] as const;

const fault = z.strictObject({ code: z.string(), message: z.string() });

const warning = z.strictObject({ source: z.string(), code: z.string(), message: z.string() });

export const runSchema = z.strictObject({
  schema_id: z.literal("run.v1"),
  version: z.literal("1.0.0"),
  status: z.enum(RUN_STATUSES),
  started_at: isoTime,
  finished_at: isoTime.nullable(),
  /** Seconds of work in all; differs from run to run. */
  work_duration_sec: sec.nullable(),
  piece: z
    .strictObject({ piece_id: uuid, title: z.string(), composer: z.string(), movement: z.string() })
    .nullable(),
  inputs: z.array(
    z.strictObject({
      role: z.enum(["score", "midi", "job", "soundfont"]),
      file: z.string(),
      sha256,
      size_byte: count,
    }),
  ),
  options: z.strictObject({
    pipeline: z.string(),
    only: z.array(z.string()),
    fps: z.string(),
    layout: z.enum(["page", "scroll"]),
    rate_hz: count,
    bits: count,
    note_channels: count,
    keyframe_mode: z.enum(["standard", "fast"]),
    level_scope: z.enum(["score", "part", "note"]),
    keyframe_error_percent: z.number(),
    tie_refinement: z.enum(["proportional", "score_grid"]),
    repeats: z.enum(["auto", "written", "none"]),
    force: z.boolean(),
    limits: z.array(z.strictObject({ name: z.string(), value: z.number() })),
  }),
  versions: z.strictObject({ leitmotion: z.string(), node: z.string(), verovio: z.string().nullable() }),
  bank: z.strictObject({ name: z.string(), sha256, size_byte: count }).nullable(),
  structure: z
    .strictObject({
      repeats: z.enum(["written", "none"]),
      /** Measure numbers in the order they are heard. */
      measures: z.array(z.string()),
    })
    .nullable(),
  totals: z.strictObject({
    noteheads: count,
    sounding_notes: count,
    performed_notes: count,
    matched: count,
    tied: count,
    score_only: count,
    midi_only: count,
    mean_match_confidence: unit.nullable(),
    failed_notes: count,
  }),
  pages: z.array(
    z.strictObject({
      page: z.int().min(1),
      file: z.string(),
      heads_expected: count,
      heads_found: count,
      certainty: z.enum(["proved", "likely", "ambiguous"]),
    }),
  ),
  stages: z.array(
    z.strictObject({
      name: z.string(),
      processor: z.string(),
      processor_version: z.string(),
      status: z.enum(STAGE_STATUSES),
      started_at: isoTime.nullable(),
      finished_at: isoTime.nullable(),
      duration_sec: sec.nullable(),
      total_items: count,
      completed_items: count,
      failed_items: count,
      fault: fault.nullable(),
    }),
  ),
  /** Notes with a stage that failed, by ID; the rest went on. */
  failed_notes: z.array(
    z.strictObject({ universal_id: uuid, stage: z.string(), code: z.string(), message: z.string() }),
  ),
  warnings: z.array(warning),
});

export type RunDocument = z.infer<typeof runSchema>;
export type RunReport = Camel<RunDocument>;
