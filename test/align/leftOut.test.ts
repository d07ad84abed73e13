import { expect, it } from "vitest";
import { alignScore } from "../../src/align/alignScore.js";
import { quarterToSec } from "../../src/core/scoreClock.js";
import { melody, samplePerformance, sampleScore } from "./sampleMusic.js";

/** Eight measures of four quarters, no two alike; measures 4 and 5 are left out, at 120 quarters a minute. */
const KEYS = [
  60, 64, 67, 72, 62, 65, 69, 74, 59, 55, 57, 61, 63, 66, 70, 68, 71, 73, 58, 56, 54, 60, 65, 62, 76, 74, 77,
  79, 72, 67, 64, 60,
];
const played = KEYS.map((midi, quarter) => ({ midi, quarter })).filter(
  ({ quarter }) => quarter < 12 || quarter >= 20,
);
const strokes = played.map(({ midi, quarter }) => ({
  midi,
  sec: (quarter < 12 ? quarter : quarter - 8) / 2,
}));
const { unfolded, alignment } = alignScore(sampleScore(melody(KEYS)), samplePerformance(strokes), {
  detectExport: false,
});

it("keeps what was left out as written notes without a performed one, marked as not played", () => {
  expect(unfolded.visits.map((visit) => visit.isPlayed)).toEqual([
    true,
    true,
    true,
    false,
    false,
    true,
    true,
    true,
  ]);
  expect(alignment.scoreOnly).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
  expect(alignment.midiOnly).toEqual([]);
});

it("lets the clock stand still over what was left out, and run as played on both sides", () => {
  for (const quarter of [0, 5, 11])
    expect(quarterToSec(alignment.clock, quarter)).toBeCloseTo(quarter / 2, 6);
  for (const quarter of [12, 15, 19]) expect(quarterToSec(alignment.clock, quarter)).toBeCloseTo(6, 6);
  for (const quarter of [20, 25, 31])
    expect(quarterToSec(alignment.clock, quarter)).toBeCloseTo((quarter - 8) / 2, 6);
});

it("is sure that a passage left out was left out", () => {
  for (const index of alignment.scoreOnly) expect(alignment.soundingConfidence[index]).toBeGreaterThan(0.95);
});
