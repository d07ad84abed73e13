/** Files of the user's pages, read and solved: which drawn head is which note. */
import { findHeads, readPageGeometry } from "../../align/page/findHeads.js";
import type { PageGeometry, UserPage } from "../../align/page/pageGeometry.js";
import type { PageSolution } from "../../align/page/pageSolution.js";
import type { Limits } from "../../core/limits.js";
import type { Score } from "../../core/score.js";
import { joinFonts } from "../../formats/font/musicFonts.js";
import { readMusicFont } from "../../formats/font/outlineFont.js";
import type { Shape, TextShape } from "../../formats/svg/flattenSvg.js";
import { type ForeignPage, readForeignPage } from "../../formats/svg/readForeignPage.js";
import { ownMusicFont } from "../../io/musicFontFiles.js";
import { glyphOutliner } from "../../render/svg/outlineGlyphText.js";
import type { NamedBytes } from "./symbolicTask.js";

export interface GivenPages {
  readonly pages: readonly NamedBytes[];
  readonly musicFonts: readonly NamedBytes[];
  readonly score: Score;
  readonly limits: Limits;
}

export interface SolvedPages {
  readonly pages: readonly (UserPage & ForeignPage)[];
  readonly geometry: PageGeometry;
  readonly solution: PageSolution;
  /** Music in texts as outlines. */
  readonly outlineText: (shape: TextShape) => readonly Shape[];
}

/** @throws LeitmotionError what `readForeignPage` and `readMusicFont` throw */
export async function solveUserPages({ pages, musicFonts, score, limits }: GivenPages): Promise<SolvedPages> {
  const read = pages.map(({ file, bytes }) => ({
    file,
    ...readForeignPage(bytes, { fileName: file, limits }),
  }));
  const geometry = readPageGeometry(read, score);
  return {
    pages: read,
    geometry,
    solution: findHeads(read, score, { geometry }),
    outlineText: read.some(hasText) ? await textOutliner(musicFonts) : (shape) => [shape],
  };
}

function hasText({ flat }: UserPage): boolean {
  return flat.shapes.some((shape) => shape.kind === "text");
}

async function textOutliner(musicFonts: readonly NamedBytes[]): Promise<SolvedPages["outlineText"]> {
  const users = await Promise.all(musicFonts.map(({ file, bytes }) => readMusicFont(bytes, file)));
  return glyphOutliner(joinFonts(await ownMusicFont(), users.flat()));
}
