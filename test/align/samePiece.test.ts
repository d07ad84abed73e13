import { describe, expect, it } from "vitest";
import { alignAlong, alignScore } from "../../src/align/alignScore.js";
import { assertSamePiece, comparePieces } from "../../src/align/samePiece.js";
import { ZERO } from "../../src/core/fraction.js";
import type { StructureMark } from "../../src/core/scoreMarks.js";
import { melody, samplePerformance, sampleScore, sampleUnfolded } from "./sampleMusic.js";

/** A tune of 96 notes over an octave, drawn by a small linear congruential generator. */
function drawTune(seed: number): number[] {
  let state = seed;
  return Array.from({ length: 96 }, () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return 60 + ((state >> 16) % 13);
  });
}

const TUNE_A = drawTune(1);
const TUNE_B = drawTune(2);
const PALINDROME = [...TUNE_A.slice(0, 30), ...TUNE_A.slice(0, 30).reverse()];
const rubato = (quarter: number) => 1.234 + 0.47 * quarter + 0.11 * Math.sin(quarter / 3);
const play = (keys: readonly number[]) =>
  samplePerformance(keys.map((midi, q) => ({ sec: rubato(q), midi })));

function check(score: readonly number[], played: readonly number[]) {
  const unfolded = sampleUnfolded(melody(score));
  const performance = play(played);
  assertSamePiece(alignAlong(unfolded, performance), unfolded, performance, { file: "take.mid" });
}

describe("assertSamePiece", () => {
  it("refuses another piece with the shares of matched and of chance notes", () => {
    expect(() => check(TUNE_A, TUNE_B)).toThrow(
      /\d+ % of its notes .* \d+ % would be by chance.*\(file take\.mid\)/,
    );
    expect(() => check(TUNE_B, TUNE_A)).toThrow(expect.objectContaining({ code: "PIECE_MISMATCH" }));
  });

  it.each([
    { why: "the whole piece", played: TUNE_A },
    { why: "its first third", played: TUNE_A.slice(0, 32) },
    { why: "its middle", played: TUNE_A.slice(40, 80) },
    { why: "a passage left out", played: [...TUNE_A.slice(0, 30), ...TUNE_A.slice(60)] },
    { why: "every third note wrong", played: TUNE_A.map((k, i) => (i % 3 ? k : k + 1)) },
    { why: "every second note missing", played: TUNE_A.filter((_, i) => i % 2) },
    { why: "another piece in front", played: [...TUNE_B.slice(0, 40), ...TUNE_A] },
    { why: "no notes", played: [] },
    { why: "a tune that reads the same backwards", score: PALINDROME, played: PALINDROME },
  ])("accepts $why", ({ played, score }) => {
    expect(() => check(score ?? TUNE_A, played)).not.toThrow();
  });
});

describe("comparePieces", () => {
  const unfolded = sampleUnfolded(melody(TUNE_A));

  it("finds a performance with half of the notes better than its reverse", () => {
    const { followedShare, chanceShare, costRatio } = comparePieces(
      unfolded,
      play(TUNE_A.filter((_, i) => i % 2)),
    );
    expect(followedShare).toBeGreaterThan(0.9);
    expect(followedShare).toBeGreaterThan(1.7 * chanceShare);
    expect(costRatio).toBeLessThan(0.9);
  });

  it("finds another piece no better than its reverse", () => {
    const { followedShare, costRatio } = comparePieces(unfolded, play(TUNE_B));
    expect(followedShare).toBeLessThan(0.5);
    expect(costRatio).toBeGreaterThan(0.9);
  });
});

describe("a transposed performance", () => {
  it("is found in its key with every second note missing", () => {
    const played = play(TUNE_A.filter((_, i) => i % 2).map((key) => key + 5));
    const { unfolded, alignment } = alignScore(sampleScore(melody(TUNE_A)), played);
    expect(alignment.transposedSemitones).toBe(5);
    expect(() => assertSamePiece(alignment, unfolded, played)).not.toThrow();
  });
});

describe("chooseRepeats", () => {
  const structure: StructureMark[] = [
    {
      kind: "repeat-backward",
      times: 2,
      afterJump: false,
      measureIndex: 7,
      measureQuarter: { num: 4, den: 1 },
    },
  ];
  const keys = TUNE_A.slice(0, 48);
  const score = sampleScore(melody(keys), { structure });
  const repeated = [...keys.slice(0, 32), ...keys];

  it("sees that the repeat was played", () => {
    expect(alignScore(score, play(repeated)).unfolded.repeats).toBe("written");
  });

  it("sees that the repeat was left out", () => {
    expect(alignScore(score, play(keys)).unfolded.repeats).toBe("none");
  });

  it.each(["written", "none"] as const)("reads it from the ticks of an export (%s)", (repeats) => {
    const played = repeats === "written" ? repeated : keys;
    const performance = samplePerformance(played.map((midi, q) => ({ tick: 480 * q, midi })));
    expect(alignScore(score, performance).unfolded.repeats).toBe(repeats);
  });

  it("unfolds a score without repeats as written", () => {
    expect(alignScore(sampleScore(melody(keys)), play(keys)).unfolded.visits[0].fromQuarter).toEqual(ZERO);
  });
});
