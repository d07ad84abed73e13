/** pipelines/*.yaml: stages, processors, settings, dependencies, error strategy (pipeline.v1). */
import { z } from "zod";
import type { Camel } from "./codec.js";

export const stageSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  processor: z.string().min(1),
  description: z.string().optional(),
  /** What `--only` calls this stage; stages without one run whenever something needs them. */
  group: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .optional(),
  config: z.record(z.string(), z.unknown()).default({}),
  /** Stages that must have ended well. */
  dependencies: z.array(z.string()).default([]),
  /** Stages that must have ended, well or not, if they run at all. */
  after: z.array(z.string()).default([]),
  required: z.boolean().default(true),
  /** Seconds. */
  timeout: z.number().positive().optional(),
  error_handling: z
    .strictObject({ strategy: z.enum(["fail", "skip"]).default("fail") })
    .default({ strategy: "fail" }),
});

export const pipelineSchema = z.strictObject({
  pipeline: z.strictObject({
    name: z.string().min(1),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    description: z.string().optional(),
    author: z.string().optional(),
    tags: z.array(z.string()).optional(),
    stages: z.array(stageSchema).min(1),
  }),
  performance: z
    .strictObject({
      parallel_stages: z.int().min(1).default(4),
      timeout_per_stage: z.number().positive().default(3600),
    })
    .default({ parallel_stages: 4, timeout_per_stage: 3600 }),
});

export type PipelineDocument = z.infer<typeof pipelineSchema>;
export type StageSpec = Camel<z.infer<typeof stageSchema>>;
