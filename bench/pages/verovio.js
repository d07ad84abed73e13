/** Pages by Verovio, in three hands; its IDs give the truth and are then taken away. */
import { enableLogToBuffer, VerovioToolkit } from "verovio/esm";
import createVerovioModule from "verovio/wasm";
import { hasClassAround, headsOnPage, markAround } from "./truth.js";

const COMMON = {
  inputFrom: "xml",
  expandNever: true,
  header: "auto",
  footer: "none",
  xmlIdSeed: 1,
  svgViewBox: true,
  smuflTextFont: "none",
};

/** By writer. */
export const VEROVIO_HANDS = {
  "verovio-leipzig": { font: "Leipzig", condense: "none" },
  "verovio-bravura": {
    font: "Bravura",
    condense: "none",
    pageWidth: 2970,
    pageHeight: 2100,
    unit: 7,
    scale: 60,
  },
  "verovio-leland": {
    font: "Leland",
    condense: "none",
    pageWidth: 1700,
    pageHeight: 3000,
    unit: 6,
    graceFactor: 0.6,
    svgRemoveXlink: true,
  },
};

/** @returns pages as Verovio drew them, with IDs and classes */
export async function engraveByVerovio(musicXml, options) {
  const silent = () => {};
  const module = await createVerovioModule({ print: silent, printErr: silent });
  enableLogToBuffer(true, module);
  const toolkit = new VerovioToolkit(module);
  try {
    toolkit.setOptions({ ...COMMON, ...options });
    if (toolkit.loadData(musicXml) === 0) throw new Error("Verovio does not read the score");
    const pages = Array.from({ length: toolkit.getPageCount() }, (_, i) => toolkit.renderToSVG(i + 1));
    return { engraver: `Verovio ${toolkit.getVersion()}`, pages };
  } finally {
    toolkit.destroy();
  }
}

/** A made case of one piece. */
export async function writeByVerovio(program, piece, writer) {
  const { engraver, pages } = await engraveByVerovio(piece.taggedXml, VEROVIO_HANDS[writer]);
  const heads = pages.flatMap((svg, page) =>
    headsOnPage(program.flattenSvg(program.parseSvg(svg)), page, verovioNoteOf),
  );
  return { engraver, pages: pages.map(stripVerovio), heads };
}

export function verovioNoteOf(shape) {
  return hasClassAround(shape, "notehead") ? markAround(shape) : null;
}

/** Nothing is left that names a note, an element's kind or a glyph; what the style sheet said about text goes with it. */
export function stripVerovio(svg) {
  const names = new Map();
  const nameOf = (id) => {
    if (!names.has(id)) names.set(id, `a${names.size}`);
    return names.get(id);
  };
  return svg
    .replace(/<g id="(E[0-9A-F]{3,4}-\w+)"/g, (_, id) => `<g glyph="${nameOf(id)}"`)
    .replace(/\s(?:xml:id|id|class|data-[\w-]+)="[^"]*"/g, "")
    .replace(/<g glyph=/g, "<g id=")
    .replace(/((?:xlink:)?href)="#([^"]+)"/g, (_, name, id) => `${name}="#${nameOf(id)}"`)
    .replace(/\s*<desc>[\s\S]*?<\/desc>/g, "")
    .replace(
      /(<style[^>]*>)[\s\S]*?(<\/style>)/g,
      "$1ellipse, path, polygon, polyline, rect {stroke:currentColor}$2",
    );
}
