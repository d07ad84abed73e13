import { describe, expect, it } from "vitest";
import { fraction } from "../../../src/core/fraction.js";
import type { NotatedNote, Score } from "../../../src/core/score.js";
import {
  buildScore,
  type MarkSpec,
  type MeasureSpec,
  repeatMarks,
  withNote,
} from "../../score/scoreBuilder.js";
import { expectIds, fixture, PIECE, reconcile, register, renumber, tagged } from "./editions.js";

/** Measures with all that is awkward: ties over barlines, graces, two voices, chords with unisons. */
const RICH: readonly MeasureSpec[] = [
  { notes: ["(D5) C5 E5 G5:2~", "C4:4"] },
  { notes: ["~G5:2 [C5 C5 E5]:2", "[C4 G4]:2 C5:2"] },
  { notes: ["(/B4) (C5) D5:4~", "r:2 B3 G3"] },
  { notes: ["~D5 F5 A5 (G5)", "D4:2 A3:2"] },
  { notes: ["G5:4", "[B3 D4]:4"] },
];
const PLAIN: readonly MeasureSpec[] = ["E3:4", "G3:4", "B3:2 G3:2", "D3:4", "G3:4"].map((notes) => ({
  notes,
}));
const OSTINATO: readonly MeasureSpec[] = RICH.map(() => ({ notes: ["C5 G4 E4 G4", "C3:4"] }));
const NEW_MEASURE: MeasureSpec = { notes: ["F#4:1/2 G#4:1/2 A#4:3", "F#3:4"] };

type Parts = readonly (readonly MeasureSpec[])[];
const SCORES: readonly { name: string; parts: Parts; structure?: MarkSpec[] }[] = [
  { name: "ties, graces, voices and chords", parts: [RICH] },
  { name: "two parts", parts: [PLAIN, RICH] },
  { name: "a repeat over all", parts: [RICH, PLAIN], structure: repeatMarks(0, 4) },
  { name: "nothing but one bar", parts: [OSTINATO] },
];

function build(parts: Parts, structure: MarkSpec[] = []): Score {
  return tagged(buildScore({ parts, structure }));
}

/** The score without one measure; marks move along. */
function cut(score: Score, at: number): Score {
  const measures = score.measures
    .filter((m) => m.index !== at)
    .map((m, index) => ({ ...m, index, number: String(index + 1) }));
  const shift = <T extends { measureIndex: number }>(item: T): T => ({
    ...item,
    measureIndex:
      item.measureIndex > at ? item.measureIndex - 1 : Math.min(item.measureIndex, measures.length - 1),
  });
  const notes = score.notes.filter((n) => n.measureIndex !== at).map(shift);
  return renumber({ ...score, measures, structure: score.structure.map(shift) }, notes);
}

describe.each(SCORES)("in a score of $name", ({ parts, structure }) => {
  const whole = build(
    parts.map((measures) => [...measures.slice(0, 2), NEW_MEASURE, ...measures.slice(2)]),
    structure ? repeatMarks(0, 5) : [],
  );
  const places = whole.measures.map((m) => m.index);

  it.each(places)("cutting out measure %i leaves all other IDs as they were", (at) => {
    const after = cut(whole, at);
    const found = reconcile(register(whole), after);
    const played = structure ? 2 : 1;
    expect(found.counts).toMatchObject({
      new: 0,
      gone: played * whole.notes.filter((n) => n.measureIndex === at).length,
    });
    if (parts[0] !== OSTINATO || at === 2) expectIds(whole, after, found);
  });

  it.each(places)("putting measure %i in leaves all other IDs as they were", (at) => {
    const before = cut(whole, at);
    const found = reconcile(register(before), whole);
    expect(found.counts.gone).toBe(0);
    if (parts[0] !== OSTINATO || at === 2) expectIds(before, whole, found);
  });
});

it("says in which measure a moved note stands now", () => {
  const found = reconcile(register(build([PLAIN])), build([[NEW_MEASURE, ...PLAIN]]));
  expect(found.counts).toEqual({ kept: 0, moved: 6, changed: 0, new: 4, gone: 0 });
  expect(found.changes.filter((c) => c.kind === "moved").map((c) => c.reason)).toEqual([
    "measure 1 is now 2",
    "measure 2 is now 3",
    "measure 3 is now 4",
    "measure 3 is now 4",
    "measure 4 is now 5",
    "measure 5 is now 6",
  ]);
});

const EDITS: readonly { why: string; fields: Partial<NotatedNote>; reason: string }[] = [
  {
    why: "pitch",
    fields: { pitch: { step: "B", alter: 0, octave: 4 }, soundingMidi: 71 },
    reason: "pitch E5 is now B4",
  },
  { why: "spelling", fields: { pitch: { step: "F", alter: -1, octave: 5 } }, reason: "pitch E5 is now Fb5" },
  { why: "duration", fields: { durationQuarter: fraction(1, 2) }, reason: "duration 1 is now 1/2" },
  { why: "voice", fields: { voice: "2" }, reason: "voice 1 is now 2" },
  { why: "staff", fields: { staff: 2 }, reason: "staff 1 is now 2" },
  { why: "place", fields: { measureQuarter: fraction(3, 2) }, reason: "onset in the measure 1 is now 3/2" },
  { why: "visibility", fields: { printed: false }, reason: "is not printed any more" },
];

describe("an edit of one note", () => {
  const score = build([RICH, PLAIN]);
  const target = score.notes.findIndex((n) => n.pitch.step === "E" && n.measureIndex === 0);

  it.each(EDITS)("of its $why is reported in words, and costs no ID", ({ fields, reason }) => {
    const after = withNote(score, target, fields);
    const found = reconcile(register(score), after);
    expect(found.counts).toEqual({ kept: score.notes.length - 1, moved: 0, changed: 1, new: 0, gone: 0 });
    expect(found.changes[0]).toMatchObject({ kind: "changed", reason });
    expectIds(score, after, found);
  });

  it("of a whole passage, moved by a third, keeps each note's ID though chord notes coincide", () => {
    const before = build([[{ notes: "[C4 E4 G4] [E4 G4 B4] C5:2" }, { notes: "[C4 E4]:2 [E4 G4]:2" }]]);
    const after = build([[{ notes: "[E4 G#4 B4] [G#4 B4 D#5] E5:2" }, { notes: "[E4 G#4]:2 [G#4 B4]:2" }]]);
    const found = reconcile(register(before), after);
    expect(found.counts).toMatchObject({ changed: 11, new: 0, gone: 0 });
    expectIds(before, after, found);
  });

  it("names every change of a note that has several", () => {
    const fields = {
      durationQuarter: fraction(1, 2),
      pitch: { step: "B", alter: -1, octave: 4 },
      soundingMidi: 70,
    } as const;
    const found = reconcile(register(score), withNote(score, target, fields));
    expect(found.changes.map((c) => c.reason)).toEqual(["pitch E5 is now Bb4, duration 1 is now 1/2"]);
  });

  it.each(score.notes.map((n) => n.index))("that takes note %i away takes that one only", (index) => {
    const after = renumber(
      score,
      score.notes.filter((n) => n.index !== index),
    );
    const found = reconcile(register(score), after);
    expect(found.counts).toMatchObject({ moved: 0, new: 0, gone: 1 });
    expect(found.changes.at(-1)).toMatchObject({ kind: "gone", reason: "not in the score any more" });
    // Of two equal notes of one chord nobody can say which one is left.
    if (!isTwin(score, score.notes[index])) expectIds(score, after, found);
  });

  it.each(score.notes.map((n) => n.index))(
    "that adds a note to the chord of note %i adds that one only",
    (index) => {
      const added = { ...score.notes[index], xmlId: null, tieStart: false, tieStop: false, chordIndex: 7 };
      added.pitch = { ...added.pitch, octave: 2 };
      added.soundingMidi = score.notes[index].soundingMidi - 36;
      const after = renumber(score, [...score.notes.slice(0, index), added, ...score.notes.slice(index)]);
      const found = reconcile(register(score), after);
      expect(found.counts).toEqual({ kept: score.notes.length, moved: 0, changed: 0, new: 1, gone: 0 });
      expectIds(score, after, found);
    },
  );
});

function isTwin({ notes }: Score, note: NotatedNote): boolean {
  const key = (n: NotatedNote) =>
    JSON.stringify([n.partIndex, n.measureIndex, n.measureQuarter, n.voice, n.soundingMidi, n.grace]);
  return notes.filter((n) => key(n) === key(note)).length > 1;
}

describe("a passage elsewhere", () => {
  const measures = ["C4 D4 E4 F4", "G4:2 E4:2", "A4 G4 F4 E4", "D4:3 C4", "B3 C4 D4 B3", "C4:4"].map(
    (notes) => ({ notes }),
  );
  const order = (...indices: number[]) => buildScore({ measures: indices.map((i) => measures[i]) });
  const base = register(order(0, 1, 2, 3, 4, 5));

  it.each([
    { why: "two measures swapped", indices: [0, 2, 1, 3, 4, 5] },
    { why: "the beginning put at the end", indices: [2, 3, 4, 5, 0, 1] },
    { why: "one measure brought forward", indices: [0, 4, 1, 2, 3, 5] },
  ])("is found again: $why", ({ indices }) => {
    const found = reconcile(base, order(...indices));
    expect(found.counts).toMatchObject({ changed: 0, new: 0, gone: 0 });
    const minted = reconcile(null, order(0, 1, 2, 3, 4, 5)).noteIds;
    const starts = measures.map((_, i) =>
      measures.slice(0, i).reduce((n, m) => n + m.notes.split(" ").length, 0),
    );
    const expected = indices.flatMap((i) =>
      measures[i].notes.split(" ").map((_, k) => minted[starts[i] + k]),
    );
    expect(found.noteIds).toEqual(expected);
  });

  it("keeps all IDs when it is barred anew, 4/4 as 2/4, where a note was cut in two", () => {
    const halves = [
      "C4 D4",
      "E4 F4",
      "G4:2",
      "E4:2",
      "A4 G4",
      "F4 E4",
      "D4:2",
      "D4 C4",
      "B3 C4",
      "D4 B3",
      "C4:4",
    ];
    const found = reconcile(base, buildScore({ measures: halves.map((notes) => ({ notes })) }));
    expect(found.counts).toMatchObject({ gone: 0, new: 1 });
    expect(found.samePiece).toBe(true);
  });

  it("keeps all IDs when every note comes a beat later", () => {
    const shifted = ["r C4 D4 E4", "F4 G4:2 E4", "E4 A4 G4 F4", "E4 D4:3", "C4 B3 C4 D4", "B3 C4:3"];
    const found = reconcile(base, buildScore({ measures: shifted.map((notes) => ({ notes })) }));
    expect(found.counts.gone).toBeLessThanOrEqual(1);
  });
});

it("follows a note that was dragged across a barline", () => {
  const measures = [{ notes: ["C4:2 D4:2", "r:3 F#3"] }, { notes: ["E4:4", "r:4"] }, { notes: "C4:4" }];
  const dragged = [{ notes: ["C4:2 D4:2", "r:4"] }, { notes: ["E4:4", "F#3 r:3"] }, { notes: "C4:4" }];
  const found = reconcile(register(buildScore({ measures })), buildScore({ measures: dragged }));
  expect(found.counts).toEqual({ kept: 4, moved: 0, changed: 1, new: 0, gone: 0 });
  expect(found.changes[0].reason).toBe("measure 1 is now 2, onset in the measure 3 is now 0");
});

it("tells an edited measure from one of the same rhythm that was put in before it", () => {
  const before = build([["C4 D4 E4 F4", "G4 A4 B4 C5", "C4:4"].map((notes) => ({ notes }))]);
  const after = build([["C4 D4 E4 F4", "D5 D5 D5 D5", "G4 F4 B4 C5", "C4:4"].map((notes) => ({ notes }))]);
  const { counts, noteIds } = reconcile(register(before), after);
  expect(counts).toEqual({ kept: 4, moved: 4, changed: 1, new: 4, gone: 0 });
  expect(noteIds.slice(8)).toEqual(reconcile(null, before).noteIds.slice(4));
});

describe("in a long score", () => {
  const KEYS = ["C4:4", "D4:4", "E4:4", "F4:4"];
  /** 1100 measures, either each of its own or of four kinds in no order (a linear congruence's high bits). */
  const kinds = (isOwn: boolean) =>
    Array.from({ length: 1100 }, (_, i) => {
      const [a, b] = [i % 7, Math.floor(i / 7) % 7];
      if (isOwn)
        return `${"CDEFGAB"[a]}4 ${"CDEFGAB"[b]}5 ${"CDEFGAB"[Math.floor(i / 49) % 7]}3 ${"CDEFGAB"[Math.floor(i / 343)]}2`;
      return KEYS[((i * 40503) >> 4) % 4];
    });

  it.each([
    { why: "of measures that differ", isOwn: true, size: 4 },
    { why: "of four measures over and over", isOwn: false, size: 1 },
  ])("$why, three edits far apart cost what they touch", ({ isOwn, size }) => {
    const before = kinds(isOwn);
    const after = [
      ...before.slice(0, 3),
      ...before.slice(4, 500),
      "F#5:4",
      ...before.slice(500, 1090),
      ...before.slice(1091),
    ];
    const score = (list: string[]) => buildScore({ measures: list.map((notes) => ({ notes })) });
    const { counts, noteIds } = reconcile(register(score(before)), score(after));
    expect(counts).toMatchObject({ changed: 0, new: 1, gone: 2 * size });
    const old = reconcile(null, score(before)).noteIds;
    expect(noteIds.slice(600 * size, 900 * size)).toEqual([
      ...old.slice(600 * size + (isOwn ? 3 : 0), 900 * size + (isOwn ? 3 : 0)),
    ]);
  });
});

it("finds the rest of a long score beyond a thousand new measures", () => {
  const name = (n: number, octave: number) => `${"CDEFGAB"[n % 7]}${octave}`;
  const own = Array.from({ length: 2000 }, (_, i) =>
    [name(i, 2), name(Math.floor(i / 7), 3), name(Math.floor(i / 49), 4), name(Math.floor(i / 343), 5)].join(
      " ",
    ),
  );
  const fresh = new Array<string>(1000).fill("F#6:2 G#6:2");
  const score = (list: string[]) => buildScore({ measures: list.map((notes) => ({ notes })) });
  const after = score(["F#5:4", ...own.slice(1, 500), ...fresh, ...own.slice(500, 1999), "G#5:4"]);
  expect(reconcile(register(score(own)), after).counts).toMatchObject({ kept: 499 * 4, moved: 1499 * 4 });
});

describe("repeats", () => {
  const score = build([RICH], repeatMarks(0, 4));
  const passes = score.notes.length;

  it("played less often: the first pass keeps its IDs, the second has gone", () => {
    const found = reconcile(register(score), score, { repeats: "none" });
    expect(found.counts).toEqual({ kept: passes, moved: 0, changed: 0, new: 0, gone: passes });
    expect(found.changes[0].reason).toBe("pass 2 is not played any more");
  });

  it("played more often: only the second pass is new, and draws the same noteheads", () => {
    const found = reconcile(register(score, { repeats: "none" }), score);
    expect(found.counts).toEqual({ kept: passes, moved: 0, changed: 0, new: passes, gone: 0 });
    expect(found.changes[0].reason).toBe("pass 2 was not played before");
    const again = register(score, { base: register(score, { repeats: "none" }) });
    for (const pass of [1, 2]) {
      const heads = again.records.filter((r) => r.score?.pass === pass).map((r) => r.noteheadId);
      expect(new Set(heads)).toEqual(
        new Set(register(score, { repeats: "none" }).records.map((r) => r.universalId)),
      );
    }
  });
});

describe("another piece", () => {
  it.each([
    ["waltz", "song"],
    ["song", "da-capo"],
    ["piano-two-voices", "waltz"],
    ["trio-constellation", "song"],
  ])("%s is not taken for %s, even under its name", (before, after) => {
    const base = register(fixture(before));
    const found = reconcile(base, fixture(after));
    expect(found.samePiece).toBe(false);
    expect(found.counts).toMatchObject({ kept: 0, moved: 0, changed: 0, gone: base.records.length });
    const old = new Set(base.records.map((r) => r.universalId));
    expect(found.noteIds.filter((id) => old.has(id))).toEqual([]);
  });

  it("gets other IDs even for notes of the very content that an old one had", () => {
    const base = register(
      buildScore({ measures: ["C4 D4 E4 F4", "G4 A4 B4 C5", "G4 E4 C4:2"].map((notes) => ({ notes })) }),
    );
    const other = buildScore({
      measures: ["C4:3 A5", "F#5:3/2 D#5:5/2", "B5:1/2 G#5:3 F#5:1/2", "E3:4"].map((notes) => ({ notes })),
    });
    const minted = reconcile(null, other).noteIds;
    expect(base.records.map((r) => r.universalId)).toContain(minted[0]);
    const found = reconcile(base, other);
    expect(found.samePiece).toBe(false);
    expect(found.noteIds[0]).not.toBe(minted[0]);
    expect(found.noteIds.slice(1)).toEqual(minted.slice(1));
  });

  it("of a few notes is not taken for another by chance, but is where the name says so", () => {
    const base = register(buildScore({ measures: [{ notes: "C4 D4 E4 F4" }] }));
    const similar = buildScore({ measures: [{ notes: "C4 D4 G4 F4" }] });
    const stranger = { ...PIECE, pieceId: "1d1c3a56-7d3f-5f0e-9c39-0a6a4f8d7b10" };
    expect(reconcile(base, similar, { piece: stranger }).samePiece).toBe(false);
    expect(reconcile(base, similar).counts).toEqual({ kept: 3, moved: 0, changed: 1, new: 0, gone: 0 });
  });
});
