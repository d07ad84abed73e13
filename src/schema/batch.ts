/** batch.json: the jobs of a batch and what became of each (batch.v1). */
import { z } from "zod";
import type { Camel } from "./codec.js";
import { count, isoTime, sec } from "./common.js";

export const JOB_STATUSES = ["pending", "running", "done", "partial", "failed", "interrupted"] as const;

/** One component of a path, safe on every system. */
const folderName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/);

const batchJob = z.strictObject({
  /** Name of the job's folder: given once, it stays. */
  name: folderName,
  /** Score or job manifest, relative to the folder of batch.json, POSIX separators. */
  input: z.string().min(1),
  /** MIDI file of the same name beside the score; null if there is none, or a manifest names it. */
  midi: z.string().min(1).nullable(),
  /** The job's output folder, beside batch.json. */
  out: folderName,
  /** `partial`: finished, single notes failed. */
  status: z.enum(JOB_STATUSES),
  /** null as long as it did not end by itself. */
  exit_code: z.int().nullable(),
  fault: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  noteheads: count.nullable(),
  /** Notes of the score that are to be heard: a chain of tied notes is one. */
  sounding_notes: count.nullable(),
  /** Those found in the performance; null without one. */
  matched: count.nullable(),
  failed_notes: count.nullable(),
  started_at: isoTime.nullable(),
  finished_at: isoTime.nullable(),
  /** null before the first run. */
  measured_at: z
    .strictObject({
      /** How often it was started, over all runs of the batch. */
      attempts: count,
      /** Of the last run; null while it works. */
      duration_sec: sec.nullable(),
      /** The last run found nothing to do. */
      up_to_date: z.boolean(),
    })
    .nullable(),
});

export const batchSchema = z.strictObject({
  schema_id: z.literal("batch.v1"),
  version: z.literal("1.0.0"),
  totals: z.strictObject({
    jobs: count,
    pending: count,
    running: count,
    done: count,
    partial: count,
    failed: count,
    interrupted: count,
    noteheads: count,
    failed_notes: count,
  }),
  /** In the order of `input`. */
  jobs: z.array(batchJob),
});

export type BatchDocument = z.infer<typeof batchSchema>;
export type Batch = Camel<BatchDocument>;
export type BatchJob = Batch["jobs"][number];
