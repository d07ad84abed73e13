/** Bounds on the stages of a run: `performance` of a pipeline or plugin file. */
import { z } from "zod";

export const performanceSchema = z.strictObject({
  /** Memory of the whole process while a stage works: a number and KB, MB or GB (of 1024). */
  max_memory_per_stage: z
    .string()
    .regex(/^\d+(\.\d+)? ?(KB|MB|GB)$/)
    .default("2GB"),
  /** Seconds. */
  timeout_per_stage: z.number().positive().default(300),
  parallel_stages: z.int().min(1).default(4),
});
