/** manifests/run.json: what went in, what was done, what came out (run.v1). */
import { z } from "zod";
import type { Camel } from "./codec.js";
import { artifactKey, count, isoTime, relativePath, sec, sha256, unit, uuid } from "./common.js";
import { CORRECTION_KINDS } from "./overrides.js";
import { CERTAINTIES } from "./pageFindings.js";

export const INPUT_ROLES = [
  "score",
  "midi",
  "job",
  "soundfont",
  "pipeline",
  "overrides",
  "page",
  "music-font",
] as const;
export const RUN_STATUSES = ["running", "done", "partial", "failed", "interrupted"] as const;
export const STAGE_STATUSES = ["pending", "running", "completed", "failed", "skipped"] as const;

const fault = z.strictObject({ code: z.string(), message: z.string() });

/** What became of a note since the run before; notes that are as they were are only counted. */
const noteChange = z.strictObject({
  universal_id: uuid,
  kind: z.enum(["moved", "changed", "new", "gone"]),
  reason: z.string(),
});

/** A file that no manifest lists any more: moved aside, never deleted. */
const orphan = z.strictObject({
  /** Where it lies now, under `orphans/`. */
  path: relativePath,
  /** Where it lay. */
  was: relativePath,
  /** The note it belonged to; null for pages, parts and mixes. */
  universal_id: uuid.nullable(),
  reason: z.string(),
});

/** A correction of overrides.yaml, and what became of it; a later run finds the same performed note again by it. */
const correctionOutcome = z.strictObject({
  line: z.int().min(1),
  kind: z.enum(CORRECTION_KINDS),
  /** ID of the note, and what is asked of it, as the file has them. */
  note: z.string(),
  asked: z.string(),
  /** The note that is meant; null if there is none. */
  universal_id: uuid.nullable(),
  /** If not, a warning says why. */
  obeyed: z.boolean(),
  /** For `link`: the performed note that was found. */
  performed: z
    .strictObject({
      track: count,
      channel: z.int().min(0).max(15),
      pitch: z.int().min(0).max(127),
      onset_sec: sec,
    })
    .nullable(),
  /** For `move`: the times the note was given; those of the file, carried along where score or MIDI have changed. */
  start_sec: sec.nullable(),
  end_sec: sec.nullable(),
});

/** All that differs from run to run stands in here, so that two trees can be compared without keys that end in `_at`. */
const measured = z.strictObject({
  /** Seconds on the clock, from the first stage to the last file. */
  work_duration_sec: sec,
  /** Stages added up, and what lies between them: T_total = sum of T_stage + T_overhead. */
  t_total_sec: sec,
  t_overhead_sec: sec,
  /** The chain of stages that the run waited for. */
  critical_path: z.strictObject({ stages: z.array(z.string()), duration_sec: sec }),
  /** Memory of the process: M_peak = largest M_stage + M_overhead. */
  m_peak_byte: count,
  m_overhead_byte: count,
  /** Files found from earlier runs, and files made. */
  cache: z.strictObject({ hits: count, misses: count }),
  stages: z.array(
    z.strictObject({
      name: z.string(),
      started_at: isoTime.nullable(),
      finished_at: isoTime.nullable(),
      duration_sec: sec.nullable(),
      peak_byte: count,
      attempts: count,
      made: count,
      reused: count,
    }),
  ),
  /** Outside things (engraver, synthesizer …), each behind retry and circuit breaker. */
  dependencies: z.array(
    z.strictObject({
      name: z.string(),
      state: z.enum(["closed", "open", "half_open"]),
      calls: count,
      /** Calls that failed after all their attempts. */
      failures: count,
      /** Calls refused because the circuit was open. */
      refused: count,
      /** Attempts after the first. */
      retries: count,
    }),
  ),
  /** Every document as it was written, run.json apart. */
  documents: z.array(z.strictObject({ path: relativePath, size_byte: count, sha256 })),
  /** Of this file, with 64 zeros in this place; null as long as the run is not over. */
  self_sha256: sha256.nullable(),
});

const warning = z.strictObject({ source: z.string(), code: z.string(), message: z.string() });

export const runSchema = z.strictObject({
  schema_id: z.literal("run.v1"),
  version: z.literal("1.0.0"),
  status: z.enum(RUN_STATUSES),
  started_at: isoTime,
  finished_at: isoTime.nullable(),
  /** So far, as long as the run is not over. */
  measured_at: measured.nullable(),
  /** Hash of inputs, options, pipeline and versions: a run with the same key has the same result. */
  run_key: artifactKey,
  piece: z
    .strictObject({ piece_id: uuid, title: z.string(), composer: z.string(), movement: z.string() })
    .nullable(),
  inputs: z.array(
    z.strictObject({
      role: z.enum(INPUT_ROLES),
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
    /** `--piece` or the job's piece_id, and the job's name. */
    piece_id: z.string().nullable(),
    job_id: z.string().nullable(),
    limits: z.array(z.strictObject({ name: z.string(), value: z.number() })),
  }),
  versions: z.strictObject({ leitmotion: z.string(), node: z.string(), verovio: z.string().nullable() }),
  bank: z.strictObject({ name: z.string(), sha256, size_byte: count }).nullable(),
  structure: z
    .strictObject({
      /** As the signs prescribe, all left out, or some other way that the performance took. */
      repeats: z.enum(["written", "none", "performed"]),
      /** Measure numbers in the order they are heard. */
      measures: z.array(z.string()),
      /** Measure numbers that the performance left out though they are written. */
      left_out: z.array(z.string()),
      /** How much higher than written the performance sounds. */
      transposed_semitones: z.int(),
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
  /** E_final = 1 - product of (1 - E_stage), E_stage the share of a stage's items that failed. */
  e_final: unit,
  /** How the notes compare with those of the finished run before, in this folder. */
  identity: z
    .strictObject({
      /** Number of that run in the folder's history; null if there was none. */
      base: count.nullable(),
      /** False if the folder held another piece. */
      same_piece: z.boolean(),
      kept: count,
      moved: count,
      changed: count,
      new: count,
      gone: count,
      changes: z.array(noteChange),
    })
    .nullable(),
  /** Files of gone notes and other leftovers, of this run and those before. */
  orphans: z.array(orphan),
  /** What analysers, metrics and decisions found. */
  results: z.array(z.strictObject({ stage: z.string(), kind: z.string(), result: z.unknown() })),
  pages: z.array(
    z.strictObject({
      page: z.int().min(1),
      file: z.string(),
      heads_expected: count,
      heads_found: count,
      certainty: z.enum(CERTAINTIES),
    }),
  ),
  stages: z.array(
    z.strictObject({
      name: z.string(),
      processor: z.string(),
      processor_version: z.string(),
      status: z.enum(STAGE_STATUSES),
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
  /** Corrections by hand, in the order of overrides.yaml; left out where there are none. */
  corrections: z.array(correctionOutcome).optional(),
});

export type RunDocument = z.infer<typeof runSchema>;
export type RunReport = Camel<RunDocument>;
export type Measured = NonNullable<RunReport["measuredAt"]>;
export type CorrectionOutcome = NonNullable<RunReport["corrections"]>[number];
export type Orphan = RunReport["orphans"][number];
