import { describe, expect, it } from "vitest";
import type { SongMapDocument } from "../../src/schema/songMap.js";
import { attributes, harmony, lyric, mapOf, measure, note, rehearsal, repeat, tempo } from "./mapOf.js";

const spans = (chords: SongMapDocument["chords"]) =>
  chords.map(({ start, end, label }) => [start, end, label]);
const words = (map: SongMapDocument) => map.lyrics.map(({ text, start, end }) => [text, start, end]);

describe("time", () => {
  it("puts beats, downbeats and bars on the clock: 3/4 at 60, then 2/4 at 120", () => {
    const map = mapOf(
      measure(1, attributes({ time: "3/4" }), tempo(60), note("C4", 3)) +
        measure(2, attributes({ time: "2/4" }), tempo(120), note("D4", 2)),
    );
    expect(map.duration_sec).toBe(4);
    expect(map.beats).toEqual([0, 1, 2, 3, 3.5]);
    expect(map.downbeats).toEqual([0, 3]);
    expect(map.bars.map((bar) => [bar.measure, bar.start, bar.end, bar.pass])).toEqual([
      ["1", 0, 3, 1],
      ["2", 3, 4, 1],
    ]);
    expect(map.meter).toEqual({ numerator: 3, denominator: 4 });
    expect(map.meters.map((m) => [m.start, m.end, m.numerator])).toEqual([
      [0, 3, 3],
      [3, 4, 2],
    ]);
    // 5 quarters in 4 seconds.
    expect(map.tempo).toEqual({
      bpm_global: 75,
      curve: [
        [0, 60],
        [3, 120],
      ],
      confidence: 1,
    });
    expect(map.provenance.tempo.status).toBe("score");
  });

  it("unfolds a repeat: bars, beats and meters run on", () => {
    const map = mapOf(
      measure(1, attributes({ time: "2/4" }), tempo(60), note("C4", 2)) +
        measure(2, note("D4", 2), repeat("backward")),
    );
    expect(map.bars.map((bar) => [bar.measure, bar.start, bar.pass])).toEqual([
      ["1", 0, 1],
      ["2", 2, 1],
      ["1", 4, 2],
      ["2", 6, 2],
    ]);
    expect(map.downbeats).toEqual([0, 2, 4, 6]);
    expect(map.meters).toHaveLength(1);
    expect(map.performance.notes).toHaveLength(4);
  });

  it("invents neither meter nor beats nor key for a score that has none, and says that nobody wrote its tempo", () => {
    const map = mapOf(measure(1, attributes({}), note("C4", 4)));
    expect(map.meter).toBeNull();
    expect([map.meters, map.beats, map.downbeats, map.chords, map.sections]).toEqual([[], [], [], [], []]);
    expect(map.tempo).toEqual({ bpm_global: 120, curve: [[0, 120]], confidence: 1 });
    expect(map.key).toEqual([]);
    for (const block of ["meter", "beats", "tempo", "key", "chords", "sections", "lyrics", "bass"] as const) {
      expect(map.provenance[block].status, block).toBe("absent");
    }
  });

  it("makes a valid, empty map of a score without a single note", () => {
    const map = mapOf(measure(1, attributes({ time: "4/4", fifths: 0 }), tempo(60), note("R", 4)));
    expect(map.duration_sec).toBe(4);
    expect(map.beats).toEqual([0, 1, 2, 3]);
    expect([map.key, map.chords, map.lyrics, map.performance.notes, map.performance.melody]).toEqual([
      [],
      [],
      [],
      [],
      [],
    ]);
    expect(map.provenance.key.status).toBe("absent");
    expect(mapOf(measure(1)).duration_sec).toBe(0);
  });

  it("makes sections of rehearsal marks, each as often as it is passed", () => {
    const map = mapOf(
      measure(1, attributes({ time: "1/4" }), tempo(60), note("C4", 1)) +
        measure(2, repeat("forward"), rehearsal("A"), note("C4", 1)) +
        measure(3, note("C4", 1), repeat("backward")) +
        measure(4, rehearsal("B"), note("C4", 1)),
    );
    expect(map.sections.map(({ start, end, label }) => [start, end, label])).toEqual([
      [1, 3, "A"],
      [3, 5, "A"],
      [5, 6, "B"],
    ]);
  });
});

describe("jumps", () => {
  it("goes back to the state of the place of landing: no section, the first key", () => {
    const map = mapOf(
      measure(1, attributes({ time: "1/4", fifths: 0, mode: "major" }), tempo(60), note("C4", 1)) +
        measure(2, note("C4", 1)) +
        measure(3, attributes({ fifths: 1, mode: "major" }), rehearsal("B"), note("G4", 1)) +
        measure(4, note("G4", 1), repeat("backward")),
    );
    expect(map.key.map(({ start, end, tonic }) => [start, end, tonic])).toEqual([
      [0, 2, "C"],
      [2, 4, "G"],
      [4, 6, "C"],
      [6, 8, "G"],
    ]);
    expect(map.sections.map(({ start, end }) => [start, end])).toEqual([
      [2, 4],
      [6, 8],
    ]);
  });

  it("holds a chord on only up to the jump, and takes up the one that stands before the place of landing", () => {
    const map = mapOf(
      measure(1, attributes({ time: "1/4" }), tempo(60), harmony("C", "major"), note("C4", 1)) +
        measure(2, repeat("forward"), note("C4", 1)) +
        measure(3, harmony("G", "dominant"), note("G4", 1), repeat("backward")),
    );
    expect(spans(map.chords)).toEqual([
      [0, 2, "C:maj"],
      [2, 3, "G:7"],
      [3, 4, "C:maj"],
      [4, 5, "G:7"],
    ]);
  });
});

describe("key", () => {
  it("takes tonic and mode from the signatures", () => {
    const map = mapOf(
      measure(1, attributes({ time: "2/4", fifths: -3, mode: "minor" }), tempo(60), note("C4", 2)) +
        measure(2, attributes({ fifths: 4, mode: "major" }), note("E4", 2)),
    );
    expect(map.key).toEqual([
      { start: 0, end: 2, tonic: "C", mode: "minor", conf: 1 },
      { start: 2, end: 4, tonic: "E", mode: "major", conf: 1 },
    ]);
    expect(map.provenance.key.status).toBe("score");
  });

  const scaleOf = (names: string) => names.split(" ").map((name) => note(name, 1));

  it.each([
    { tonic: "G", mode: "major", names: "G4 A4 B4 C5 D5 E5 F#5 G5 D5 B4 G4 G4" },
    { tonic: "E", mode: "minor", names: "E4 F#4 G4 A4 B4 C5 D#5 E5 B4 G4 E4 E4" },
  ])(
    "decides the mode from the notes where the signature does not say: $tonic $mode",
    ({ tonic, mode, names }) => {
      const map = mapOf(measure(1, attributes({ time: "12/4", fifths: 1 }), ...scaleOf(names)));
      expect(map.key).toMatchObject([{ tonic, mode }]);
      expect(map.provenance.key.status).toBe("analysed");
    },
  );

  it("reads the signature of a transposing part at sounding pitch: written D, sounding C", () => {
    const clarinet = attributes({ time: "2/4", fifths: 2, mode: "major" }).replace(
      "</attributes>",
      "<transpose><diatonic>-1</diatonic><chromatic>-2</chromatic></transpose></attributes>",
    );
    expect(mapOf(measure(1, clarinet, note("D4", 2))).key).toMatchObject([{ tonic: "C", mode: "major" }]);
  });
});

describe("chords", () => {
  const bar = attributes({ time: "4/4", fifths: 0, mode: "major" });

  it("writes out chord symbols, each to the next one, repeats included", () => {
    const map = mapOf(
      measure(
        1,
        bar,
        tempo(60),
        harmony("C", "major"),
        note("C4", 2),
        harmony("Bb", "dominant", "D"),
        note("D4", 2),
      ) + measure(2, harmony("F#", "minor-seventh", "", "m7"), note("E4", 4), repeat("backward")),
    );
    expect(spans(map.chords)).toEqual([
      [0, 2, "C:maj"],
      [2, 4, "Bb:7/3"],
      [4, 8, "F#:min7"],
      [8, 10, "C:maj"],
      [10, 12, "Bb:7/3"],
      [12, 16, "F#:min7"],
    ]);
    expect(map.chords.slice(0, 3).map((chord) => chord.text)).toEqual(["C", "Bb7/D", "F#m7"]);
    expect(map.provenance.chords.status).toBe("score");
  });

  it("hears block chords beat by beat and spells them in the key", () => {
    const chord = (quarters: number, ...names: string[]) =>
      names.map((name, i) => note(name, quarters, { chord: i > 0 }));
    const inBFlat = attributes({ time: "4/4", fifths: -2, mode: "major" });
    const map = mapOf(
      measure(1, inBFlat, tempo(60), ...chord(2, "Bb3", "D4", "F4"), ...chord(2, "Eb3", "G3", "Bb3")) +
        measure(2, ...chord(2, "F3", "A3", "C4", "Eb4"), ...chord(2, "G3", "Bb3", "D4")),
    );
    expect(spans(map.chords)).toEqual([
      [0, 2, "Bb:maj"],
      [2, 4, "Eb:maj"],
      [4, 6, "F:7"],
      [6, 8, "G:min"],
    ]);
    expect(map.provenance.chords.status).toBe("analysed");
  });
});

describe("lyrics", () => {
  const bar = attributes({ time: "2/4" });

  it("joins syllables to words and gives a melisma all its notes, to the end of the slur", () => {
    const map = mapOf(
      measure(
        1,
        bar,
        tempo(60),
        note("C4", 1, { lyrics: [lyric(1, "Glo-")] }),
        note("D4", 1, { lyrics: [lyric(1, "-ri-")], slur: "start" }),
      ) +
        measure(2, note("E4", 1, { slur: "stop" }), note("F4", 1, { lyrics: [lyric(1, "-a")] })) +
        measure(3, note("R", 1), note("G4", 1, { lyrics: [lyric(1, "in")] })),
    );
    expect(words(map)).toEqual([
      // Times are the registry's: a note without a slur is played for 95 % of its length.
      ["Gloria", 0, 3.95],
      ["in", 5, 5.95],
    ]);
    expect(map.lyrics[0].syllables.map((s) => [s.text, s.start, s.universal_ids.length])).toEqual([
      ["Glo", 0, 1],
      ["ri", 1, 2],
      ["a", 3, 1],
    ]);
    const ids = map.performance.notes.map((n) => n.universal_id);
    expect(map.lyrics.flatMap((w) => w.syllables.flatMap((s) => s.universal_ids))).toEqual(ids);
  });

  it("holds a syllable along its extender to the rest, and along a tie", () => {
    const map = mapOf(
      measure(1, bar, tempo(60), note("C4", 1, { lyrics: [lyric(1, "Ah_")] }), note("D4", 1)) +
        measure(2, note("R", 1), note("E4", 1, { lyrics: [lyric(1, "oh")], tie: "start" })) +
        measure(3, note("E4", 1, { tie: "stop" }), note("F4", 1)),
    );
    expect(map.lyrics.map((w) => [w.text, w.syllables[0].universal_ids.length])).toEqual([
      ["Ah", 2],
      ["oh", 2],
    ]);
    expect(words(map).map(([, start]) => start)).toEqual([0, 3]);
    expect(map.lyrics[1].end).toBeCloseTo(5, 0);
    const oh = map.performance.notes.find(
      (n) => n.universal_id === map.lyrics[1].syllables[0].universal_ids[0],
    );
    expect(oh?.tied_ids).toEqual([map.lyrics[1].syllables[0].universal_ids[1]]);
  });

  it("sings verse by verse, and the refrain, printed once, each time", () => {
    const verse = (quarters: number, one: string, two: string) =>
      note("C4", quarters, { lyrics: [lyric(1, one), lyric(2, two)] });
    const map = mapOf(
      measure(1, bar, tempo(60), verse(1, "Day", "Night"), verse(1, "comes", "falls")) +
        measure(2, note("E4", 2, { lyrics: [lyric(1, "la")] }), repeat("backward")),
    );
    expect(map.lyrics.map((w) => w.text)).toEqual(["Day", "comes", "la", "Night", "falls", "la"]);
    expect(map.lyrics.map((w) => w.start)).toEqual([0, 1, 2, 4, 5, 6]);
    // A note sung twice is two notes of the performance.
    expect(new Set(map.lyrics.flatMap((w) => w.syllables.flatMap((s) => s.universal_ids))).size).toBe(6);
  });

  it("sings in each ending what is printed there", () => {
    const ending = (number: string, type: "start" | "stop", more = "") =>
      `<barline location="${type === "start" ? "left" : "right"}"><ending number="${number}" type="${type}"/>${more}</barline>`;
    const map = mapOf(
      measure(1, bar, tempo(60), note("C4", 2, { lyrics: [lyric(1, "one"), lyric(2, "two")] })) +
        measure(
          2,
          ending("1", "start"),
          note("D4", 2, { lyrics: [lyric(1, "first")] }),
          ending("1", "stop", '<repeat direction="backward"/>'),
        ) +
        measure(
          3,
          ending("2", "start"),
          note("E4", 2, { lyrics: [lyric(2, "second")] }),
          ending("2", "stop"),
        ),
    );
    expect(map.lyrics.map((w) => w.text)).toEqual(["one", "first", "two", "second"]);
  });
});

describe("lines and notes", () => {
  it("finds melody and bass of two parts, and names every sounding note once", () => {
    const map = mapOf(
      measure(1, attributes({ time: "2/4" }), tempo(60), note("E5", 1), note("D5", 1)),
      measure(1, attributes({ time: "2/4" }), note("C3", 2), note("G3", 2, { chord: true })),
    );
    expect(map.performance.melody.map((n) => [n.midi, n.start])).toEqual([
      [76, 0],
      [74, 1],
    ]);
    expect(map.performance.bass.map((n) => [n.midi, n.start])).toEqual([[48, 0]]);
    expect(map.performance.notes.map((n) => n.midi).sort()).toEqual([48, 55, 74, 76]);
    for (const n of map.performance.notes) expect(n.velocity).toBeGreaterThan(0);
    expect(map.performance.notes.map((n) => n.part_id).sort()).toEqual(["P1", "P1", "P2", "P2"]);
  });

  it("takes the singing part for the melody, though another plays above it", () => {
    const map = mapOf(
      measure(1, attributes({ time: "2/4" }), tempo(60), note("C6", 2)),
      measure(1, attributes({ time: "2/4" }), note("E4", 2, { lyrics: [lyric(1, "la")] })),
    );
    expect(map.performance.melody.map((n) => n.midi)).toEqual([64]);
  });

  it("has one entry for a tie chain, from its first start to its last end", () => {
    const map = mapOf(
      measure(1, attributes({ time: "2/4" }), tempo(60), note("C4", 2, { tie: "start" })) +
        measure(2, note("C4", 2, { tie: "stop" })),
    );
    expect(map.performance.notes).toHaveLength(1);
    expect(map.performance.notes[0].tied_ids).toHaveLength(1);
    expect(map.performance.notes[0].end).toBeGreaterThan(3.5);
  });
});
