/** A pipeline's graph as Mermaid text, for READMEs and wikis that draw it themselves. */
import { groupTint } from "./groupTints.js";
import { captionsOf, type GraphNode, type PipelineGraph } from "./pipelineGraph.js";

/**
 * Mermaid flowchart: solid arrows for what a stage needs, dotted ones for what it only comes after, a tint per
 * group, plugins as subroutine boxes.
 *
 * @source Mermaid 11, flowchart syntax
 */
export function formatMermaid(graph: PipelineGraph): string {
  const idOf = new Map(graph.nodes.map(({ name }, index) => [name, `s${index}`]));
  const lines = [
    "---",
    `title: ${JSON.stringify(`${graph.name} ${graph.version}`)}`,
    "---",
    "flowchart TB",
    ...graph.nodes.map((node) => `  ${idOf.get(node.name)}${box(node)}`),
    ...graph.edges.map(
      ({ from, to, kind }) => `  ${idOf.get(from)} ${kind === "needs" ? "-->" : "-.->"} ${idOf.get(to)}`,
    ),
  ];
  graph.groups.forEach((group, index) => {
    const { fill, line, text } = groupTint(index).light;
    const members = graph.nodes.filter((node) => node.group === group).map(({ name }) => idOf.get(name));
    lines.push(`  classDef g${index} fill:${fill},stroke:${line},color:${text}`);
    lines.push(`  class ${members.join(",")} g${index}`);
  });
  return `${lines.join("\n")}\n`;
}

function box(node: GraphNode): string {
  const label = [node.name, ...captionsOf(node)].map(escapeLabel).join("<br>");
  return node.isPlugin ? `[["${label}"]]` : `["${label}"]`;
}

/** Mermaid reads `#35;` and its like, and takes labels as Markdown and HTML. */
function escapeLabel(text: string): string {
  return text.replace(/[^\p{L}\p{N} .,:_/·-]/gu, (sign) => `#${sign.codePointAt(0)};`);
}
