import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Alignment } from "../../src/align/alignNotes.js";
import { applyOverrides, type LinkCorrections } from "../../src/align/applyOverrides.js";
import { buildScoreClock, quarterToSec } from "../../src/core/scoreClock.js";
import { melody, samplePerformance, sampleUnfolded } from "./sampleMusic.js";

/** Six quarters, C4 to F4, played at 0, 0.5, 1 … s, and one note too many at 1.7 s. */
const KEYS = [60, 62, 64, 65, 67, 69];
const unfolded = sampleUnfolded(melody(KEYS));
const performance = samplePerformance([
  ...KEYS.map((midi, i) => ({ sec: i / 2, midi })),
  { sec: 1.7, midi: 65 },
]);
const EXTRA = 6;

/** Note by note in order; the extra one is nobody's. */
function found(source: "aligned" | "midi" = "aligned"): Alignment {
  return {
    links: KEYS.map((_, i) => ({ soundingIndex: i, noteIndex: i, confidence: 0.7 })),
    scoreOnly: [],
    midiOnly: [EXTRA],
    clock: buildScoreClock(source, [-1, 0, 1, 2, 3, 4, 5, 6], [-0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3]),
    expectedSec: new Float64Array(6),
    soundingConfidence: new Float64Array(6).fill(0.7),
    noteConfidence: new Float64Array(7).fill(0.8),
    transposedSemitones: 0,
    evidence: {} as Alignment["evidence"],
  };
}

const correct = (corrections: Partial<LinkCorrections>, alignment = found()) =>
  applyOverrides(alignment, { links: [], unlinks: [], ...corrections }, unfolded, performance);
const partners = ({ links }: Alignment) => links.map((l) => [l.soundingIndex, l.noteIndex]);

describe("applyOverrides", () => {
  it("leaves an alignment alone that nobody corrects", () => {
    const alignment = found();
    expect(correct({}, alignment)).toBe(alignment);
  });

  it("links a note to another performed one, surely, and lets the former one go", () => {
    const after = correct({ links: [{ soundingIndex: 3, noteIndex: EXTRA }] });
    expect(after.links[3]).toEqual({ soundingIndex: 3, noteIndex: EXTRA, confidence: 1 });
    expect(after.midiOnly).toEqual([3]);
    expect(after.scoreOnly).toEqual([]);
    expect(after.corrected).toEqual(new Set([3]));
  });

  it("takes a performed note away from the written one that had it", () => {
    const after = correct({ links: [{ soundingIndex: 1, noteIndex: 4 }] });
    expect(partners(after)).toEqual([
      [0, 0],
      [1, 4],
      [2, 2],
      [3, 3],
      [5, 5],
    ]);
    expect([after.scoreOnly, after.midiOnly]).toEqual([[4], [1, EXTRA]]);
    expect([...after.soundingConfidence]).toEqual([0.7, 1, 0.7, 0.7, 0.5, 0.7]);
    expect([...after.noteConfidence]).toEqual([0.8, 0.5, 0.8, 0.8, 1, 0.8, 0.8]);
  });

  it("swaps two notes", () => {
    const links = [
      { soundingIndex: 1, noteIndex: 2 },
      { soundingIndex: 2, noteIndex: 1 },
    ];
    const after = correct({ links });
    expect(partners(after).slice(1, 3)).toEqual([
      [1, 2],
      [2, 1],
    ]);
    expect([after.scoreOnly, after.midiOnly]).toEqual([[], [EXTRA]]);
  });

  it("unlinks a note", () => {
    const after = correct({ unlinks: [5] });
    expect(partners(after)).not.toContainEqual([5, 5]);
    expect([after.scoreOnly, after.midiOnly]).toEqual([[5], [5, EXTRA]]);
  });

  it("gives back every note of either side once", () => {
    const distinct = fc.uniqueArray(fc.nat(5), { maxLength: 6 });
    fc.assert(
      fc.property(distinct, fc.uniqueArray(fc.nat(6), { minLength: 6 }), fc.nat(6), (notes, strokes, cut) => {
        const links = notes
          .slice(0, cut)
          .map((soundingIndex, i) => ({ soundingIndex, noteIndex: strokes[i] }));
        const after = correct({ links, unlinks: notes.slice(cut) });
        const written = [...after.links.map((l) => l.soundingIndex), ...after.scoreOnly].sort();
        const played = [...after.links.map((l) => l.noteIndex), ...after.midiOnly].sort();
        expect(written).toEqual([0, 1, 2, 3, 4, 5]);
        expect(played).toEqual([0, 1, 2, 3, 4, 5, 6]);
      }),
    );
  });
});

describe("the corrected clock", () => {
  it("strikes when the note that was linked by hand is heard", () => {
    const { clock } = correct({ links: [{ soundingIndex: 3, noteIndex: EXTRA }] });
    expect(quarterToSec(clock, 3)).toBeCloseTo(1.7, 9);
    expect(quarterToSec(clock, 2)).toBe(1);
  });

  it("runs on through a note that was not played", () => {
    const late = { ...found(), clock: buildScoreClock("aligned", [-1, 0, 1, 2, 3], [-1, 0, 0.5, 1.4, 1.5]) };
    const { clock } = correct({ unlinks: [2] }, late);
    expect(clock.quarters).toEqual([-1, 0, 1, 3]);
    expect(quarterToSec(clock, 2)).toBeCloseTo(1, 9);
  });

  it("never runs backwards, however far away the note is that the user means", () => {
    const { clock } = correct({ links: [{ soundingIndex: 1, noteIndex: 5 }] });
    expect(quarterToSec(clock, 1)).toBe(1);
    expect(clock.secs).toEqual([...clock.secs].sort((a, b) => a - b));
  });

  it("is the MIDI file's own where the file is an export of the score", () => {
    const exported = found("midi");
    expect(correct({ links: [{ soundingIndex: 3, noteIndex: EXTRA }] }, exported).clock).toBe(exported.clock);
  });
});
