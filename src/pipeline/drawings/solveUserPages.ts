/** The user's pages, read and solved: which drawn head is which note. */
import { findHeads, readPageGeometry } from "../../align/page/findHeads.js";
import type { PageGeometry, UserPage } from "../../align/page/pageGeometry.js";
import type { PageSolution } from "../../align/page/pageSolution.js";
import { LeitmotionError } from "../../core/error.js";
import type { Limits } from "../../core/limits.js";
import type { Score } from "../../core/score.js";
import { type ForeignPage, readForeignPage } from "../../formats/svg/readForeignPage.js";

/** A user's file, in memory. */
export interface NamedBytes {
  /** Base name. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

export type ReadPage = UserPage & ForeignPage;

/** Plain data: can be sent to another thread. */
export interface PageFindings {
  readonly geometry: PageGeometry;
  readonly solution: PageSolution;
}

/** @throws LeitmotionError what `readForeignPage` throws for a page that cannot be read */
export function readUserPages(pages: readonly NamedBytes[], limits: Limits): ReadPage[] {
  return pages.map(({ file, bytes }) => ({ file, ...readForeignPage(bytes, { fileName: file, limits }) }));
}

export function solveUserPages(pages: readonly UserPage[], score: Score): PageFindings {
  const geometry = readPageGeometry(pages, score);
  return { geometry, solution: findHeads(pages, score, { geometry }) };
}

/** @throws LeitmotionError PAGE_MISMATCH, with its evidence, if the pages do not show the score */
export function assertSameScore({ solution }: PageFindings, files: readonly string[]): void {
  if (solution.isSamePiece) return;
  const { heads, expected } = solution;
  const sure = heads.filter(({ doubt }) => doubt === "").length;
  const found = `${heads.length} heads for ${expected.length} notes, ${sure} without a doubt of their own`;
  const what = `The pages do not show this score: ${found}`;
  throw new LeitmotionError("PAGE_MISMATCH", what, { file: files[0] });
}
