/** Pages with music as text: a page of Verovio drawn again as Sibelius writes it, or with SMuFL text. */
import { drawAsText, SIBELIUS, SMUFL } from "../../test/align/page/sibeliusPage.js";
import { markAround } from "./truth.js";
import { engraveByVerovio } from "./verovio.js";

const HANDS = { sibelius: SIBELIUS, smufl: SMUFL };
/** Not those of the pages by Verovio, so that these are other pages. */
const LAYOUT = { font: "Leipzig", condense: "none", unit: 8, graceFactor: 0.6, spacingNonLinear: 0.65 };

export async function writeAsText(program, piece, writer) {
  const { engraver, pages } = await engraveByVerovio(piece.taggedXml, LAYOUT);
  const drawn = pages.map((svg) => drawAsText(program.flattenSvg(program.parseSvg(svg)), HANDS[writer]));
  const heads = drawn.flatMap((page, index) => page.heads.map((head) => headOf(head, index)));
  return { engraver: `${writer} hand of ${engraver}`, pages: drawn.map(({ svg }) => svg), heads };
}

function headOf({ shape, x, y, width, height }, page) {
  return { note: markAround(shape), page, x, y, width, height };
}
