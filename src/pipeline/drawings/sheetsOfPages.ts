/** The user's pages, solved → sheets whose every shape has its place in the score. */

import { readNotation } from "../../align/page/readNotation.js";
import { joinFonts } from "../../formats/font/musicFonts.js";
import { readMusicFont } from "../../formats/font/outlineFont.js";
import type { Shape, TextShape } from "../../formats/svg/flattenSvg.js";
import { ownMusicFont } from "../../io/musicFontFiles.js";
import type { Sheet } from "../../render/svg/cutSheets.js";
import { glyphOutliner } from "../../render/svg/outlineGlyphText.js";
import { svgIdOf } from "../../render/svg/svgIds.js";
import { userSheet } from "../../render/svg/userSheet.js";
import type { Certainty } from "../../schema/pageFindings.js";
import { type DoubtLine, pageDoubts, programsOf } from "./pageDoubts.js";
import { type NamedBytes, type ReadPage, readUserPages, solveUserPages } from "./solveUserPages.js";
import type { HeadFinding, UserPagesInput } from "./symbolicTask.js";

export interface PageSheets {
  /** Who drew the pages, as far as they say so. */
  readonly program: string;
  readonly doubts: readonly DoubtLine[];
  /** In the order of the score. */
  readonly sheets: readonly Sheet[];
  /** By notehead ID. */
  readonly findings: ReadonlyMap<string, HeadFinding>;
  /** By sheet. */
  readonly given: readonly { readonly file: string; readonly certainty: Certainty }[];
}

/** @throws LeitmotionError what `readForeignPage` and `readMusicFont` throw */
export async function sheetsOfPages(input: UserPagesInput): Promise<PageSheets> {
  const { score, headIds, limits } = input;
  const pages = readUserPages(input.pages, limits);
  const { geometry, solution } = input.found ?? solveUserPages(pages, score);
  const notation = readNotation(pages, geometry, solution, score);
  const outlineText = await textOutliner(pages, input.musicFonts);
  const elementOf = (noteIndex: number) => {
    const id = headIds[noteIndex];
    return id === null ? null : svgIdOf(id);
  };
  const findings = new Map<string, HeadFinding>();
  for (const { noteIndex, method, certainty } of solution.heads) {
    const id = headIds[noteIndex];
    if (id !== null) findings.set(id, { method, certainty });
  }
  return {
    program: programsOf(pages),
    doubts: pageDoubts(score, pages, solution),
    sheets: solution.pageOrder.map((page, i) =>
      userSheet(pages[page].flat, {
        page: i + 1,
        meanings: notation[page],
        systems: geometry.systems.filter((system) => system.page === page).length,
        elementOf,
        outlineText,
      }),
    ),
    findings,
    given: solution.pageOrder.map((page) => ({
      file: pages[page].file,
      certainty: solution.certainty[page],
    })),
  };
}

/** Music in texts as outlines; fonts are opened only if a page has texts. */
export async function textOutliner(
  pages: readonly ReadPage[],
  musicFonts: readonly NamedBytes[],
): Promise<(shape: TextShape) => readonly Shape[]> {
  const hasText = pages.some(({ flat }) => flat.shapes.some((shape) => shape.kind === "text"));
  if (!hasText) return (shape) => [shape];
  const users = await Promise.all(musicFonts.map(({ file, bytes }) => readMusicFont(bytes, file)));
  return glyphOutliner(joinFonts(await ownMusicFont(), users.flat()));
}
