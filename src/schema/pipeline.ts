/** pipelines/*.yaml: stages, processors, settings, dependencies, error strategy (pipeline.v1). */
import { z } from "zod";
import { performanceSchema } from "./performance.js";
import { pluginSettingsSchema } from "./plugins.js";
import { runOptionsSchema } from "./runOptions.js";

/** Attempts of a stage that is to be retried and does not say how often. */
const RETRIED_ATTEMPTS = 3;

/** Any text of one line; a slash would look like a path. */
const name = z
  .string()
  .max(200)
  .regex(/^[^\p{Cc}/\\]+$/u);
const semver = z.string().regex(/^\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$/);

const errorHandling = z
  .strictObject({
    strategy: z.enum(["fail", "skip", "retry", "fallback"]).default("fail"),
    /** Attempts in all, for every strategy; further ones only after a fault that may pass. Default 1, for `retry` 3. */
    max_attempts: z.int().min(1).max(100).optional(),
    /** Seconds before the second attempt; doubles from one to the next. */
    retry_delay: z.number().min(0).default(0.1),
    /** Processor that takes the place of one that failed, for `fallback`. */
    fallback_processor: z.string().min(1).optional(),
    /** False: faults that do not stop the run are not shown as warnings. */
    log_errors: z.boolean().default(true),
  })
  .transform((given) => ({
    ...given,
    max_attempts: given.max_attempts ?? (given.strategy === "retry" ? RETRIED_ATTEMPTS : 1),
  }));

export const stageSchema = z.strictObject({
  name,
  processor: z.string().min(1),
  description: z.string().optional(),
  /** What `--only` calls this stage; stages without one run whenever something needs them. */
  group: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .optional(),
  /** Checked by the processor's own schema. */
  config: z.record(z.string(), z.unknown()).default({}),
  /** Stages that must have ended well. */
  dependencies: z.array(z.string()).default([]),
  /** Stages that must have ended, well or not, if they run at all. */
  after: z.array(z.string()).default([]),
  /** Work through the notes in several worker threads. */
  parallel: z.boolean().default(false),
  /** False: the stage may fail; what depends on it is skipped and the run goes on. */
  required: z.boolean().default(true),
  /** Seconds for one attempt; 0 is no limit. Without it `timeout_per_stage` holds. */
  timeout: z.number().min(0).optional(),
  error_handling: errorHandling.prefault({}),
});

export const pipelineSchema = z.strictObject({
  pipeline: z.strictObject({
    name: z.string().min(1),
    version: semver,
    description: z.string().optional(),
    author: z.string().optional(),
    tags: z.array(z.string()).optional(),
    stages: z.array(stageSchema).min(1),
  }),
  /** Options of the run, where neither the command line nor a job manifest gives them. */
  options: runOptionsSchema.default({}),
  performance: performanceSchema.prefault({}),
  plugins: pluginSettingsSchema.optional(),
});

export type PipelineDocument = z.infer<typeof pipelineSchema>;
