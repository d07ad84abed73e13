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

const UNIT_BYTE = { KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30 } as const;

/** @param text  as `max_memory_per_stage` allows; @example memoryByte("1.5GB") // 1610612736 */
export function memoryByte(text: string): number {
  const unit = text.slice(-2) as keyof typeof UNIT_BYTE;
  return Math.round(Number.parseFloat(text) * UNIT_BYTE[unit]);
}
