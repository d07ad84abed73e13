import { describe, expect, it } from "vitest";
import { analyseChord, CHORD_KINDS, type ChordKind } from "../../src/analysis/chord.js";
import { analyseChordSpans } from "../../src/analysis/chordSpans.js";
import { analyseKey } from "../../src/analysis/key.js";
import { nameOnLine, spellRoot } from "../../src/analysis/spelling.js";

const NAMES = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

/** Weight 1 for each MIDI key. */
function weightsOf(keys: readonly number[]): number[] {
  const weights = new Array<number>(12).fill(0);
  for (const key of keys) weights[key % 12] += 1;
  return weights;
}

const chordOf = (keys: readonly number[]) => {
  const found = analyseChord({ weights: weightsOf(keys), bass: Math.min(...keys) % 12 });
  return found && `${NAMES[found.value.root]}:${found.value.kind}`;
};

describe("analyseChord", () => {
  const everyChord = (Object.keys(CHORD_KINDS) as ChordKind[]).flatMap((kind) =>
    NAMES.map((root) => ({ kind, root })),
  );

  // Written out here once more: the tones above the root as any book on harmony has them.
  const BOOK: Record<ChordKind, number[]> = {
    maj: [0, 4, 7],
    min: [0, 3, 7],
    dim: [0, 3, 6],
    aug: [0, 4, 8],
    "7": [0, 4, 7, 10],
    maj7: [0, 4, 7, 11],
    min7: [0, 3, 7, 10],
    minmaj7: [0, 3, 7, 11],
    hdim7: [0, 3, 6, 10],
    dim7: [0, 3, 6, 9],
    sus4: [0, 5, 7],
    sus2: [0, 2, 7],
  };

  it.each(everyChord)("knows $root:$kind by its notes", ({ kind, root }) => {
    const keys = BOOK[kind].map((tone) => 48 + NAMES.indexOf(root) + tone);
    expect(chordOf(keys)).toBe(`${root}:${kind}`);
    expect(chordOf([...keys, ...keys.map((key) => key + 12)])).toBe(`${root}:${kind}`);
  });

  it.each(
    everyChord.filter(({ kind }) => ["maj", "min", "dim", "7", "maj7", "min7", "hdim7"].includes(kind)),
  )("knows $root:$kind in every inversion", ({ kind, root }) => {
    const keys = BOOK[kind].map((tone) => 60 + NAMES.indexOf(root) + tone);
    for (let bass = 1; bass < keys.length; bass++) {
      const inverted = keys.map((key, i) => (i === bass ? key - 24 : key));
      expect(chordOf(inverted)).toBe(`${root}:${kind}`);
    }
  });

  it.each([
    { why: "nothing", keys: [] },
    { why: "a bare fifth", keys: [48, 55] },
    { why: "a single note in octaves", keys: [48, 60, 72] },
    { why: "a chromatic cluster", keys: [60, 61, 62, 63, 64] },
    { why: "the first five notes of a scale", keys: [60, 62, 64, 65, 67] },
  ])("says nothing about $why", ({ keys }) => {
    expect(chordOf(keys.length > 0 ? keys : [])).toBeNull();
  });

  it("hears through a passing note that is short", () => {
    const weights = weightsOf([48, 52, 55, 60]);
    weights[2] = 0.4;
    expect(analyseChord({ weights, bass: 0 })?.value).toEqual({ root: 0, kind: "maj" });
  });
});

describe("analyseKey", () => {
  const SCALES = {
    major: [0, 2, 4, 5, 7, 9, 11],
    minor: [0, 2, 3, 5, 7, 8, 11], // harmonic
  } as const;

  it.each(
    NAMES.flatMap((name, tonic) => (["major", "minor"] as const).map((mode) => ({ name, tonic, mode }))),
  )("finds $name $mode by its scale", ({ tonic, mode }) => {
    const keys = SCALES[mode].map((step) => 60 + tonic + step);
    const found = analyseKey({ weights: weightsOf([...keys, 60 + tonic]) });
    expect(found?.value).toEqual({ tonic, mode });
    expect(found?.confidence).toBeGreaterThan(0.8);
  });

  it("chooses among the keys it is asked about", () => {
    const among = [
      { tonic: 7, mode: "major" },
      { tonic: 4, mode: "minor" },
    ] as const;
    const eMinor = weightsOf([64, 67, 71, 64, 69, 72, 64, 63, 66, 71, 64]);
    expect(analyseKey({ weights: eMinor, among })?.value).toEqual({ tonic: 4, mode: "minor" });
  });

  it("says nothing about silence and about all notes alike", () => {
    expect(analyseKey({ weights: new Array(12).fill(0) })).toBeNull();
    expect(analyseKey({ weights: new Array(12).fill(1) })).toBeNull();
  });
});

describe("analyseChordSpans", () => {
  const note = (midi: number, startSec: number, endSec: number) => ({ midi, startSec, endSec });
  const block = (keys: number[], startSec: number, endSec: number) =>
    keys.map((k) => note(k, startSec, endSec));
  const twoBars = { edgesSec: [0, 1, 2, 3, 4, 5, 6, 7, 8], barEdges: new Set([0, 4, 8]) };
  const labels = (spans: ReturnType<typeof analyseChordSpans>) =>
    spans.map((s) => [s.startSec, s.endSec, `${NAMES[s.chord.root]}:${s.chord.kind}`]);

  it("follows block chords that change inside the bar, and joins equal ones across the bar line", () => {
    const notes = [
      ...block([48, 64, 67], 0, 2),
      ...block([43, 59, 62, 65], 2, 3),
      ...block([48, 60, 64, 67], 3, 6),
      ...block([45, 60, 64], 6, 8),
    ];
    expect(labels(analyseChordSpans(notes, twoBars))).toEqual([
      [0, 2, "C:maj"],
      [2, 3, "G:7"],
      [3, 6, "C:maj"],
      [6, 8, "A:min"],
    ]);
  });

  it("gathers a chord that is broken over the beats", () => {
    const notes = [48, 55, 64, 60, 43, 50, 59, 55].map((key, i) => note(key, i, i + 1));
    expect(labels(analyseChordSpans(notes, twoBars))).toEqual([
      [0, 4, "C:maj"],
      [4, 8, "G:maj"],
    ]);
  });

  it("leaves rests and single lines empty", () => {
    const scale = [60, 62, 64, 65].map((key, i) => note(key, i, i + 1));
    expect(analyseChordSpans([...scale, ...block([48, 64, 67], 6, 8)], twoBars)).toMatchObject([
      { startSec: 6, endSec: 8 },
    ]);
    expect(analyseChordSpans([], twoBars)).toEqual([]);
    expect(analyseChordSpans([note(60, 0, 1)], { edgesSec: [], barEdges: new Set() })).toEqual([]);
  });
});

describe("spelling", () => {
  it("names the line of fifths from Fb to B#", () => {
    const line = Array.from({ length: 21 }, (_, i) => nameOnLine(i - 8));
    expect(line.join(" ")).toBe("Fb Cb Gb Db Ab Eb Bb F C G D A E B F# C# G# D# A# E# B#");
  });

  it.each([
    { fifths: 0, names: "C Db D Eb E F F# G Ab A Bb B" },
    { fifths: -3, names: "C Db D Eb Fb F Gb G Ab A Bb Cb" },
    { fifths: 3, names: "C C# D D# E F F# G G# A Bb B" },
  ])("spells the roots of chords near a signature of $fifths", ({ fifths, names }) => {
    expect(NAMES.map((_, p) => spellRoot(p, fifths)).join(" ")).toBe(names);
  });

  it("spells the roots of diminished chords as leading notes", () => {
    expect(NAMES.map((_, p) => spellRoot(p, 0, true)).join(" ")).toBe("C C# D D# E F F# G G# A A# B");
    expect(spellRoot(9, -4)).toBe("A"); // not Bbb
  });
});
