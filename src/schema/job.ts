/** job.json: which score, MIDI, page and take belong together, and who made them (job.v1). */
import { z } from "zod";
import type { Camel } from "./codec.js";
import { runOptionsSchema } from "./runOptions.js";

const jobPath = z.string().min(1).describe("relative to the job manifest, POSIX separators");

export const jobSchema = z.object({
  schema_id: z.literal("job.v1").optional(),
  version: z.string().optional(),
  job_id: z.string().regex(/^[A-Za-z0-9._-]{1,80}$/),
  source_type: z.string().min(1),
  artist: z.string(),
  album: z.string(),
  title: z.string(),
  /** Names the piece for good: notes keep their IDs as long as this stays the same. */
  piece_id: z.string().min(1).optional(),
  musicxml_path: jobPath,
  midi_path: jobPath.optional(),
  svg_path: z.union([jobPath, z.array(jobPath)]).optional(),
  audio_path: jobPath.optional(),
  /** Options of `build`, spelled as on the command line without the dashes. */
  options: runOptionsSchema.optional(),
});

export type JobDocument = z.infer<typeof jobSchema>;
export type Job = Camel<JobDocument>;
