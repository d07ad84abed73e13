/**
 * The constellation of nine noteheads and six sounding notes: a tie of three, a tie of two, four plain notes.
 * 960 ticks a quarter, 100 quarters a minute, so a quarter lasts 0.6 s. Worked out by hand:
 *
 *     B3  at quarter 12, 3 + 1 + 1/2 quarters, tick 11 520, 4 406 ticks: 7.2 … 9.95375 s
 *     A4  at quarter 15, 1 + 1/2 quarters,     tick 14 400, 1 440 ticks: 9.0 … 9.9 s
 *     G4, A3 at 16 1/2 (9.9 s), C4 at 17 1/2 (10.5 s), B3 at 18 (10.8 s)
 */
import { alignScore } from "../../src/align/alignScore.js";
import { buildTempoMap } from "../../src/core/tempoMap.js";
import { buildRecords, type Records } from "../../src/registry/buildRecords.js";
import { identifyPiece } from "../../src/registry/mintIds.js";
import type { TieRefinement } from "../../src/registry/tieTiming.js";
import { type SampleNote, type SampleStroke, samplePerformance, sampleScore } from "../align/sampleMusic.js";

export const TRIO_NOTES: readonly SampleNote[] = [
  { at: 15, quarters: 1, midi: 69, part: 0, tie: "start" },
  { at: 16, quarters: "1/2", midi: 69, part: 0, tie: "stop" },
  { at: "33/2", quarters: "3/2", midi: 67, part: 0 },
  { at: 12, quarters: 3, midi: 59, part: 1, tie: "start" },
  { at: 15, quarters: 1, midi: 59, part: 1, tie: "continue" },
  { at: 16, quarters: "1/2", midi: 59, part: 1, tie: "stop" },
  { at: "33/2", quarters: 1, midi: 57, part: 1 },
  { at: "35/2", quarters: "1/2", midi: 60, part: 1 },
  { at: 18, quarters: 1, midi: 59, part: 1 },
];

export const TRIO_STROKES: readonly SampleStroke[] = [
  { tick: 11_520, durationTick: 4406, midi: 59, track: 2 },
  { tick: 14_400, durationTick: 1440, midi: 69, track: 1 },
  { tick: 15_840, durationTick: 1440, midi: 67, track: 1 },
  { tick: 15_840, durationTick: 960, midi: 57, track: 2 },
  { tick: 16_800, durationTick: 480, midi: 60, track: 2 },
  { tick: 17_280, durationTick: 960, midi: 59, track: 2 },
];

export function buildTrio(
  options: { strokes?: readonly SampleStroke[]; usPerQuarter?: number; tieRefinement?: TieRefinement } = {},
): Records {
  const score = sampleScore(TRIO_NOTES, { title: "Trio constellation" });
  const map = buildTempoMap(960, [[0, options.usPerQuarter ?? 600_000]]);
  const performance = samplePerformance(options.strokes ?? TRIO_STROKES, ["", "Flute", "Violin"], map);
  const { unfolded, alignment } = alignScore(score, performance);
  return buildRecords({
    unfolded,
    piece: identifyPiece(score, "trio.musicxml"),
    performance,
    alignment,
    scorePerformance: null,
    tieRefinement: options.tieRefinement,
  });
}
