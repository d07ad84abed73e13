import { describe, expect, it } from "vitest";
import type { SongMapDocument } from "../../src/schema/songMap.js";
import { assertSongMap, songMapFaults } from "../../src/songmap/assertSongMap.js";
import { attributes, harmony, lyric, mapOf, measure, note, tempo } from "./mapOf.js";

const sound = mapOf(
  measure(
    1,
    attributes({ time: "4/4", fifths: 0, mode: "major" }),
    tempo(60),
    harmony("C", "major"),
    note("C4", 4, { lyrics: [lyric(1, "la")] }),
  ),
);
const OTHER = "2584802d-2469-5e45-8cf0-ff934e1032d7";

describe("songMapFaults", () => {
  it("finds nothing wrong with a sound map", () => {
    expect(songMapFaults(sound)).toEqual([]);
  });

  it("lets a syllable end where it begins: its key may be struck and released in one tick", () => {
    const [word] = sound.lyrics;
    const syllables = word.syllables.map((syllable) => ({ ...syllable, end: syllable.start }));
    expect(songMapFaults({ ...sound, lyrics: [{ ...word, syllables }] })).toEqual([]);
  });

  it.each<{ why: string; change: Partial<SongMapDocument>; fault: RegExp }>([
    { why: "beats that stand still", change: { beats: [0, 1, 1, 3] }, fault: /beats\[2\]/ },
    { why: "a beat past the end", change: { beats: [0, 1, 2, 3, 9] }, fault: /past the end/ },
    { why: "a downbeat that is no beat", change: { downbeats: [0.5] }, fault: /downbeat 0.5 is no beat/ },
    {
      why: "a chord of no length",
      change: { chords: [{ start: 1, end: 1, label: "N", conf: 1 }] },
      fault: /chords\[0\]/,
    },
    {
      why: "chords that overlap",
      change: {
        chords: [
          { start: 0, end: 2, label: "C:maj", conf: 1 },
          { start: 1, end: 3, label: "N", conf: 1 },
        ],
      },
      fault: /chords\[1\] overlaps/,
    },
    {
      why: "a key that ends before it starts",
      change: { key: [{ start: 2, end: 1, tonic: "C", mode: "major", conf: 1 }] },
      fault: /key\[0\]/,
    },
    {
      why: "a section past the end",
      change: { sections: [{ start: 0, end: 5, label: "A", confidence: 1 }] },
      fault: /past the end/,
    },
    { why: "a meter of thirds", change: { meter: { numerator: 2, denominator: 3 } }, fault: /meter 2\/3/ },
    {
      why: "a tempo curve that runs backwards",
      change: {
        tempo: {
          ...sound.tempo,
          curve: [
            [1, 60],
            [0, 60],
          ],
        },
      },
      fault: /tempo.curve/,
    },
    {
      why: "a word on a note that is not there",
      change: {
        lyrics: sound.lyrics.map((w) => ({
          ...w,
          syllables: w.syllables.map((s) => ({ ...s, universal_ids: [OTHER] })),
        })),
      },
      fault: /is no note/,
    },
    {
      why: "a note named twice",
      change: {
        performance: {
          ...sound.performance,
          notes: [...sound.performance.notes, ...sound.performance.notes],
        },
      },
      fault: /names a note twice/,
    },
  ])("finds $why", ({ change, fault }) => {
    const faults = songMapFaults({ ...sound, ...change });
    expect(faults.join("\n")).toMatch(fault);
    expect(() => assertSongMap({ ...sound, ...change })).toThrow(/Song Map/);
  });

  it("lists all faults at once", () => {
    expect(songMapFaults({ ...sound, beats: [0, 9], downbeats: [3] }).length).toBeGreaterThan(1);
  });
});
