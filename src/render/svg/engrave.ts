/** MusicXML with our note IDs → pages drawn by Verovio, which repeats those IDs in its SVG. */
import { SaxesParser } from "saxes";
import { enableLogToBuffer, VerovioToolkit } from "verovio/esm";
import createVerovioModule, { type VerovioModule } from "verovio/wasm";
import { LeitmotionError } from "../../core/error.js";
import { A4, type PageSetup } from "./pageSetup.js";
import { setStaffKeys } from "./setStaffKeys.js";
import type { StaffKeys } from "./staffKeys.js";
import { glyphSheet, readGlyphSheet, type TextGlyphs, textCodePoints } from "./textGlyphs.js";
import { type SymbolicLayout, verovioOptions } from "./verovioOptions.js";

export interface EngraveInput {
  /** Part-wise MusicXML; every note to be found again carries `id` = `svgIdOf(noteheadId)`. */
  readonly musicXml: string;
  /** `page`: sheets of paper; `scroll`: one system, on sheets of at most 30 000 units. */
  readonly layout: SymbolicLayout;
  /** Paper and staff size of the layout `page`; A4 if left out. */
  readonly pageSetup?: PageSetup;
  /** Result of `staffKeys`. If there are any, the measures carry `id` = `measureIdOf(measureIndex)`. */
  readonly staffKeys?: readonly StaffKeys[];
}

export interface EngravedPage {
  /** From 1. */
  readonly page: number;
  readonly svg: string;
}

/** Plain data: can be sent to another thread. */
export interface Engraving {
  /** Program and version, e.g. `Verovio 6.3.0-425dd7b`. */
  readonly engraver: string;
  readonly pages: readonly EngravedPage[];
  /** Outlines of the music characters that stand in texts (the note of a tempo mark). */
  readonly textGlyphs: TextGlyphs;
  /** What the engraver had to say about the score, each line once. */
  readonly warnings: readonly string[];
}

/**
 * Engrave a score. Repeats are drawn once, as written. Nothing is printed to stdout or stderr.
 *
 * @returns pages in order, at least one; the same input gives the same bytes
 * @throws  LeitmotionError ENGRAVING_FAILED if the text is not well-formed part-wise MusicXML or Verovio gives up on it
 * @cost    grows in proportion to the notes; about 0.4 s per 1000 notes (a tenth more with `staffKeys`), and 0.3 s to start
 */
export async function engrave(input: EngraveInput): Promise<Engraving> {
  assertPartwise(input.musicXml);
  const module = await startVerovio();
  const toolkit = new VerovioToolkit(module);
  try {
    const warnings = loadScore(toolkit, input);
    const pages = renderPages(toolkit);
    const codePoints = textCodePoints(pages.map((page) => page.svg));
    return {
      engraver: `Verovio ${toolkit.getVersion()}`,
      pages,
      textGlyphs: codePoints.length === 0 ? {} : renderTextGlyphs(toolkit, codePoints),
      warnings,
    };
  } catch (error) {
    if (error instanceof LeitmotionError) throw error;
    throw new LeitmotionError(
      "ENGRAVING_FAILED",
      `The score cannot be engraved: ${messageOf(error)}`,
      {},
      { cause: error },
    );
  } finally {
    toolkit.destroy();
  }
}

/** Version of the installed engraver: starts it, and so shows that it runs. */
export async function verovioVersion(): Promise<string> {
  const toolkit = new VerovioToolkit(await startVerovio());
  const version = toolkit.getVersion();
  toolkit.destroy();
  return version;
}

/** Verovio takes garbage and cut-off documents for empty or short scores, and says nothing. */
function assertPartwise(musicXml: string): void {
  const parser = new SaxesParser({ xmlns: false });
  let root = "";
  parser.on("opentag", (tag) => {
    if (root === "") root = tag.name;
  });
  parser.on("error", (error) => {
    throw new LeitmotionError(
      "ENGRAVING_FAILED",
      `The score to engrave is not well-formed: ${error.message}`,
    );
  });
  parser.write(musicXml).close();
  if (root !== "score-partwise") {
    throw new LeitmotionError("ENGRAVING_FAILED", `The score to engrave is <${root}>, not <score-partwise>`);
  }
}

async function startVerovio(): Promise<VerovioModule> {
  const silent = () => {};
  const module = await createVerovioModule({ print: silent, printErr: silent });
  enableLogToBuffer(true, module);
  return module;
}

/**
 * Let Verovio read the score. Keys of single staves go into the MEI it makes of it, laid out only then; the IDs it gives
 * there come from another seed, so that they do not meet those of the MEI.
 *
 * @returns what Verovio had to say
 */
function loadScore(toolkit: VerovioToolkit, input: EngraveInput): string[] {
  const { layout, pageSetup = A4, staffKeys = [] } = input;
  const options = verovioOptions(layout, pageSetup);
  if (staffKeys.length === 0) {
    toolkit.setOptions(options);
    return load(toolkit, input.musicXml);
  }
  toolkit.setOptions({ ...options, breaks: "none" });
  const messages = load(toolkit, input.musicXml);
  const mei = toolkit.getMEI({});
  const changed = setStaffKeys(mei, staffKeys);
  if (changed === null) messages.push("Key signatures of single staves are not drawn");
  toolkit.setOptions({ inputFrom: "mei", breaks: options.breaks, xmlIdSeed: 2 });
  return [...new Set([...messages, ...load(toolkit, changed ?? mei)])];
}

function load(toolkit: VerovioToolkit, data: string): string[] {
  if (toolkit.loadData(data) === 0) throw new Error("Verovio does not read the score");
  return messagesOf(toolkit.getLog());
}

function renderPages(toolkit: VerovioToolkit): EngravedPage[] {
  const count = toolkit.getPageCount();
  if (count < 1) throw new Error("Verovio lays out no page");
  const pages: EngravedPage[] = [];
  for (let page = 1; page <= count; page++) {
    const svg = toolkit.renderToSVG(page);
    if (!svg.startsWith("<svg")) throw new Error(`Verovio draws nothing for page ${page}`);
    pages.push({ page, svg });
  }
  return pages;
}

/** The toolkit is used for the score's pages first: loading the sheet of glyphs replaces the score. */
function renderTextGlyphs(toolkit: VerovioToolkit, codePoints: readonly string[]): TextGlyphs {
  toolkit.setOptions({ inputFrom: "mei", header: "none", breaks: "none", svgAdditionalAttribute: [] });
  if (toolkit.loadData(glyphSheet(codePoints)) === 0)
    throw new Error("Verovio does not draw its text glyphs");
  return readGlyphSheet(toolkit.renderToSVG(1));
}

/** Lines such as `[Warning] MusicXML import: …`, without their mark. */
function messagesOf(log: string): string[] {
  const lines = log.split("\n").map((line) => line.replace(/^\[\w+\]\s*/, "").trim());
  return [...new Set(lines.filter((line) => line !== ""))];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "Verovio broke off";
}
