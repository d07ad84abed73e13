/** What does not fit on the user's pages, in lines for people, each with its place. */
import type { PageDoubt, PageSolution } from "../../align/page/pageSolution.js";
import type { Score } from "../../core/score.js";
import type { ReadPage } from "./solveUserPages.js";

export interface DoubtLine {
  readonly code: string;
  readonly message: string;
}

type Pages = readonly ReadPage[];

/** Of each kind so many are said one by one. */
const MOST_OF_A_KIND = 20;

/** Content of the pages that was not read, then what of the score and the drawing does not meet, kind by kind. */
export function pageDoubts(score: Score, pages: Pages, { doubts }: PageSolution): DoubtLine[] {
  return [...ignoredLines(pages), ...doubtLines(score, pages, doubts)];
}

/** Who drew the pages, as far as they say so: names, each once. */
export function programsOf(pages: Pages): string {
  return [...new Set(pages.map(({ program }) => program))].join(", ");
}

function ignoredLines(pages: Pages): DoubtLine[] {
  return pages.flatMap(({ file, ignored }) =>
    ignored.map(({ name, count }) => ({
      code: "PAGE_CONTENT_IGNORED",
      message: `${file}: ${count} × ${name} left out`,
    })),
  );
}

function doubtLines(score: Score, pages: Pages, doubts: readonly PageDoubt[]): DoubtLine[] {
  const byKind = new Map<PageDoubt["kind"], PageDoubt[]>();
  for (const doubt of doubts) {
    const all = byKind.get(doubt.kind);
    if (all === undefined) byKind.set(doubt.kind, [doubt]);
    else all.push(doubt);
  }
  return [...byKind].flatMap(([kind, all]) => {
    const code = `PAGE_${kind.toUpperCase().replaceAll("-", "_")}`;
    const lines = all
      .slice(0, MOST_OF_A_KIND)
      .map((doubt) => ({ code, message: formatDoubt(score, pages, doubt) }));
    const more = all.length - lines.length;
    return more > 0 ? [...lines, { code, message: `${more} more like these` }] : lines;
  });
}

/** What, and where: file, system, measure. What concerns a note names it and its measure already. */
export function formatDoubt(score: Score, pages: Pages, doubt: PageDoubt): string {
  const measureIndex = doubt.noteIndex === null ? doubt.measureIndex : null;
  const place = [
    doubt.page === null ? null : pages[doubt.page].file,
    doubt.systemOnPage === null ? null : `system ${doubt.systemOnPage + 1}`,
    measureIndex === null ? null : `measure ${score.measures[measureIndex].number}`,
  ].filter((part) => part !== null);
  return place.length === 0 ? doubt.text : `${doubt.text} (${place.join(", ")})`;
}
