/** What Verovio is told: fixed, so that the same score gives the same page everywhere. */
import type { PageSetup } from "./pageSetup.js";

export type SymbolicLayout = "page" | "scroll";

/** Units of the viewBox: tenths of a millimetre. */
const UNIT_PER_MM = 10;
/** Half a staff space that Verovio accepts, in its units (option `unit`). */
const UNIT_RANGE = [4.5, 12] as const;
const MAX_MARGIN = 500;
/**
 * Longest sheet of a scroll in units, the widest composition of After Effects. One system without an end would cost Verovio
 * time growing with the square of its length (20 000 notes: 10 s, 40 000: 54 s); sheets keep it in proportion.
 */
export const MAX_SCROLL_WIDTH = 30_000;

/** Things that are not inside a staff's group: where they belong is asked for. */
const PLACED = [
  ..."arpeg bracketSpan breath caesura dir dynam fermata fing gliss hairpin harm lv mNum mordent octave".split(
    " ",
  ),
  ..."ornam pedal phrase reh slur tempo tie trill turn tupletSpan".split(" "),
];

export function verovioOptions(layout: SymbolicLayout, setup: PageSetup): Record<string, unknown> {
  return { ...FIXED, ...(layout === "page" ? pageOptions(setup) : SCROLL) };
}

const FIXED = {
  inputFrom: "xml",
  scale: 100,
  font: "Leipzig",
  header: "auto",
  footer: "none",
  condense: "none",
  expandNever: true,
  xmlIdSeed: 1,
  svgViewBox: true,
  svgRemoveXlink: true,
  svgFormatRaw: true,
  smuflTextFont: "none",
  svgAdditionalAttribute: ["staff@n", ...PLACED.flatMap((name) => [`${name}@staff`, `${name}@startid`])],
};

const SCROLL = {
  breaks: "auto",
  systemMaxPerPage: 1,
  noJustification: true,
  pageWidth: MAX_SCROLL_WIDTH,
  pageHeight: 60_000,
  adjustPageWidth: true,
  adjustPageHeight: true,
  header: "none",
};

/** A staff size outside Verovio's range changes the page in proportion instead: what counts is how they relate. */
function pageOptions(setup: PageSetup): Record<string, unknown> {
  const wanted = (setup.staffHeightMm * UNIT_PER_MM) / 8;
  const unit = Math.min(Math.max(wanted, UNIT_RANGE[0]), UNIT_RANGE[1]);
  const size = (mm: number) => Math.round((mm * UNIT_PER_MM * unit) / wanted);
  const margin = (mm: number) => Math.min(size(mm), MAX_MARGIN);
  return {
    breaks: "auto",
    unit,
    pageWidth: size(setup.widthMm),
    pageHeight: size(setup.heightMm),
    pageMarginLeft: margin(setup.marginMm.left),
    pageMarginRight: margin(setup.marginMm.right),
    pageMarginTop: margin(setup.marginMm.top),
    pageMarginBottom: margin(setup.marginMm.bottom),
  };
}
