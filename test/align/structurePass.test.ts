import { describe, expect, it } from "vitest";
import { ALIGN } from "../../src/align/alignConstants.js";
import { buildScoreEvents } from "../../src/align/scoreEvents.js";
import { buildScoreGraph } from "../../src/align/scoreGraph.js";
import { followSparse, followStructure } from "../../src/align/structurePass.js";
import { ENTRY } from "../../src/align/structurePath.js";
import { DEFAULT_LIMITS } from "../../src/core/limits.js";
import type { StructureMark } from "../../src/core/scoreMarks.js";
import { unfoldAlong, wholeScore } from "../../src/score/unfoldScore.js";
import { melody, type SampleNote, sampleScore } from "./sampleMusic.js";

type Stroke = readonly [sec: number, midi: number];

function graphOf(
  notes: readonly SampleNote[],
  way: "free" | "along",
  structure: readonly StructureMark[] = [],
) {
  const score = sampleScore(notes, { structure });
  const folded = unfoldAlong(score, wholeScore(score), "written", DEFAULT_LIMITS);
  return buildScoreGraph(folded, buildScoreEvents(folded).columns, way);
}

const rowsOf = (strokes: readonly Stroke[]) => ({
  onsetSec: Float64Array.from(strokes, ([sec]) => sec),
  pitch: Uint8Array.from(strokes, ([, midi]) => midi),
});
const evenly = (keys: readonly number[]) => rowsOf(keys.map((midi, i) => [i / 2, midi]));
const follow = (notes: readonly SampleNote[], strokes: readonly Stroke[]) =>
  followStructure(graphOf(notes, "along"), rowsOf(strokes));

/** No key twice within 31 notes: 40–70. */
const KEYS = Array.from({ length: 96 }, (_, i) => 40 + ((i * 7 + Math.floor(i / 31)) % 31));
const FOREIGN = Array.from({ length: 100 }, (_, i) => 90 + (i % 11));
const CHORDS: SampleNote[] = [60, 64, 67, 60, 65, 69].map((midi, i) => ({ at: i < 3 ? 0 : 1, midi }));

describe("followStructure", () => {
  it("follows a faultless performance of repeated chord notes at no cost", () => {
    const path = follow(CHORDS, [
      [0, 60],
      [0, 64],
      [0.02, 67],
      [0.5, 60],
      [0.5, 65],
      [0.51, 69],
    ]);
    expect([...path.column]).toEqual([0, 0, 0, 1, 1, 1]);
    expect([...path.entry]).toEqual([ENTRY.start, 0, 0, ENTRY.on, 0, 0]);
    expect(path.cost).toBe(0);
  });

  it("charges one missing and one extra note for a wrong key", () => {
    const path = follow(melody([60, 62, 64, 65]), [
      [0, 60],
      [0.5, 63],
      [1, 64],
      [1.5, 65],
    ]);
    expect(path.cost).toBe(ALIGN.missingCost + ALIGN.extraCost);
    expect([...path.column]).toEqual([0, -1, 2, 3]);
  });

  it("charges the note of a chord that is not played", () => {
    const path = follow(CHORDS, [
      [0, 60],
      [0, 67],
      [0.5, 60],
      [0.5, 65],
      [0.51, 69],
    ]);
    expect([...path.column]).toEqual([0, 0, 1, 1, 1]);
    expect(path.cost).toBe(ALIGN.missingCost);
  });

  it("charges silence inside a chord, at most as much as a missing note", () => {
    const played = (lateSec: number) =>
      follow(CHORDS.slice(0, 3), [
        [0, 60],
        [0, 64],
        [lateSec, 67],
      ]).cost;
    expect(played(ALIGN.chordSlackSec)).toBe(0);
    expect(played(ALIGN.chordSlackSec + 0.25)).toBe(4);
    expect(played(10)).toBe(ALIGN.chordGapCostMax);
  });

  it("counts strokes of a repeated note instead of testing membership", () => {
    const path = follow(melody([60, 60, 60, 62]), [
      [0, 60],
      [0.5, 60],
      [1, 60],
      [1.5, 62],
    ]);
    expect([...path.column]).toEqual([0, 1, 2, 3]);
  });

  it("pays a bounded price for starting in the middle", () => {
    const path = followStructure(graphOf(melody(KEYS), "along"), evenly(KEYS.slice(32)));
    expect(path.column[0]).toBe(32);
    expect(path.cost).toBe(ALIGN.edgeCost);
  });

  it("pays for other music by the note, and for its beginning and end, and comes back to a measure", () => {
    const path = followStructure(
      graphOf(melody(KEYS), "along"),
      evenly([...KEYS.slice(0, 48), ...FOREIGN, ...KEYS.slice(48)]),
    );
    expect(path.cost).toBe(ALIGN.otherEnterCost + 100 * ALIGN.otherCost + ALIGN.otherLeaveCost);
    expect(path.entry[148]).toBe(ENTRY.other);
    expect(path.column[148]).toBe(48);
  });

  it("takes a repeat for the price of its sign", () => {
    const sign: StructureMark = {
      kind: "repeat-backward",
      times: 2,
      afterJump: false,
      measureIndex: 7,
      measureQuarter: { num: 4, den: 1 },
    };
    const path = followStructure(
      graphOf(melody(KEYS), "free", [sign]),
      evenly([...KEYS.slice(0, 32), ...KEYS]),
    );
    expect(path.cost).toBe(ALIGN.signCost);
    expect([path.entry[32], path.column[32]]).toEqual([ENTRY.edge, 0]);
  });

  it("jumps to the start of a measure where no sign leads", () => {
    const played = [...KEYS.slice(0, 60), ...KEYS.slice(20)];
    const path = followStructure(graphOf(melody(KEYS), "free"), evenly(played));
    expect(path.cost).toBe(ALIGN.jumpCost);
    expect([path.entry[60], path.column[60]]).toEqual([ENTRY.jump, 20]);
  });

  it("follows four notes of every nine, though other music would be cheaper", () => {
    const kept = [...KEYS.keys()].filter((i) => i % 9 < 8 && i % 2 === (i % 18 < 9 ? 0 : 1));
    const graph = graphOf(melody(KEYS), "along");
    const path = followStructure(graph, evenly(kept.map((i) => KEYS[i])));
    expect([...path.column]).toEqual(kept);
    expect(path.cost).toBeGreaterThan(ALIGN.otherCost * kept.length);
  });

  it("places nothing of music that shares no key with the score, at the dearer price of other music", () => {
    const path = followStructure(graphOf(melody(KEYS), "free"), evenly(FOREIGN));
    expect(path.hits).toBe(0);
    expect(path.cost).toBe(100 * ALIGN.sparseOtherCost);
  });
});

describe("followSparse", () => {
  it("places what fits by chance too, which makes it a control", () => {
    const graph = graphOf(melody(KEYS), "along");
    const backwards = evenly([...KEYS].reverse());
    expect(followStructure(graph, backwards).hits).toBe(0);
    expect(followSparse(graph, backwards).hits).toBeGreaterThan(0);
  });
});
