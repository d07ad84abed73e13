/** A user's page with what was found on it: every head framed in the colour of its part. */
import type { FoundHead } from "../../align/page/pageSolution.js";
import type { FlatSvg, Shape, TextShape } from "../../formats/svg/flattenSvg.js";
import { type Box, joinBoxes } from "../../formats/svg/outline.js";
import { escapeText, formatAttributes, formatNumber } from "../../formats/svg/svgTree.js";
import type { Certainty } from "../../schema/pageFindings.js";
import { boxOf } from "./pageItems.js";
import { writeShape, writeSvg } from "./writeShapes.js";

export interface FoundOnPage extends Pick<FoundHead, "box" | "certainty"> {
  readonly partIndex: number;
  /** Shown when the pointer rests on the frame. */
  readonly label: string;
}

export interface Annotations {
  readonly heads: readonly FoundOnPage[];
  /** Shapes that could be heads and belong to no note. */
  readonly extra: readonly number[];
  /** Staff space in units of the page: frames and letters are sized by it. */
  readonly spaceUnit: number;
  /** Names of the parts that have a head on some page, by part index. */
  readonly partNames: readonly string[];
  readonly outlineText: (shape: TextShape) => readonly Shape[];
}

/** Told apart with any colour vision. @source Okabe and Ito (2008), without black and yellow */
const PART_COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00"];
const EXTRA_COLOUR = "#ff0000";
/** Proved heads are framed, likely ones with a broken line, ambiguous ones are crossed out. */
const DASH_SPACE: Readonly<Record<Certainty, number>> = { proved: 0, likely: 0.4, ambiguous: 0.15 };

/** The page in grey under its findings, with the names of the parts at the top. Same size and viewBox as the page. */
export function annotatePage(flat: FlatSvg, annotations: Annotations): string {
  const [leftUnit, topUnit, widthUnit, heightUnit] = flat.viewBox;
  const page = flat.shapes
    .flatMap((shape) => (shape.kind === "text" ? annotations.outlineText(shape) : [shape]))
    .map(writeShape)
    .join("");
  const heads = annotations.heads.map((head) => frame(head, annotations.spaceUnit)).join("");
  const extra = annotations.extra.map((index) => extraMark(flat.shapes[index], annotations)).join("");
  return writeSvg(
    { leftUnit, topUnit, widthUnit, heightUnit },
    `<g opacity="0.55">${page}</g><g fill="none">${heads}${extra}</g>${legend(flat, annotations)}`,
  );
}

function frame({ box, certainty, partIndex, label }: FoundOnPage, spaceUnit: number): string {
  const air = 0.15 * spaceUnit;
  const [left, top, right, bottom] = [box[0] - air, box[1] - air, box[2] + air, box[3] + air];
  const stroke = {
    stroke: PART_COLOURS[partIndex % PART_COLOURS.length],
    "stroke-width": formatNumber(0.12 * spaceUnit),
    "stroke-dasharray":
      DASH_SPACE[certainty] === 0 ? undefined : formatNumber(DASH_SPACE[certainty] * spaceUnit),
  };
  const title = `<title>${escapeText(label)}</title>`;
  const [x, y, x2, y2] = [left, top, right, bottom].map(formatNumber);
  const cross = certainty === "ambiguous" ? `M${x} ${y}L${x2} ${y2}M${x} ${y2}L${x2} ${y}` : "";
  return `<path d="M${x} ${y}H${x2}V${y2}H${x}z${cross}"${formatAttributes(stroke)}>${title}</path>`;
}

function extraMark(shape: Shape, { spaceUnit }: Annotations): string {
  const box = grown(boxOf(shape), 0.3 * spaceUnit);
  const [x, y, x2, y2] = box.map(formatNumber);
  const stroke = { stroke: EXTRA_COLOUR, "stroke-width": formatNumber(0.15 * spaceUnit) };
  return `<path d="M${x} ${y}L${x2} ${y2}M${x} ${y2}L${x2} ${y}"${formatAttributes(stroke)}><title>belongs to no note</title></path>`;
}

function grown(box: Box, by: number): Box {
  return joinBoxes([box, [box[0] - by, box[1] - by, box[2] + by, box[3] + by]]);
}

function legend({ viewBox }: FlatSvg, { heads, partNames, spaceUnit }: Annotations): string {
  const parts = [...new Set(heads.map(({ partIndex }) => partIndex))].sort((a, b) => a - b);
  const size = 1.6 * spaceUnit;
  return parts
    .map((part, i) => {
      const place = {
        x: formatNumber(viewBox[0] + size),
        y: formatNumber(viewBox[1] + size * (i + 1.2)),
        fill: PART_COLOURS[part % PART_COLOURS.length],
        "font-family": "sans-serif",
        "font-size": formatNumber(size),
      };
      return `<text${formatAttributes(place)}>${escapeText(partNames[part])}</text>`;
    })
    .join("");
}
