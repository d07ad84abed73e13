/** How far each note is: the progress registry, a view over run.json and the living manifests (progress.v1). */
import { z } from "zod";
import { count, isoTime, relativePath, sec, uuid } from "./common.js";
import { RUN_STATUSES, STAGE_STATUSES } from "./run.js";

/** As the pipeline file has it: any text, so that these documents never pass the codec, which renames keys. */
const stageName = z.string().min(1);

/** One note in one stage. */
const stepSchema = z.strictObject({
  /** `skipped`: there is nothing to make for this note here, such as a sound for the end of a tie. */
  status: z.enum(STAGE_STATUSES),
  /** When the newest of its files was written; null as long as there is none. */
  timestamp: isoTime.nullable(),
  files_created: z.array(relativePath),
  last_error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
});

const stageTotals = z.strictObject({
  name: stageName,
  status: z.enum(STAGE_STATUSES),
  total_items: count,
  completed_items: count,
  failed_items: count,
  /** null before it began, and as long as the report does not say. */
  elapsed_time_seconds: sec.nullable(),
  /** What it does at the moment; null if it does not run. */
  current_operation: z.string().nullable(),
});

export const progressSchema = z.strictObject({
  schema_id: z.literal("progress.v1"),
  version: z.literal("1.0.0"),
  report_metadata: z.strictObject({
    generated_at: isoTime,
    run_status: z.enum(RUN_STATUSES),
    total_universal_ids: count,
    /** Stages that make files of single notes, in the pipeline's order. */
    expected_stages: z.array(stageName),
  }),
  /** Counted in steps: a note in a stage that has something to make for it. */
  overall_progress: z.strictObject({
    total: count,
    completed: count,
    failed: count,
    /** Of the steps; 100 when there is none. */
    completion_percentage: z.number().min(0).max(100),
    elapsed_time_seconds: sec,
    /** null as long as it cannot be told, 0 when the run is over. */
    estimated_remaining_seconds: sec.nullable(),
    stages: z.array(stageTotals),
    /** Stages that run at the moment. */
    active: z.array(stageName),
  }),
  /** Universal ID, then stage. */
  universal_ids: z.record(uuid, z.record(stageName, stepSchema)),
});

export type ProgressDocument = z.infer<typeof progressSchema>;
export type ProgressStep = z.infer<typeof stepSchema>;
export type ProgressTotals = z.infer<typeof stageTotals>;
