/** What a processor returns, checked by its kind. */
import { LeitmotionError } from "../../core/error.js";
import type { Stage } from "../graph/checkGraph.js";
import type { DecisionResult, ProcessorInfo, ProcessorResult, StageResult } from "./processor.js";

/**
 * @param returned  by `process`
 * @param stages    names that a decision may skip
 * @returns         plain JSON data; null if a stage returned nothing
 * @throws          LeitmotionError PLUGIN_INVALID listing what is wrong
 */
export async function stageResult(
  { name, kind }: ProcessorInfo,
  stage: Stage,
  returned: unknown,
  stages: ReadonlySet<string>,
): Promise<StageResult | null> {
  if (kind === "stage" && returned === undefined) return null;
  const { resultSchemas } = await import("../../schema/results.js");
  const result = resultSchemas[kind].safeParse(toJson(returned));
  const faults = result.success
    ? unknownStages(kind === "decision" ? result.data : {}, stages)
    : result.error.issues.map(({ path, message }) => `/${path.join("/")} ${message}`);
  if (faults.length > 0) {
    const what = `The ${kind} ${name} returned no valid result: ${faults.join("; ")}`;
    throw new LeitmotionError("PLUGIN_INVALID", what, { stage: stage.name });
  }
  return { stage: stage.name, kind, result: result.data as ProcessorResult };
}

/** As JSON has it; what JSON cannot hold (a circle) is no result. */
function toJson(value: unknown): unknown {
  try {
    return value === undefined ? null : JSON.parse(JSON.stringify(value));
  } catch {
    return null;
  }
}

function unknownStages(result: Partial<DecisionResult>, stages: ReadonlySet<string>): string[] {
  const named = result.parameters?.stages ?? [];
  return named.filter((name) => !stages.has(name)).map((name) => `/parameters/stages: no stage ${name}`);
}
