/** Whether a MIDI file is a performance of the score at all. */
import { LeitmotionError } from "../core/error.js";
import type { Performance } from "../core/performance.js";
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import type { Alignment } from "./alignNotes.js";
import { buildPerformedEvents, type CoarseRows, coarseRows } from "./performedEvents.js";
import { buildScoreEvents, countVoices } from "./scoreEvents.js";
import { buildScoreGraph } from "./scoreGraph.js";
import { followSparse } from "./structurePass.js";
import { lowered } from "./transposition.js";

export interface PieceEvidence {
  /** Share of the shorter side's notes that can be followed in the score by pitch and order, 0–1. */
  readonly followedShare: number;
  /** The same for the performance played backwards: what its pitches give by chance. */
  readonly chanceShare: number;
  /** Cost of following the performance forwards / backwards: about 1 for another piece. */
  readonly costRatio: number;
}

/** Limits between right and wrong pairs; the figures behind them are in bench/alignment/README.md. */
const SAME_COST_RATIO = 0.9;
const SAME_FOLLOWED_SHARE = 0.5;
const SAME_OVER_CHANCE = 1.7;
/** An alignment this complete and this exact needs no further proof. */
const EVIDENT_SHARE = 0.6;
const EVIDENT_DEVIATION_SEC = 0.1;

/**
 * Compare with a control of the same pitches and density: the performance played backwards. On both sides other music
 * is dear, or nothing would be followed of the control.
 *
 * @cost two structure passes without jumps
 */
export function comparePieces(unfolded: UnfoldedScore, performance: Performance): PieceEvidence {
  const score = buildScoreEvents(unfolded);
  const { columns } = score;
  const rows = coarseRows(buildPerformedEvents(performance), countVoices(score));
  const graph = buildScoreGraph(unfolded, columns, "along");
  const forward = followSparse(graph, rows);
  const backward = followSparse(graph, reverseRows(rows));
  const strokes = columns.size.reduce((sum, n) => sum + n, 0);
  const shorter = Math.max(1, Math.min(strokes, rows.pitch.length));
  return {
    followedShare: forward.hits / shorter,
    chanceShare: backward.hits / shorter,
    costRatio: backward.cost === 0 ? 1 : forward.cost / backward.cost,
  };
}

function reverseRows({ onsetSec, pitch }: CoarseRows): Pick<CoarseRows, "onsetSec" | "pitch"> {
  const end = onsetSec[onsetSec.length - 1];
  return { onsetSec: onsetSec.map((sec) => end - sec).reverse(), pitch: pitch.slice().reverse() };
}

/**
 * Refuse a MIDI file of another piece. Mutilated performances pass: only what fits no better than chance is refused.
 * A side without notes proves nothing and passes.
 *
 * @throws LeitmotionError PIECE_MISMATCH with the share of matched notes and that expected by chance
 */
export function assertSamePiece(
  alignment: Alignment,
  unfolded: UnfoldedScore,
  performance: Performance,
  place: { readonly file?: string } = {},
): void {
  const { evidence } = alignment;
  if (evidence.scoreNotes === 0 || evidence.performedNotes === 0 || evidence.isExport) return;
  const evident =
    evidence.matchedShare >= EVIDENT_SHARE && evidence.meanDeviationSec <= EVIDENT_DEVIATION_SEC;
  if (evident) return;
  const { followedShare, chanceShare, costRatio } = comparePieces(
    unfolded,
    lowered(performance, alignment.transposedSemitones),
  );
  if (costRatio <= SAME_COST_RATIO) return;
  if (followedShare >= SAME_FOLLOWED_SHARE && followedShare >= SAME_OVER_CHANCE * chanceShare) return;
  throw new LeitmotionError(
    "PIECE_MISMATCH",
    `The MIDI file is not a performance of this score: ${percent(followedShare)} of its notes can be followed there, ` +
      `${percent(chanceShare)} would be by chance; ${evidence.matched} of ${evidence.scoreNotes} written and ` +
      `${evidence.performedNotes} performed notes match`,
    place,
  );
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
