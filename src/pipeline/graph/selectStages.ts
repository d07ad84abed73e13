/** Which stages of a pipeline are to run. */
import { LeitmotionError } from "../../core/error.js";
import type { PipelineDocument } from "../../schema/pipeline.js";
import type { Stage } from "./checkGraph.js";

/**
 * The stages to run: all, or those of the named groups with everything they depend on, in file order.
 *
 * @throws LeitmotionError OPTION_INVALID for a group that no stage has
 */
export function selectStages(document: PipelineDocument, only: readonly string[]): Stage[] {
  const { stages } = document.pipeline;
  if (only.length === 0) return stages;
  const groups = new Set(stages.flatMap((stage) => stage.group ?? []));
  const unknown = only.find((name) => !groups.has(name));
  if (unknown !== undefined) {
    throw new LeitmotionError(
      "OPTION_INVALID",
      `--only ${unknown}: the pipeline has ${[...groups].join(", ")}`,
    );
  }
  const byName = new Map(stages.map((stage) => [stage.name, stage]));
  const wanted = new Set<string>();
  const want = (stage: Stage): void => {
    if (wanted.has(stage.name)) return;
    wanted.add(stage.name);
    for (const name of stage.dependencies) want(byName.get(name)!);
  };
  for (const stage of stages) if (stage.group === undefined || only.includes(stage.group)) want(stage);
  return stages.filter((stage) => wanted.has(stage.name));
}
