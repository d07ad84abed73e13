import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fraction, ZERO } from "../../src/core/fraction.js";
import type { NotatedNote, Score } from "../../src/core/score.js";
import { quarterToSec } from "../../src/core/scoreClock.js";
import type { DynamicMark, KeyChange, TempoMark, WedgeMark } from "../../src/core/scoreMarks.js";
import { performScore } from "../../src/score/performScore.js";
import { unfoldScore } from "../../src/score/unfoldScore.js";
import { backward, buildScore, withNote } from "./scoreBuilder.js";

const perform = (score: Score) => performScore(unfoldScore(score, { repeats: "written" }));
const one = (notes: string | string[], more: Partial<Score> = {}) =>
  buildScore({ measures: [{ notes }], more });
const round = (sec: number) => Math.round(sec * 1e6) / 1e6;
/** `[onset, duration]` of every sound, rounded to a microsecond. */
const times = (score: Score) => perform(score).sounds.map((s) => [round(s.onsetSec), round(s.durationSec)]);
const velocities = (score: Score) => perform(score).sounds.map((s) => s.velocity);
const pitches = (score: Score, sound = 0) => perform(score).sounds[sound].events.map((e) => e.pitch);

const at = (quarter: number, measureIndex = 0) => ({
  measureIndex,
  measureQuarter: fraction(quarter * 4, 4),
});
const tempo = (
  quarter: number,
  quarterBpm: number,
  source: TempoMark["source"] = "sound",
  m = 0,
): TempoMark => ({ ...at(quarter, m), quarterBpm, source });
const dynamic = (
  quarter: number,
  mark: string,
  staff: number | null = null,
  velocity: number | null = null,
): DynamicMark => ({ ...at(quarter), partIndex: 0, staff, mark, velocity });
const wedge = (quarter: number, kind: WedgeMark["kind"], staff: number | null = null): WedgeMark => ({
  ...at(quarter),
  partIndex: 0,
  staff,
  kind,
  number: 1,
});
const key = (fifths: number): KeyChange => ({ ...at(0), fifths, mode: null, partIndex: 0, staff: null });
const sign = (score: Score, fields: Partial<NotatedNote>, index = 0) => withNote(score, index, fields);

describe("the clock of a score", () => {
  it("is 120 quarters a minute without a mark; notes are held 95 %", () => {
    expect(times(one("C4:1 D4:2"))).toEqual([
      [0, 0.475],
      [0.5, 0.95],
    ]);
  });

  it("follows tempo marks, also inside a note", () => {
    const score = one("C4:2 D4:1", { tempoMarks: [tempo(0, 60), tempo(1, 120)] });
    expect(times(score)).toEqual([
      [0, 1.425],
      [1.5, 0.475],
    ]);
  });

  it("takes a mark at the very end of a measure for the next one", () => {
    const more = { tempoMarks: [tempo(2, 60)] };
    expect(times(buildScore({ measures: [{ notes: "C4:2" }, { notes: "D4:2" }], more }))[1]).toEqual([
      1, 1.9,
    ]);
  });

  it("believes sound before metronome at one place", () => {
    const score = one("C4:1 D4:1", { tempoMarks: [tempo(0, 60), tempo(0, 90, "metronome")] });
    expect(times(score)[1][0]).toBe(1);
  });

  it("replays tempo changes with a repeat, and keeps the last where the repeat has none", () => {
    const score = buildScore({
      measures: [{ notes: "C4:1 D4:1" }],
      structure: [backward(0)],
      more: { tempoMarks: [tempo(1, 60)] },
    });
    expect(times(score).map(([onset]) => onset)).toEqual([0, 0.5, 1.5, 2.5]);
  });

  it("stretches a held value 1.75 times for all parts", () => {
    const score = buildScore({ parts: [[{ notes: "C5:2 D5:1" }], [{ notes: "C3:1 D3:1 E3:1" }]] });
    const held = sign(score, { fermata: true }, 0);
    const both = sign(held, { fermata: true }, 3);
    // Upper fermata alone holds both quarters below; with one on the second quarter too only that one is held.
    expect(times(held).map(([onset]) => onset)).toEqual([0, 0, 0.875, 1.75, 1.75]);
    expect(times(both).map(([onset]) => onset)).toEqual([0, 0, 0.5, 1.375, 1.375]);
  });

  it("takes no word of a file for more than a word", () => {
    const plain = one("C4:4");
    for (const word of ["constructor", "__proto__", "toString"]) {
      const odd = sign(plain, {
        ornaments: [word],
        articulations: [word],
        noteType: word,
        tremoloStrokes: 1,
      });
      const marked = { ...odd, dynamics: [dynamic(0, word)] };
      expect(velocities(marked)).toEqual(velocities(plain));
      expect(pitches(marked)).toEqual(pitches(sign(plain, { tremoloStrokes: 1 })));
    }
  });

  it("refuses a performance longer than the limit", () => {
    expect(() => perform(one("C4:4", { tempoMarks: [tempo(0, 0.001)] }))).toThrowError(/durationSec/);
  });
});

describe("loudness", () => {
  it("is mf without a mark, and follows the ladder", () => {
    expect(velocities(one("C4 D4"))).toEqual([80, 80]);
    const marks = ["ppp", "pp", "p", "mp", "mf", "f", "ff", "fff"];
    const score = one(marks.map(() => "C4").join(" "), { dynamics: marks.map((m, i) => dynamic(i, m)) });
    expect(velocities(score)).toEqual([16, 32, 48, 64, 80, 96, 112, 122]);
  });

  it.each([
    { mark: "sfz", expected: [48, 80, 48], why: "two steps for one note" },
    { mark: "rf", expected: [48, 72, 48], why: "one and a half" },
    { mark: "fp", expected: [48, 96, 48], why: "an attack, then soft" },
    { mark: "sfp", expected: [48, 112, 48], why: "an accent, then soft" },
    { mark: "other:dolce", expected: [48, 48, 48], why: "nothing" },
  ])("$mark is $why", ({ mark, expected }) => {
    expect(velocities(one("C4 D4 E4", { dynamics: [dynamic(0, "p"), dynamic(1, mark)] }))).toEqual(expected);
  });

  it("believes the file's own velocities", () => {
    expect(velocities(one("C4 D4", { dynamics: [dynamic(0, "p", null, 55)] }))).toEqual([55, 55]);
    expect(velocities(one("C4 D4", { dynamics: [dynamic(1, "", null, 101)] }))).toEqual([80, 101]);
    expect(velocities(sign(one("C4 D4"), { dynamicsPercent: 50 }))).toEqual([45, 80]);
  });

  it("leads a wedge to the next mark", () => {
    const score = one("C4 D4 E4 F4 G4", {
      dynamics: [dynamic(0, "p"), dynamic(4, "f")],
      wedges: [wedge(0, "crescendo"), wedge(4, "stop")],
    });
    expect(velocities(score)).toEqual([48, 60, 72, 84, 96]);
  });

  it("leads a wedge without a goal one step, and never against its direction", () => {
    const wedges = [wedge(0, "diminuendo"), wedge(2, "stop")];
    expect(velocities(one("C4 D4 E4 F4", { wedges }))).toEqual([80, 72, 64, 64]);
    expect(velocities(one("C4 D4 E4 F4", { wedges, dynamics: [dynamic(2, "ff")] }))).toEqual([
      80, 72, 112, 112,
    ]);
  });

  it("lets marks of the leading staff hold for all, of another staff for that one", () => {
    const score = one(["C5 D5 E5", "C3 D3 E3"], {
      dynamics: [dynamic(0, "p", 1), dynamic(1, "f", 1), dynamic(1, "pp", 2)],
    });
    const parts = [{ ...score.parts[0], staffCount: 2 }];
    const notes = score.notes.map((n) => ({ ...n, staff: Number(n.voice) }));
    const sounds = perform({ ...score, parts, notes }).sounds;
    expect(sounds.map((s) => s.velocity)).toEqual([48, 48, 96, 32, 96, 32]);
  });

  it("adds accents", () => {
    expect(velocities(sign(one("C4"), { articulations: ["accent"] }))).toEqual([96]);
    expect(
      velocities(sign(one("C4", { dynamics: [dynamic(0, "fff")] }), { articulations: ["strong-accent"] })),
    ).toEqual([127]);
  });
});

describe("lengths", () => {
  it.each([
    { articulations: ["staccato"], share: 0.5 },
    { articulations: ["staccatissimo"], share: 0.25 },
    { articulations: ["tenuto"], share: 1 },
    { articulations: ["staccato", "tenuto"], share: 0.75 },
    { articulations: ["breath-mark"], share: 0.8 },
    { articulations: ["accent"], share: 0.95 },
  ])("$articulations is held $share of its value", ({ articulations, share }) => {
    expect(times(sign(one("C4:2"), { articulations }))).toEqual([[0, share]]);
  });

  it("is full under a slur, but for its last note", () => {
    const score = sign(sign(one("C4 D4 E4 F4"), { slurStart: 1 }, 0), { slurStop: 1 }, 2);
    expect(times(score).map(([, length]) => length)).toEqual([0.5, 0.5, 0.475, 0.475]);
  });

  it("is not changed by a slur that never ends", () => {
    expect(times(sign(one("C4 D4"), { slurStart: 1 })).map(([, length]) => length)).toEqual([0.475, 0.475]);
  });

  it("holds a tie chain as one note", () => {
    expect(times(one("C4:1~ ~C4:1"))).toEqual([[0, 0.95]]);
  });
});

describe("grace notes", () => {
  it("plays slashed ones 70 ms each before the beat, shortening the note before", () => {
    expect(times(one("C4:1 (/E4) (/F4) D4:1"))).toEqual([
      [0, 0.36],
      [0.36, 0.07],
      [0.43, 0.07],
      [0.5, 0.475],
    ]);
  });

  it("plays them on the beat where nothing comes before", () => {
    expect(times(one("(/D4) C4:1"))).toEqual([
      [0, 0.07],
      [0.07, 0.405],
    ]);
  });

  it("gives an appoggiatura its written value, at most half of the main note", () => {
    const score = one("(D4) C4:1");
    expect(times(sign(score, { noteType: "16th" }))).toEqual([
      [0, 0.125],
      [0.125, 0.35],
    ]);
    expect(times(sign(score, { noteType: "quarter" }))).toEqual([
      [0, 0.2375],
      [0.2375, 0.2375],
    ]);
  });

  it("plays after-graces before the note's end", () => {
    expect(times(one("C4:4 (D4) (C4)"))).toEqual([
      [0, 1.86],
      [1.86, 0.07],
      [1.93, 0.07],
    ]);
  });

  it("sounds grace chords together", () => {
    const plain = one("r:1 (/E4) (/G4) D4:1");
    const score = sign(plain, { grace: { ...plain.notes[0].grace!, order: 0 }, chordIndex: 1 }, 1);
    expect(times(score).map(([onset]) => onset)).toEqual([0.43, 0.43, 0.5]);
  });

  it("steals what the file says", () => {
    const plain = one("C4:1 (/E4) D4:2");
    const grace = plain.notes[1].grace!;
    expect(times(sign(plain, { grace: { ...grace, stealPrevious: 20 } }, 1))[1]).toEqual([0.4, 0.1]);
    expect(times(sign(plain, { grace: { ...grace, stealFollowing: 20 } }, 1)).slice(1)).toEqual([
      [0.5, 0.19],
      [0.69, 0.76],
    ]);
  });
});

describe("ornaments", () => {
  it("trills with the neighbour of the key signature, odd in number", () => {
    const score = sign(one("E4:2", { keys: [key(1)] }), { ornaments: ["trill-mark"] });
    const [sound] = perform(score).sounds;
    // 0.95 s at 12 a second: 11 strokes, E and F sharp.
    expect(sound.events.map((e) => e.pitch)).toEqual([64, 66, 64, 66, 64, 66, 64, 66, 64, 66, 64]);
    expect(sound.events.reduce((sum, e) => sum + e.durationSec, 0)).toBeCloseTo(0.95, 12);
  });

  it.each([
    { ornaments: ["mordent"], expected: [60, 59, 60] },
    { ornaments: ["inverted-mordent"], expected: [60, 62, 60] },
    { ornaments: ["turn"], expected: [62, 60, 59, 60] },
    { ornaments: ["inverted-turn"], expected: [59, 60, 62, 60] },
    { ornaments: ["delayed-turn"], expected: [60, 62, 60, 59, 60] },
    { ornaments: ["wavy-line"], expected: [60] },
  ])("plays $ornaments on C4", ({ ornaments, expected }) => {
    expect(pitches(sign(one("C4:2"), { ornaments }))).toEqual(expected);
  });

  it.each([
    {
      why: "flat above a trill",
      fields: { ornaments: ["trill-mark"], ornamentAccidentals: ["flat"] },
      expected: [60, 61, 60],
    },
    {
      why: "natural below a mordent in E flat minor",
      fields: { ornaments: ["mordent"], ornamentAccidentals: ["natural"] },
      fifths: -6,
      expected: [60, 59, 60],
    },
    {
      why: "key of six flats: C flat is left to the key",
      fields: { ornaments: ["mordent"] },
      fifths: -6,
      expected: [60, 58, 60],
    },
    {
      why: "above and below a turn",
      fields: { ornaments: ["turn"], ornamentAccidentals: ["natural", "flat"] },
      expected: [62, 60, 58, 60],
    },
  ])("heeds accidental marks: $why", ({ fields, fifths = 0, expected }) => {
    expect(pitches(sign(one("C4:1/2", { keys: [key(fifths)] }), fields))).toEqual(expected);
  });

  it("keeps to the sounding pitch of a transposing part", () => {
    expect(pitches(sign(one("C4:2"), { soundingMidi: 58, ornaments: ["mordent"] }))).toEqual([58, 57, 58]);
  });

  it("rolls an unpitched trill on its own key", () => {
    expect(
      new Set(pitches(sign(one("C4:2"), { unpitched: true, soundingMidi: 38, ornaments: ["trill-mark"] }))),
    ).toEqual(new Set([38]));
  });

  it("plays a note too short for its ornament plain", () => {
    expect(pitches(sign(one("C4:1/8"), { ornaments: ["trill-mark"] }))).toEqual([60]);
  });
});

describe("tremolos and arpeggios", () => {
  it.each([
    { strokes: 1, noteType: "half", count: 4, why: "eighths" },
    { strokes: 2, noteType: "half", count: 8, why: "sixteenths" },
    { strokes: 1, noteType: "eighth", count: 8, why: "one stroke on an eighth makes sixteenths" },
    { strokes: 5, noteType: "half", count: 23, why: "no faster than 40 ms" },
  ])("repeats a note: $why", ({ strokes, noteType, count }) => {
    expect(pitches(sign(one("C4:2"), { tremoloStrokes: strokes, noteType }))).toEqual(
      new Array(count).fill(60),
    );
  });

  it("alternates two notes over the time of both", () => {
    const start = sign(
      one("C4:1 E4:1"),
      { doubleTremolo: { kind: "start", strokes: 2 }, articulations: ["tenuto"] },
      0,
    );
    const score = sign(start, { doubleTremolo: { kind: "stop", strokes: 2 }, articulations: ["tenuto"] }, 1);
    const [first, second] = perform(score).sounds;
    expect(first.events.map((e) => round(first.onsetSec + e.startSec))).toEqual([0, 0.25, 0.5, 0.75]);
    expect(second.events.map((e) => round(second.onsetSec + e.startSec))).toEqual([
      0.125, 0.375, 0.625, 0.875,
    ]);
  });

  it("rolls an arpeggio upwards through both staves, downwards where it says so", () => {
    const chord = (arpeggiate: "none" | "down") => {
      const score = one(["[C5 E5]:2", "[C3 G3]:2"]);
      return { ...score, notes: score.notes.map((n) => ({ ...n, arpeggiate })) };
    };
    expect(times(chord("none"))).toEqual([
      [0.08, 0.87],
      [0.12, 0.83],
      [0, 0.95],
      [0.04, 0.91],
    ]);
    expect(times(chord("down")).map(([onset]) => onset)).toEqual([0.04, 0, 0.12, 0.08]);
  });
});

describe("laws of performing", () => {
  const token = fc.constantFrom(
    "C4:1",
    "(/D4) C4:1/2",
    "(D4) (E4) G4:1/3",
    "r:1",
    "[C4 E4 G4]:1/16",
    "F4:2~ ~F4:1",
    "A4:1/64 (B4)",
  );
  const fields = fc.record({
    ornaments: fc.subarray(["trill-mark", "turn", "mordent", "haydn", "delayed-turn"], { maxLength: 1 }),
    articulations: fc.subarray(["staccato", "accent", "breath-mark", "unstress"]),
    tremoloStrokes: fc.integer({ min: 0, max: 8 }),
    doubleTremolo: fc.constantFrom(
      null,
      { kind: "start" as const, strokes: 3 },
      { kind: "stop" as const, strokes: 3 },
    ),
    fermata: fc.boolean(),
    arpeggiate: fc.constantFrom(null, "up" as const, "down" as const),
    slurStart: fc.integer({ min: 0, max: 1 }),
    slurStop: fc.integer({ min: 0, max: 1 }),
    dynamicsPercent: fc.constantFrom(null, 0, 100, 500),
  });

  it("gives every sounding note a sound: finite, positive, velocities 1–127, events inside, twice the same", () => {
    fc.assert(
      fc.property(
        fc.array(token, { minLength: 1, maxLength: 10 }),
        fc.array(fields, { minLength: 30, maxLength: 30 }),
        (tokens, more) => {
          const plain = one([tokens.join(" "), tokens.toReversed().join(" ")], {
            tempoMarks: [tempo(1, 250)],
          });
          const score = { ...plain, notes: plain.notes.map((n, i) => ({ ...n, ...more[i % more.length] })) };
          const unfolded = unfoldScore(score, { repeats: "written" });
          const { clock, sounds } = performScore(unfolded);
          expect(sounds).toHaveLength(unfolded.sounding.length);
          for (const s of sounds) {
            expect(s.onsetSec >= 0 && s.durationSec > 0 && Number.isFinite(s.onsetSec + s.durationSec)).toBe(
              true,
            );
            expect(Number.isInteger(s.velocity) && s.velocity >= 1 && s.velocity <= 127).toBe(true);
            expect(s.events.length).toBeGreaterThan(0);
            for (const e of s.events) {
              expect(e.startSec >= 0 && e.durationSec > 0).toBe(true);
              expect(e.startSec + e.durationSec).toBeLessThanOrEqual(s.durationSec + 1e-9);
            }
          }
          expect(quarterToSec(clock, 0)).toBe(0);
          expect(performScore(unfolded)).toEqual({ clock, sounds });
        },
      ),
    );
  });

  it("performs a score without notes", () => {
    const { clock, sounds } = perform(buildScore({ measures: [{ length: ZERO }] }));
    expect(sounds).toEqual([]);
    expect(clock.quarters).toHaveLength(2);
  });
});
