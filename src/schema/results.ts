/** What analysers, metrics and decisions return, one schema per kind. */
import { z } from "zod";
import { unit } from "./common.js";

export const resultSchemas = {
  /** A stage may return whatever is JSON. */
  stage: z.record(z.string(), z.unknown()),
  analyser: z.looseObject({
    features: z.record(z.string(), z.unknown()),
    descriptions: z.record(z.string(), z.string()).optional(),
  }),
  metric: z
    .looseObject({
      value: z.number(),
      /** Lowest and highest value there can be. */
      range: z.tuple([z.number(), z.number()]),
      requires_reference: z.boolean().default(false),
      description: z.string().optional(),
    })
    .refine(({ value, range: [low, high] }) => value >= low && value <= high, "value lies outside range"),
  decision: z.looseObject({
    action: z.enum(["continue", "skip", "stop"]),
    confidence: unit,
    reasoning: z.string().min(1),
    parameters: z.looseObject({ stages: z.array(z.string()).optional() }).optional(),
  }),
} as const;
