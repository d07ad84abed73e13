/** Solved pages → what every drawn thing is, and which note, staff and measure it belongs to: by geometry alone. */
import type { Score } from "../../core/score.js";
import { FormBook } from "./notation/formBook.js";
import { NotationPage } from "./notation/notationPage.js";
import { readAccidentals } from "./notation/readAccidentals.js";
import { readAttached } from "./notation/readAttached.js";
import { readBarlines } from "./notation/readBarlines.js";
import { readBeams } from "./notation/readBeams.js";
import { readBrackets } from "./notation/readBrackets.js";
import { readCurves } from "./notation/readCurves.js";
import { readDots, readRepeatDots } from "./notation/readDots.js";
import { readDynamics } from "./notation/readDynamics.js";
import { readFlags } from "./notation/readFlags.js";
import { readHairpins } from "./notation/readHairpins.js";
import { readHeads, readStaffLines } from "./notation/readHeads.js";
import { readLedgers } from "./notation/readLedgers.js";
import { readLyrics } from "./notation/readLyrics.js";
import { readNeighbours } from "./notation/readNeighbours.js";
import { readSignatures } from "./notation/readSignatures.js";
import { type PageStem, readStems } from "./notation/readStems.js";
import { ScoreStaves } from "./notation/scoreStaves.js";
import type { PageGeometry, UserPage } from "./pageGeometry.js";
import type { PageNotation } from "./pageNotation.js";
import type { PageSolution } from "./pageSolution.js";

/**
 * Find what belongs to the notes and to the staves. What geometry does not decide is `other` notation, or `words` if it is
 * text, at the nearest staff.
 *
 * @returns a meaning for every shape of every page, in the order given
 * @cost    n log n in the shapes
 */
export function readNotation(
  pages: readonly UserPage[],
  geometry: PageGeometry,
  solution: PageSolution,
  score: Score,
): PageNotation {
  const staves = new ScoreStaves(score, solution);
  const forms = new FormBook();
  const drawn = pages.map((page, index) => {
    return new NotationPage({ page, index, geometry, solution, score, staves, forms });
  });
  const stems = drawn.map(readAroundHeads);
  readDynamics(drawn);
  drawn.forEach((page, i) => {
    readNeighbours(page, stems[i]);
  });
  return drawn.map((page) => page.meanings());
}

/** What is known best comes first: what one step claims, the next ones no longer see. */
function readAroundHeads(page: NotationPage): PageStem[] {
  readHeads(page);
  readStaffLines(page);
  readBarlines(page);
  const stems = readStems(page);
  readLedgers(page);
  const beamed = readBeams(page, stems);
  readFlags(page, stems, beamed);
  readRepeatDots(page);
  readDots(page);
  const accidentals = readAccidentals(page);
  readBrackets(page);
  readCurves(page);
  readSignatures(page, accidentals);
  readAttached(page);
  readHairpins(page);
  readLyrics(page);
  return stems;
}
