/** Where the boxes and lines of a pipeline's graph lie, from top to bottom. */
import dagre from "@dagrejs/dagre";
import { captionsOf, type GraphEdge, type GraphNode, type PipelineGraph } from "./pipelineGraph.js";

export interface PlacedNode {
  readonly node: GraphNode;
  /** Small text below the name, one string per line. */
  readonly notes: readonly string[];
  /** Centre and size, pixels. */
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge {
  readonly edge: GraphEdge;
  /** From the lower border of one box to the upper border of another, downwards; at least two. */
  readonly points: readonly Point[];
}

export interface GraphLayout {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Sizes of the text, pixels. */
export const NAME_PX = 15;
export const NOTE_PX = 11.5;
export const LINE_PX = 16;
/** Width of a sign in units of the font size: wide for a sans serif, so that a box holds its text in any of them. */
const SIGN_EM = 0.53;
/** The same in bold. */
const BOLD_SIGN_EM = 0.59;
const MIN_WIDTH_PX = 104;

/** Lines that meet at one border stand this far apart, if the box is wide enough. */
const PORT_PX = 18;
/** Where a line passes a row of boxes it is upright for this much up and down. */
const UPRIGHT_PX = 16;

/** Place every stage below those it waits for; the same graph always gives the same places. */
export function layOutGraph(graph: PipelineGraph): GraphLayout {
  const boxes = graph.nodes.map(boxOf);
  const drawn = new dagre.graphlib.Graph();
  drawn.setGraph({ rankdir: "TB", nodesep: 34, ranksep: 44, edgesep: 22 });
  drawn.setDefaultEdgeLabel(() => ({}));
  for (const { node, widthPx, heightPx } of boxes)
    drawn.setNode(node.name, { width: widthPx, height: heightPx });
  for (const { from, to, kind } of graph.edges) drawn.setEdge(from, to, { weight: kind === "needs" ? 4 : 1 });
  dagre.layout(drawn);
  const { width = 0, height = 0 } = drawn.graph() as { width?: number; height?: number };
  const nodes = boxes.map((box) => {
    const { x, y } = drawn.node(box.node.name) as Point;
    return { ...box, xPx: x, yPx: y };
  });
  const rows = new Set(nodes.map(({ yPx }) => Math.round(yPx)));
  const routed = graph.edges.map((edge) => {
    const { points } = drawn.edge(edge.from, edge.to) as { points: readonly Point[] };
    return { edge, corners: points.slice(1, -1).filter(({ y }) => rows.has(Math.round(y))) };
  });
  return { nodes, edges: joinToBoxes(nodes, routed), widthPx: width, heightPx: height };
}

interface RoutedEdge {
  readonly edge: GraphEdge;
  /** Where the line passes a row of boxes. */
  readonly corners: readonly Point[];
}

/** Lines at one border stand side by side in the order of where they go to or come from. */
function joinToBoxes(nodes: readonly PlacedNode[], routed: readonly RoutedEdge[]): PlacedEdge[] {
  const byName = new Map(nodes.map((placed) => [placed.node.name, placed]));
  const headed = (route: RoutedEdge, end: "from" | "to") =>
    route.corners.at(end === "from" ? 0 : -1)?.x ??
    byName.get(route.edge[end === "from" ? "to" : "from"])!.xPx;
  const portOf = (route: RoutedEdge, end: "from" | "to"): Point => {
    const { xPx, yPx, widthPx, heightPx, node } = byName.get(route.edge[end])!;
    const side = routed
      .filter(({ edge }) => edge[end] === node.name)
      .sort((a, b) => headed(a, end) - headed(b, end));
    const gapPx = Math.min(PORT_PX, (widthPx - 2 * PORT_PX) / Math.max(1, side.length - 1));
    const x = xPx + (side.indexOf(route) - (side.length - 1) / 2) * gapPx;
    return { x, y: yPx + (end === "from" ? heightPx / 2 : -heightPx / 2) };
  };
  return routed.map((route) => ({
    edge: route.edge,
    points: [portOf(route, "from"), ...route.corners.flatMap(upright), portOf(route, "to")],
  }));
}

function upright({ x, y }: Point): Point[] {
  return [
    { x, y: y - UPRIGHT_PX },
    { x, y: y + UPRIGHT_PX },
  ];
}

function boxOf(node: GraphNode): Omit<PlacedNode, "xPx" | "yPx"> {
  const notes = captionsOf(node);
  const textPx = [
    textWidthPx(node.name, NAME_PX, BOLD_SIGN_EM),
    ...notes.map((note) => textWidthPx(note, NOTE_PX)),
  ];
  const widthPx = Math.max(MIN_WIDTH_PX, ...textPx.map((px) => px + 28));
  return { node, notes, widthPx: Math.ceil(widthPx), heightPx: 36 + notes.length * LINE_PX };
}

/** About how wide a text is; never too little for Latin letters. */
export function textWidthPx(text: string, sizePx: number, signEm = SIGN_EM): number {
  return [...text].length * sizePx * signEm;
}

/** Break a text between words, so that no line with more than one word is wider than `maxPx`. */
export function wrapWords(text: string, sizePx: number, maxPx: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.length === 0 ? word : `${lines[lines.length - 1]} ${word}`;
    if (lines.length > 0 && textWidthPx(longer, sizePx) <= maxPx) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
