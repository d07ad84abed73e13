/** Upright lines of a page, whole and in pieces. */
import type { LinePiece } from "./drawnThings.js";
import { joinRuns, type LineRun, verticalRun } from "./lineRuns.js";
import {
  MAX_VERTICAL_WIDTH_SPACE,
  MIN_VERTICAL_HEIGHT_SPACE,
  SAME_UPRIGHT_SPACE,
  UPRIGHT_GAP_SPACE,
} from "./pageConstants.js";

/**
 * Keep what has the size of a stem or more. Pieces that meet end to end are joined, since some programs draw the line that
 * begins a system and long bar lines staff by staff; the pieces are kept beside what they make, since others join bar
 * lines of one staff to what stands above them by chance.
 *
 * @param spaceUnit  a staff space of the page
 * @returns          from left to right, then from top to bottom
 */
export function findVerticals(pieces: readonly LinePiece[], spaceUnit: number): LineRun[] {
  const runs = pieces
    .map(verticalRun)
    .filter((run) => run.thickness <= MAX_VERTICAL_WIDTH_SPACE * spaceUnit && run.to > run.from);
  const tolerance = { across: SAME_UPRIGHT_SPACE * spaceUnit, along: UPRIGHT_GAP_SPACE * spaceUnit };
  const { joined } = joinRuns(runs, tolerance);
  return [...joined, ...runs]
    .filter((run) => run.to - run.from >= MIN_VERTICAL_HEIGHT_SPACE * spaceUnit)
    .sort((a, b) => a.at - b.at || a.from - b.from || b.to - a.to);
}
