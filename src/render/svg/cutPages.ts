/** Engraved pages → pictures: what everything is stands in the classes that Verovio writes. */
import { flattenSvg } from "../../formats/svg/flattenSvg.js";
import { parseSvg } from "../../formats/svg/svgTree.js";
import { assignChords } from "./assignChords.js";
import { type CutOptions, cutSheets, type SymbolicResult } from "./cutSheets.js";
import type { Engraving } from "./engrave.js";
import { readItems } from "./pageItems.js";

/**
 * Cut an engraving into pictures. The stem and flag of a chord go to the note the stem grows from, its dots to the nearest
 * notes; beams stay in the bed.
 *
 * @throws LeitmotionError XML_MALFORMED, SVG_VALUE_INVALID if a page is not the SVG that Verovio writes
 * @cost   grows in proportion to the shapes on the pages
 */
export function cutPages(engraving: Engraving, options: CutOptions): SymbolicResult {
  const sheets = engraving.pages.map(({ page, svg }) => {
    const flat = flattenSvg(parseSvg(svg));
    const { items, systems } = readItems(flat, engraving.textGlyphs);
    assignChords(items);
    return { page, viewBox: flat.viewBox, systems, items };
  });
  return cutSheets(sheets, options);
}
