/** The user's engraved pages → sheets whose every shape has its place in the score. */
import type { UserPage } from "../../align/page/pageGeometry.js";
import type { Certainty, PageSolution } from "../../align/page/pageSolution.js";
import { readNotation } from "../../align/page/readNotation.js";
import { LeitmotionError } from "../../core/error.js";
import type { Sheet } from "../../render/svg/cutSheets.js";
import { svgIdOf } from "../../render/svg/svgIds.js";
import { userSheet } from "../../render/svg/userSheet.js";
import { pageDoubts, programsOf } from "./pageDoubts.js";
import { solveUserPages } from "./solveUserPages.js";
import type { HeadFinding, SymbolicOutcome, UserPagesInput } from "./symbolicTask.js";

export interface ReadPages {
  /** Who drew them, as far as they say so. */
  readonly program: string;
  readonly doubts: NonNullable<SymbolicOutcome["doubts"]>;
  /** In the order of the score. */
  readonly sheets: readonly Sheet[];
  /** By notehead ID. */
  readonly findings: ReadonlyMap<string, HeadFinding>;
  /** By sheet. */
  readonly given: readonly { readonly file: string; readonly certainty: Certainty }[];
}

/**
 * Read pages, find the score's heads and all other notation on them.
 *
 * @throws LeitmotionError PAGE_MISMATCH if they do not show this score (and `force` is not set); what `readForeignPage`
 *         throws for a page that cannot be read
 */
export async function readUserPages(input: UserPagesInput): Promise<ReadPages> {
  const { score, force, headIds } = input;
  const solved = await solveUserPages(input);
  const { pages, geometry, solution, outlineText } = solved;
  if (!solution.isSamePiece && !force) throw mismatch(pages, solution);
  const notation = readNotation(pages, geometry, solution, score);
  const elementOf = (noteIndex: number) => {
    const id = headIds[noteIndex];
    return id === null ? null : svgIdOf(id);
  };
  return {
    program: programsOf(pages),
    doubts: pageDoubts(score, solved),
    sheets: solution.pageOrder.map((page, i) =>
      userSheet(pages[page].flat, {
        page: i + 1,
        meanings: notation[page],
        systems: geometry.systems.filter((system) => system.page === page).length,
        elementOf,
        outlineText,
      }),
    ),
    findings: findingsOf(input, solution),
    given: solution.pageOrder.map((page) => ({
      file: pages[page].file,
      certainty: solution.certainty[page],
    })),
  };
}

function mismatch(pages: readonly UserPage[], { heads, expected }: PageSolution): LeitmotionError {
  const proved = heads.filter(({ certainty }) => certainty === "proved").length;
  const found = `${heads.length} of ${expected.length} heads fit, ${proved} of them beyond doubt`;
  return new LeitmotionError("PAGE_MISMATCH", `The pages do not show this score: ${found}`, {
    file: pages[0].file,
  });
}

function findingsOf({ headIds }: UserPagesInput, { heads }: PageSolution): Map<string, HeadFinding> {
  const findings = new Map<string, HeadFinding>();
  for (const { noteIndex, method, certainty } of heads) {
    const id = headIds[noteIndex];
    if (id !== null) findings.set(id, { method, certainty });
  }
  return findings;
}
