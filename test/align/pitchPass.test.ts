import { describe, expect, it } from "vitest";
import { ALIGN } from "../../src/align/alignConstants.js";
import { followPitches } from "../../src/align/pitchPass.js";
import { buildScoreEvents } from "../../src/align/scoreEvents.js";
import { melody, type SampleNote, sampleUnfolded } from "./sampleMusic.js";

function follow(score: readonly SampleNote[], performed: readonly (readonly [sec: number, midi: number])[]) {
  return followPitches(
    buildScoreEvents(sampleUnfolded(score)).columns,
    Float64Array.from(performed, ([sec]) => sec),
    Uint8Array.from(performed, ([, midi]) => midi),
  );
}

const CHORDS: SampleNote[] = [60, 64, 67, 60, 65, 69].map((midi, i) => ({ at: i < 3 ? 0 : 1, midi }));

describe("followPitches", () => {
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
    expect([...path.hit]).toEqual([1, 0, 1, 1]);
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
    const keys = Array.from({ length: 60 }, (_, i) => 40 + ((i * 7) % 31));
    const path = follow(
      melody(keys),
      keys.slice(30).map((midi, i) => [i / 2, midi] as const),
    );
    expect(path.column[0]).toBe(30);
    expect(path.cost).toBe(ALIGN.edgeCost);
  });
});
