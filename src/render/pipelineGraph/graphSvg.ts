/** A pipeline's graph as one SVG picture that follows the reader's light or dark theme. */
import { escapeText, formatNumber } from "../../formats/svg/svgTree.js";
import {
  LINE_PX,
  layOutGraph,
  NAME_PX,
  NOTE_PX,
  type PlacedEdge,
  type PlacedNode,
  type Point,
  textWidthPx,
  wrapWords,
} from "./graphLayout.js";
import { groupTint, PLAIN_TINT, type TintPair } from "./groupTints.js";
import type { PipelineGraph } from "./pipelineGraph.js";

const MARGIN_PX = 24;
/** Between head, graph and legend. */
const GAP_PX = 26;
/** A narrow graph still has room for its description. */
const MIN_INNER_PX = 400;
const TITLE_PX = 20;
const TEXT_PX = 13;
const ABOUT_LINE_PX = 19;
const FONT = "system-ui,-apple-system,'Segoe UI',Roboto,'Liberation Sans',Arial,sans-serif";

/** The picture: title, stages, arrows, and a legend of what it uses. */
export function formatGraphSvg(graph: PipelineGraph): string {
  const layout = layOutGraph(graph);
  const legend = legendOf(graph);
  const titlePx = textWidthPx(`${graph.name} ${graph.version}`, TITLE_PX);
  const innerPx = Math.max(MIN_INNER_PX, layout.widthPx, legend.widthPx, titlePx);
  const about = wrapWords(graph.description, TEXT_PX, innerPx);
  const topPx = MARGIN_PX + TITLE_PX + about.length * ABOUT_LINE_PX + GAP_PX;
  const width = Math.ceil(2 * MARGIN_PX + innerPx);
  const height = Math.ceil(topPx + layout.heightPx + GAP_PX + TEXT_PX + MARGIN_PX);
  const left = (width - layout.widthPx) / 2;
  const tintClass = (group: string | null) => (group === null ? "p" : `g${graph.groups.indexOf(group)}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeText(`Pipeline ${graph.name} ${graph.version}`)}</title>`,
    `<style>${styleOf(graph)}</style>`,
    `<defs>${arrowHead("needs")}${arrowHead("after")}</defs>`,
    `<rect class="ground" width="${width}" height="${height}" rx="12"/>`,
    text(
      MARGIN_PX,
      MARGIN_PX + TITLE_PX - 3,
      "title",
      `${graph.name} `,
      `<tspan class="version">${escapeText(graph.version)}</tspan>`,
    ),
    ...about.map((line, i) => text(MARGIN_PX, MARGIN_PX + TITLE_PX + (i + 1) * ABOUT_LINE_PX, "about", line)),
    `<g transform="translate(${formatNumber(left)} ${topPx})">`,
    ...layout.edges.map(drawEdge),
    ...layout.nodes.map((placed) => drawNode(placed, tintClass(placed.node.group))),
    "</g>",
    `<g transform="translate(${MARGIN_PX} ${height - MARGIN_PX})">${legend.content}</g>`,
    "</svg>\n",
  ].join("\n");
}

function styleOf({ groups }: PipelineGraph): string {
  const tints: [string, TintPair][] = [
    ["p", PLAIN_TINT],
    ...groups.map((_, i): [string, TintPair] => [`g${i}`, groupTint(i)]),
  ];
  const rules = (side: "light" | "dark") =>
    tints
      .map(([name, pair]) => {
        const { fill, line, text: ink } = pair[side];
        return `.${name} rect{fill:${fill};stroke:${line}}.${name} text{fill:${ink}}`;
      })
      .join("");
  return (
    `text{font-family:${FONT}}.ground{fill:#fff}.title{font-size:${TITLE_PX}px;font-weight:650;fill:#1d1d1f}` +
    `.version,.about,.legend{fill:#5b626d}.version{font-weight:400}.about,.legend{font-size:${TEXT_PX}px}` +
    `.name{font-size:${NAME_PX}px;font-weight:600}.note{font-size:${NOTE_PX}px}` +
    `.needs,.after{fill:none;stroke:#6b7280;stroke-width:1.5}.after{stroke:#9aa1ac;stroke-dasharray:5 4}` +
    `#needs path{fill:#6b7280}#after path{fill:#9aa1ac}rect{stroke-width:1.4}.inner{fill-opacity:0}${rules("light")}` +
    `@media (prefers-color-scheme:dark){.ground{fill:#16181c}.title{fill:#f2f3f5}.version,.about,.legend{fill:#a3abb6}` +
    `.needs{stroke:#aab2be}.after{stroke:#78808c}#needs path{fill:#aab2be}#after path{fill:#78808c}${rules("dark")}}`
  );
}

function arrowHead(kind: string): string {
  return (
    `<marker id="${kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">` +
    `<path d="M0 1 10 5 0 9z"/></marker>`
  );
}

function drawEdge({ edge, points }: PlacedEdge): string {
  return `<path class="${edge.kind}" marker-end="url(#${edge.kind})" d="${smoothPath(points)}"/>`;
}

/** Upright at every point, so that lines leave boxes downwards and arrive from above. */
function smoothPath(points: readonly Point[]): string {
  const legs = points.slice(1).map((to, i) => {
    const from = points[i];
    if (from.x === to.x) return `V${formatNumber(to.y)}`;
    const y = formatNumber((from.y + to.y) / 2);
    return `C${formatNumber(from.x)} ${y} ${formatNumber(to.x)} ${y} ${formatNumber(to.x)} ${formatNumber(to.y)}`;
  });
  return `M${formatNumber(points[0].x)} ${formatNumber(points[0].y)}${legs.join("")}`;
}

/** A plugin has a second border inside the first. */
function drawNode({ node, notes, xPx, yPx, widthPx, heightPx }: PlacedNode, tintClass: string): string {
  const [left, top] = [xPx - widthPx / 2, yPx - heightPx / 2];
  const inner = node.isPlugin ? box(left + 4, top + 4, widthPx - 8, heightPx - 8, 5, "inner") : "";
  const lines = notes.map((note, i) => text(xPx, top + 23 + (i + 1) * LINE_PX, "note", note, "", "middle"));
  return (
    `<g class="${tintClass}">${box(left, top, widthPx, heightPx, 8)}${inner}` +
    `${text(xPx, top + 23, "name", node.name, "", "middle")}${lines.join("")}</g>`
  );
}

function box(x: number, y: number, width: number, height: number, rx: number, name = ""): string {
  const numbers = [x, y, width, height].map(formatNumber);
  return (
    `<rect${name && ` class="${name}"`} x="${numbers[0]}" y="${numbers[1]}" width="${numbers[2]}" ` +
    `height="${numbers[3]}" rx="${rx}"/>`
  );
}

function text(x: number, y: number, name: string, words: string, more = "", anchor = "start"): string {
  const middle = anchor === "start" ? "" : ` text-anchor="${anchor}"`;
  return `<text class="${name}" x="${formatNumber(x)}" y="${formatNumber(y)}"${middle}>${escapeText(words)}${more}</text>`;
}

/** Only what the picture shows is explained. */
function legendOf(graph: PipelineGraph): { content: string; widthPx: number } {
  const items: { words: string; sample: string }[] = [
    ...(["needs", "after"] as const)
      .filter((kind) => graph.edges.some((edge) => edge.kind === kind))
      .map((kind) => ({
        words: kind === "needs" ? "needs" : "only comes after",
        sample: `<path class="${kind}" marker-end="url(#${kind})" d="M0 -4H26"/>`,
      })),
    ...graph.groups.map((group, i) => ({
      words: group,
      sample: `<g class="g${i}">${box(6, -12, 18, 14, 4)}</g>`,
    })),
    ...(graph.nodes.some(({ isPlugin }) => isPlugin)
      ? [
          {
            words: "plugin",
            sample: `<g class="p">${box(6, -12, 18, 14, 4)}${box(9, -9, 12, 8, 2, "inner")}</g>`,
          },
        ]
      : []),
  ];
  let x = 0;
  const drawn = items.map(({ words, sample }) => {
    const piece = `<g transform="translate(${formatNumber(x)})">${sample}${text(34, 0, "legend", words)}</g>`;
    x += 34 + textWidthPx(words, TEXT_PX) + 16;
    return piece;
  });
  return { content: drawn.join(""), widthPx: x };
}
