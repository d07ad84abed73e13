/** Solved pages → what every drawn thing is, and which note, staff and measure it belongs to: by geometry alone. */
import type { Score } from "../../core/score.js";
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
import { readSignatures } from "./notation/readSignatures.js";
import { readStems } from "./notation/readStems.js";
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
  return pages.map((page, index) => {
    const drawn = new NotationPage({ page, index, geometry, solution, score, staves });
    readHeads(drawn);
    readStaffLines(drawn);
    readBarlines(drawn);
    const stems = readStems(drawn);
    readLedgers(drawn);
    const beamed = readBeams(drawn, stems);
    readFlags(drawn, stems, beamed);
    readRepeatDots(drawn);
    readDots(drawn);
    const accidentals = readAccidentals(drawn);
    readBrackets(drawn);
    readCurves(drawn);
    readSignatures(drawn, accidentals);
    readLyrics(drawn);
    readHairpins(drawn);
    readAttached(drawn);
    readDynamics(drawn);
    return drawn.meanings();
  });
}
