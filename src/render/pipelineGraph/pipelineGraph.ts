/** A pipeline as a graph to look at: stages, and who waits for whom. */
import type { PipelineDocument } from "../../schema/pipeline.js";

type Stage = PipelineDocument["pipeline"]["stages"][number];

export interface GraphNode {
  readonly name: string;
  readonly processor: string;
  /** What `--only` calls the stage; null for a stage that always runs. */
  readonly group: string | null;
  readonly isPlugin: boolean;
  /** What sets the stage apart, in words: `optional`, `on error: skip`. */
  readonly marks: readonly string[];
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** `needs`: must have ended well. `after`: must have ended, if it runs at all. */
  readonly kind: "needs" | "after";
}

export interface PipelineGraph {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** In the file's order. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** In the order in which they first appear. */
  readonly groups: readonly string[];
}

/**
 * @param document  checked: every name in `dependencies` and `after` is a stage, and there is no cycle
 * @param isPlugin  is this processor a user's
 */
export function buildPipelineGraph(
  document: PipelineDocument,
  isPlugin: (processor: string) => boolean,
): PipelineGraph {
  const { name, version, description = "", stages } = document.pipeline;
  return {
    name,
    version,
    description,
    nodes: stages.map((stage) => ({
      name: stage.name,
      processor: stage.processor,
      group: stage.group ?? null,
      isPlugin: isPlugin(stage.processor),
      marks: marksOf(stage),
    })),
    edges: stages.flatMap(edgesOf),
    groups: [...new Set(stages.flatMap((stage) => stage.group ?? []))],
  };
}

function marksOf({ required, error_handling: { strategy } }: Stage): string[] {
  return [...(required ? [] : ["optional"]), ...(strategy === "fail" ? [] : [`on error: ${strategy}`])];
}

/** A stage named in both lists is needed. */
function edgesOf({ name, dependencies, after }: Stage): GraphEdge[] {
  const later = after.filter((other) => !dependencies.includes(other));
  return [
    ...[...new Set(dependencies)].map((from) => ({ from, to: name, kind: "needs" as const })),
    ...[...new Set(later)].map((from) => ({ from, to: name, kind: "after" as const })),
  ];
}

/** The small lines below a stage's name: its processor where that has another name, and what sets it apart. */
export function captionsOf({ name, processor, isPlugin, marks }: GraphNode): string[] {
  const apart = [...(isPlugin ? ["plugin"] : []), ...marks];
  return [...(processor === name ? [] : [processor]), ...(apart.length === 0 ? [] : [apart.join(" · ")])];
}
