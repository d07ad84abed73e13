import { describe, expect, it } from "vitest";
import { mintNoteIds } from "../../../src/registry/mintIds.js";
import { unfoldScore } from "../../../src/score/unfoldScore.js";
import { buildScore, type MeasureSpec } from "../../score/scoreBuilder.js";
import { fixture, PIECE, reconcile, register, renumber } from "./editions.js";

const FIXTURES = [
  "waltz",
  "song",
  "da-capo",
  "ornaments",
  "piano-two-voices",
  "transposing",
  "trio-constellation",
];

describe("a first run", () => {
  it.each(FIXTURES)("gives %s minted IDs, all new, and nothing to report", (name) => {
    const score = fixture(name);
    const first = reconcile(null, score);
    const minted = mintNoteIds(unfoldScore(score, { repeats: "written" }), PIECE.pieceId);
    expect(first.noteIds).toEqual(minted);
    expect(first.counts).toEqual({ kept: 0, moved: 0, changed: 0, new: minted.length, gone: 0 });
    expect(first.changes).toEqual([]);
  });
});

describe("the same score again", () => {
  it.each(FIXTURES)("keeps every ID of %s", (name) => {
    const score = fixture(name);
    const again = reconcile(register(score), score);
    expect(again.noteIds).toEqual(reconcile(null, score).noteIds);
    expect(again.counts).toMatchObject({ kept: again.noteIds.length, gone: 0 });
    expect(again.changes).toEqual([]);
    expect(again.samePiece).toBe(true);
  });
});

it("keeps the IDs of notes apart that agree in everything", () => {
  for (let midi = 40; midi < 60; midi++) {
    const chord = buildScore({ measures: [{ notes: "[C4 C4 C4]:4" }] });
    const score = renumber(
      chord,
      chord.notes.map((note) => ({
        ...note,
        chordIndex: 0,
        soundingMidi: midi,
        pitch: { ...note.pitch, alter: (midi - 60) / 8 },
      })),
    );
    expect(reconcile(register(score), score).noteIds).toEqual(reconcile(null, score).noteIds);
  }
});

const SONG: readonly MeasureSpec[] = ["C4 D4 E4 F4", "G4:2 E4:2", "A4 G4 F4 E4", "D4:3 C4", "C4:4"].map(
  (notes) => ({ notes }),
);
/** Nothing but one bar, over and over. */
const OSTINATO: readonly MeasureSpec[] = Array.from({ length: 12 }, () => ({
  notes: "C4:1/2 G4:1/2 E4:1/2 G4:1/2 C4 G3",
}));
const INSERTED: readonly MeasureSpec[] = [{ notes: "B4 A4:2 B4" }, { notes: "F#4:4" }];

describe.each([
  { name: "a melody", measures: SONG },
  { name: "an ostinato", measures: OSTINATO },
])("in $name", ({ measures }) => {
  it.each([0, 1, 2, measures.length])(
    "all notes outside keep their IDs when two measures come in before measure %i",
    (at) => {
      const base = register(buildScore({ measures }));
      const after = [...measures.slice(0, at), ...INSERTED, ...measures.slice(at)];
      const { counts, noteIds } = reconcile(base, buildScore({ measures: after }));
      expect(counts).toMatchObject({ changed: 0, new: 4, gone: 0 });
      for (const { universalId } of base.records) expect(noteIds).toContain(universalId);
    },
  );

  it.each([0, 1, measures.length - 1])("all notes outside keep their IDs when measure %i goes", (at) => {
    const base = register(buildScore({ measures }));
    const { counts, noteIds } = reconcile(
      base,
      buildScore({ measures: measures.filter((_, i) => i !== at) }),
    );
    const size = base.records.filter((r) => r.score?.measureIndex === at).length;
    expect(counts).toMatchObject({ changed: 0, new: 0, gone: size });
    expect(base.records.map((r) => r.universalId)).toEqual(expect.arrayContaining([...noteIds]));
  });
});
