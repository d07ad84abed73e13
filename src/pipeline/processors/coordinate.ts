/** Stage: which performed note is which written note, and the clock they share. */
import path from "node:path";
import { alignScore } from "../../align/alignScore.js";
import { assertSamePiece } from "../../align/samePiece.js";
import { LeitmotionError, toLeitmotionError } from "../../core/error.js";
import type { Score } from "../../core/score.js";
import type { RunReport } from "../../schema/run.js";
import { assertScoreLength } from "../../score/scoreLength.js";
import type { UnfoldedScore } from "../../score/unfoldedScore.js";
import { unfoldScore } from "../../score/unfoldScore.js";
import type { BuildOptions } from "../buildOptions.js";
import { obeyOverrides } from "../corrections/obeyOverrides.js";
import { NO_CONFIG, type Processor, type StageContext } from "../engine/processor.js";
import type { RunLedger } from "../report/runLedger.js";

export const coordinate: Processor = {
  info: {
    name: "coordinate",
    version: "1.1.0",
    kind: "stage",
    description: "Unfold repeats, match score and performance note by note, and set their common clock.",
  },
  configSchema: NO_CONFIG,
  capabilities: {
    inputs: ["score", "performance"],
    outputs: ["unfolded", "alignment", "scorePerformance", "clock", "moves"],
  },
  async process(context) {
    try {
      await coordinateScore(context);
    } catch (thrown) {
      throw toLeitmotionError(thrown, { file: path.basename(context.options.scoreFile) });
    }
  },
};

async function coordinateScore(context: StageContext): Promise<void> {
  const { options, bench, ledger, progress } = context;
  const score = bench.get("score");
  const performance = bench.get("performance");
  const { unfolded, alignment } = performance
    ? alignScore(score, performance, options)
    : { unfolded: unfoldWritten(score, options), alignment: null };
  progress.expect(unfolded.sounding.length);
  bench.put("unfolded", unfolded);
  bench.put("alignment", alignment);
  warnOfUnheard(unfolded, ledger);
  ledger.report.structure = describeStructure(unfolded, alignment?.transposedSemitones ?? 0);
  if (performance && alignment) {
    const place = { file: path.basename(options.midiFile ?? "") };
    checkPiece(() => assertSamePiece(alignment, unfolded, performance, place), options, ledger);
    assertScoreLength(unfolded, alignment.clock, options.limits);
    bench.put("scorePerformance", null);
    bench.put("clock", alignment.clock);
  } else {
    const { performScore } = await import("../../score/performScore.js");
    const played = performScore(unfolded, options.limits);
    bench.put("scorePerformance", played);
    bench.put("clock", played.clock);
  }
  obeyOverrides(context);
  progress.advance(unfolded.sounding.length);
}

function unfoldWritten(score: Score, { limits, repeats }: BuildOptions): UnfoldedScore {
  return unfoldScore(score, { repeats: repeats === "none" ? "none" : "written", limits });
}

function describeStructure(
  { score, repeats, visits }: UnfoldedScore,
  transposedSemitones: number,
): RunReport["structure"] {
  const numbers = (isPlayed: boolean) =>
    visits
      .filter((visit) => visit.isPlayed === isPlayed)
      .map((visit) => score.measures[visit.measureIndex].number);
  return { repeats, measures: numbers(true), leftOut: numbers(false), transposedSemitones };
}

/** Notes on no way through the repeats (a skipped ending, music after a Fine) get no record: say so. */
function warnOfUnheard({ score, notes }: UnfoldedScore, ledger: RunLedger): void {
  const heard = new Set(notes.map(({ note }) => note.index));
  const unheard = score.notes.filter((note) => !heard.has(note.index));
  if (unheard.length === 0) return;
  const measures = [...new Set(unheard.map((note) => score.measures[note.measureIndex].number))];
  const shown = measures.slice(0, 12).join(", ") + (measures.length > 12 ? " …" : "");
  ledger.warn(
    "coordinate",
    "NOTES_NEVER_HEARD",
    `${unheard.length} notes are never played, in measures ${shown}`,
  );
}

/** Another piece is refused, or with `--force` only warned of. */
function checkPiece(assertPiece: () => void, { force }: BuildOptions, ledger: RunLedger): void {
  try {
    assertPiece();
  } catch (thrown) {
    if (!(force && thrown instanceof LeitmotionError && thrown.code === "PIECE_MISMATCH")) throw thrown;
    ledger.warn("coordinate", thrown.code, thrown.message);
  }
}
