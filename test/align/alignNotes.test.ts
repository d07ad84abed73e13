import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Alignment } from "../../src/align/alignNotes.js";
import { alignAlong } from "../../src/align/alignScore.js";
import { findSharedStrokes } from "../../src/align/sharedStrokes.js";
import { quarterToSec } from "../../src/core/scoreClock.js";
import { buildTempoMap } from "../../src/core/tempoMap.js";
import {
  melody,
  type SampleNote,
  type SampleStroke,
  samplePerformance,
  sampleUnfolded,
} from "./sampleMusic.js";

const linksOf = (a: Alignment) => a.links.map((l) => [l.soundingIndex, l.noteIndex]);

/** A slightly uneven pulse of about 0.5 s a quarter: no export of any score. */
const rubato = (quarter: number) => 1.234 + 0.47 * quarter + 0.11 * Math.sin(quarter / 3);

const TUNE = [60, 62, 64, 60, 60, 62, 64, 60, 64, 65, 67, 64, 65, 67, 67, 69, 67, 65, 64, 60, 60, 55, 60, 60];

describe("alignAlong", () => {
  it("links every note of a rubato performance to its own", () => {
    const performance = samplePerformance(TUNE.map((midi, q) => ({ sec: rubato(q), midi })));
    const alignment = alignAlong(sampleUnfolded(melody(TUNE)), performance);
    expect(linksOf(alignment)).toEqual(TUNE.map((_, i) => [i, i]));
    expect(alignment.clock.source).toBe("aligned");
    expect(quarterToSec(alignment.clock, 10)).toBeCloseTo(rubato(10), 2);
  });

  it("leaves out the note that was not played, not one of its equals", () => {
    const strokes = TUNE.map((midi, q) => ({ sec: rubato(q), midi }));
    const alignment = alignAlong(
      sampleUnfolded(melody(TUNE)),
      samplePerformance(strokes.filter((_, i) => i !== 4)),
    );
    expect(alignment.scoreOnly).toEqual([4]);
    expect(alignment.midiOnly).toEqual([]);
  });

  it("lists a performed note that is not written", () => {
    const strokes: SampleStroke[] = TUNE.map((midi, q) => ({ sec: rubato(q), midi }));
    strokes.splice(10, 0, { sec: rubato(9.5), midi: 65 });
    const alignment = alignAlong(sampleUnfolded(melody(TUNE)), samplePerformance(strokes));
    expect(alignment.midiOnly).toEqual([10]);
    expect(alignment.scoreOnly).toEqual([]);
  });

  it("takes an export's tempo map as the clock, tempo changes included", () => {
    const map = buildTempoMap(960, [
      [0, 600_000],
      [4 * 960, 400_000],
    ]);
    const strokes = TUNE.map((midi, q) => ({ tick: q * 960, midi }));
    const alignment = alignAlong(sampleUnfolded(melody(TUNE)), samplePerformance(strokes, undefined, map));
    expect(alignment.clock.source).toBe("midi");
    expect(quarterToSec(alignment.clock, 4)).toBeCloseTo(2.4, 12);
    expect(quarterToSec(alignment.clock, 5)).toBeCloseTo(2.8, 12);
    expect(linksOf(alignment)).toEqual(TUNE.map((_, i) => [i, i]));
  });

  it("keeps the clock of an export when one note is late by 50 ms", () => {
    const strokes = TUNE.map((midi, q) => ({ tick: q * 480 + (q === 7 ? 48 : 0), midi }));
    const alignment = alignAlong(sampleUnfolded(melody(TUNE)), samplePerformance(strokes));
    expect(alignment.clock.source).toBe("midi");
    expect(linksOf(alignment)).toContainEqual([7, 7]);
    expect(quarterToSec(alignment.clock, 7)).toBeCloseTo(3.5, 12);
  });

  it("finds an export that begins with empty measures", () => {
    const strokes = TUNE.map((midi, q) => ({ tick: (q + 8) * 480, midi }));
    const alignment = alignAlong(sampleUnfolded(melody(TUNE)), samplePerformance(strokes));
    expect(alignment.clock.source).toBe("midi");
    expect(quarterToSec(alignment.clock, 0)).toBeCloseTo(4, 12);
  });

  it("gives doubled notes to the track of their own part, whatever the tracks' order", () => {
    const flute = TUNE.map((midi, at): SampleNote => ({ at, midi, part: 0 }));
    const violin = TUNE.map((midi, at): SampleNote => ({ at, midi: at % 2 ? midi : midi - 5, part: 1 }));
    const unfolded = sampleUnfolded([...flute, ...violin]);
    const strokes = TUNE.flatMap((midi, q) => [
      { sec: rubato(q) + 0.004, midi, track: 2 },
      { sec: rubato(q), midi: q % 2 ? midi : midi - 5, track: 1 },
    ]);
    const performance = samplePerformance(strokes, ["", "", ""]);
    const alignment = alignAlong(unfolded, performance);
    expect(alignment.links).toHaveLength(2 * TUNE.length);
    for (const { soundingIndex, noteIndex } of alignment.links) {
      const part = unfolded.sounding[soundingIndex].members[0].note.partIndex;
      expect(performance.notes[noteIndex].track).toBe(part === 0 ? 2 : 1);
    }
  });

  it("splits parts that double each other throughout by the tracks' names", () => {
    const unfolded = sampleUnfolded(
      TUNE.flatMap((midi, at) => [
        { at, midi, part: 0 },
        { at, midi, part: 1 },
      ]),
      ["Flute", "Violin"],
    );
    const strokes = TUNE.flatMap((midi, q) => [1, 2].map((track) => ({ sec: rubato(q), midi, track })));
    const performance = samplePerformance(strokes, ["", "Violin", "Flute"]);
    for (const { soundingIndex, noteIndex } of alignAlong(unfolded, performance).links) {
      const part = unfolded.sounding[soundingIndex].members[0].note.partIndex;
      expect(performance.notes[noteIndex].track).toBe(part === 0 ? 2 : 1);
    }
  });

  it("links one note of a unison played on one key and says that the other has no stroke", () => {
    const notes = [...melody(TUNE), { at: 6, midi: TUNE[6], voice: "2" }];
    const performance = samplePerformance(TUNE.map((midi, q) => ({ sec: rubato(q), midi })));
    const unfolded = sampleUnfolded(notes);
    const alignment = alignAlong(unfolded, performance);
    expect(alignment.links).toHaveLength(TUNE.length);
    expect(alignment.scoreOnly).toHaveLength(1);
    expect(findSharedStrokes(unfolded, performance, alignment).size).toBe(1);
  });

  it("puts a grace note before its main note even on the same key", () => {
    const notes: SampleNote[] = [...melody(TUNE), { at: 5, midi: 62, grace: { kind: "before", order: 0 } }];
    const unfolded = sampleUnfolded(notes);
    const strokes = TUNE.map((midi, q) => ({ sec: rubato(q), midi }));
    strokes.splice(5, 0, { sec: rubato(5) - 0.09, midi: 62 });
    const alignment = alignAlong(unfolded, samplePerformance(strokes));
    const grace = unfolded.sounding.findIndex((s) => s.members[0].note.grace);
    expect(linksOf(alignment)).toContainEqual([grace, 5]);
    expect(alignment.links).toHaveLength(TUNE.length + 1);
  });

  it.each([
    { why: "no score notes", score: [], strokes: [{ sec: 1, midi: 60 }] },
    { why: "no performed notes", score: melody([60, 62]), strokes: [] },
    { why: "one note each, not the same", score: melody([60]), strokes: [{ sec: 1, midi: 61 }] },
    {
      why: "nothing but a grace note",
      score: [{ at: 0, midi: 60, grace: { kind: "after", order: 0 } as const }],
      strokes: [],
    },
  ])("gives everything back unlinked: $why", ({ score, strokes }) => {
    const alignment = alignAlong(sampleUnfolded(score), samplePerformance(strokes));
    expect(alignment.links).toEqual([]);
    expect(alignment.scoreOnly).toHaveLength(score.length);
    expect(alignment.midiOnly).toHaveLength(strokes.length);
  });
});

describe("laws of alignAlong", () => {
  const keys = fc.array(fc.integer({ min: 60, max: 66 }), { minLength: 1, maxLength: 40 });
  const performed = fc.array(
    fc.record({
      sec: fc.integer({ min: 0, max: 20_000 }).map((ms) => ms / 1000),
      midi: fc.integer({ min: 60, max: 66 }),
    }),
    { maxLength: 40 },
  );

  it("gives back every note of either side once", () => {
    fc.assert(
      fc.property(keys, performed, (score, strokes) => {
        const { links, scoreOnly, midiOnly } = alignAlong(
          sampleUnfolded(melody(score)),
          samplePerformance(strokes),
        );
        const sorted = (xs: number[]) => xs.sort((a, b) => a - b);
        expect(sorted([...links.map((l) => l.soundingIndex), ...scoreOnly])).toEqual(score.map((_, i) => i));
        expect(sorted([...links.map((l) => l.noteIndex), ...midiOnly])).toEqual(strokes.map((_, i) => i));
      }),
    );
  });

  it("links equal pitches only, and never crosses inside a pitch", () => {
    fc.assert(
      fc.property(keys, performed, (score, strokes) => {
        const { links } = alignAlong(sampleUnfolded(melody(score)), samplePerformance(strokes));
        for (const a of links) {
          expect(strokes[a.noteIndex].midi).toBe(score[a.soundingIndex]);
          for (const b of links) {
            if (score[a.soundingIndex] !== score[b.soundingIndex] || a.soundingIndex >= b.soundingIndex)
              continue;
            expect(strokes[a.noteIndex].sec).toBeLessThanOrEqual(strokes[b.noteIndex].sec);
          }
        }
      }),
    );
  });

  it("does not depend on the order of the performed notes", () => {
    fc.assert(
      fc.property(keys, performed, fc.nat(), (score, strokes, seed) => {
        const order = strokes
          .map((_, i) => i)
          .sort((a, b) => ((a * 7919 + seed) % 101) - ((b * 7919 + seed) % 101));
        const shuffled = order.map((i) => strokes[i]);
        const stroke = (list: typeof strokes, a: Alignment) =>
          a.links.map((l) => [l.soundingIndex, list[l.noteIndex], l.confidence]);
        const unfolded = sampleUnfolded(melody(score));
        const straight = alignAlong(unfolded, samplePerformance(strokes));
        const mixed = alignAlong(unfolded, samplePerformance(shuffled));
        expect(stroke(shuffled, mixed)).toEqual(stroke(strokes, straight));
        expect(mixed.clock).toEqual(straight.clock);
      }),
    );
  });
});
