import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseSvg } from "../../../src/formats/svg/svgTree.js";
import { layOutGraph, wrapWords } from "../../../src/render/pipelineGraph/graphLayout.js";
import { formatMermaid } from "../../../src/render/pipelineGraph/graphMermaid.js";
import { formatGraphSvg } from "../../../src/render/pipelineGraph/graphSvg.js";
import { buildPipelineGraph } from "../../../src/render/pipelineGraph/pipelineGraph.js";
import { pipelineSchema } from "../../../src/schema/pipeline.js";

const isMine = (processor: string) => processor.startsWith("my-");
const small = buildPipelineGraph(
  pipelineSchema.parse({
    pipeline: {
      name: "small",
      version: "1.2.3",
      stages: [
        { name: "read", processor: "read-score" },
        { name: "draw", processor: "draw", group: "symbolic", dependencies: ["read"] },
        {
          name: "count",
          processor: 'my-"count"<b>',
          group: "analysis",
          dependencies: ["read", "read"],
          after: ["read", "draw", "draw"],
          required: false,
          error_handling: { strategy: "skip" },
        },
      ],
    },
  }),
  isMine,
);
const build = buildPipelineGraph(
  pipelineSchema.parse(
    parse(readFileSync(path.resolve(import.meta.dirname, "../../../pipelines/build.yaml"), "utf8")),
  ),
  () => false,
);

describe("a pipeline's graph", () => {
  it("has each line once, and needs win over after", () => {
    expect(small.edges).toEqual([
      { from: "read", to: "draw", kind: "needs" },
      { from: "read", to: "count", kind: "needs" },
      { from: "draw", to: "count", kind: "after" },
    ]);
    expect(small.groups).toEqual(["symbolic", "analysis"]);
  });

  it("is Mermaid text with dotted lines for after, a class per group, and nothing a label could break out with", () => {
    const lines = formatMermaid(small).split("\n");
    expect(lines).toContain("flowchart TB");
    expect(lines).toContain("  s0 --> s1");
    expect(lines).toContain("  s1 -.-> s2");
    expect(lines).toContain("  class s2 g1");
    expect(lines).toContain(
      '  s2[["count<br>my-#34;count#34;#60;b#62;<br>plugin · optional · on error: skip"]]',
    );
  });

  it("lies below what it waits for, and no two boxes overlap", () => {
    const { nodes, widthPx, heightPx } = layOutGraph(build);
    const at = new Map(nodes.map((placed) => [placed.node.name, placed]));
    for (const { from, to } of build.edges) {
      const [upper, lower] = [at.get(from)!, at.get(to)!];
      expect(upper.yPx + upper.heightPx / 2).toBeLessThan(lower.yPx - lower.heightPx / 2);
    }
    for (const a of nodes) {
      expect(a.xPx - a.widthPx / 2).toBeGreaterThanOrEqual(0);
      expect(a.xPx + a.widthPx / 2).toBeLessThanOrEqual(widthPx);
      expect(a.yPx + a.heightPx / 2).toBeLessThanOrEqual(heightPx);
      for (const b of nodes) {
        const apart =
          Math.abs(a.xPx - b.xPx) >= (a.widthPx + b.widthPx) / 2 ||
          Math.abs(a.yPx - b.yPx) >= (a.heightPx + b.heightPx) / 2;
        expect(a === b || apart).toBe(true);
      }
    }
  });

  it("has lines from lower border to upper border that never turn back and never meet at one point", () => {
    const { nodes, edges } = layOutGraph(build);
    const at = new Map(nodes.map((placed) => [placed.node.name, placed]));
    for (const { edge, points } of edges) {
      const [upper, lower] = [at.get(edge.from)!, at.get(edge.to)!];
      expect(points[0].y).toBeCloseTo(upper.yPx + upper.heightPx / 2, 6);
      expect(points.at(-1)!.y).toBeCloseTo(lower.yPx - lower.heightPx / 2, 6);
      expect(Math.abs(points[0].x - upper.xPx)).toBeLessThan(upper.widthPx / 2);
      for (let i = 1; i < points.length; i++) expect(points[i].y).toBeGreaterThan(points[i - 1].y);
    }
    const ends = edges.map(({ points }) => `${points.at(-1)!.x} ${points.at(-1)!.y}`);
    expect(new Set(ends).size).toBe(edges.length);
  });

  it("is an SVG that parses, with a box per stage, a line per edge, and names escaped", () => {
    const svg = formatGraphSvg(small);
    expect(() => parseSvg(svg)).not.toThrow();
    expect(svg).toContain('my-"count"&lt;b&gt;');
    expect(svg.match(/class="name"/g)).toHaveLength(3);
    expect(svg.match(/class="needs" marker-end/g)).toHaveLength(2 + 1); // and one in the legend
    expect(svg.match(/class="after" marker-end/g)).toHaveLength(1 + 1);
    expect(svg).not.toMatch(/<script|https?:(?!\/\/www\.w3\.org\/2000\/svg)|@import|url\((?!#)/);
    expect(formatGraphSvg(small)).toBe(svg);
  });

  it("explains in its legend only what it shows", () => {
    const svg = formatGraphSvg(
      buildPipelineGraph(
        pipelineSchema.parse({
          pipeline: { name: "one", version: "1.0.0", stages: [{ name: "read", processor: "read-score" }] },
        }),
        isMine,
      ),
    );
    expect(svg).not.toContain('class="legend"');
  });

  it("breaks a long description between its words", () => {
    // 0.53 em a sign: at 10 px 4 signs are 21.2 px, 9 are 47.7 px
    expect(wrapWords("aaaa bbbb cccc  dddddddddddd", 10, 50)).toEqual(["aaaa bbbb", "cccc", "dddddddddddd"]);
    expect(wrapWords("", 10, 50)).toEqual([]);
  });
});
