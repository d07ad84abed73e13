import { describe, expect, it } from "vitest";
import type { NotatedNote, Score } from "../../../src/core/score.js";
import { buildScore } from "../../score/scoreBuilder.js";
import { fixture, PIECE, reconcile, register, renumber } from "./editions.js";

const mapNotes = (score: Score, change: (note: NotatedNote) => Partial<NotatedNote>): Score => ({
  ...score,
  notes: score.notes.map((note) => ({ ...note, ...change(note) })),
});

/** Order of the file within each part and measure, which programs choose as they like. */
const reorder = (score: Score, compare: (a: NotatedNote, b: NotatedNote) => number): Score =>
  renumber(
    score,
    [...score.notes].sort(
      (a, b) =>
        a.partIndex - b.partIndex || a.measureIndex - b.measureIndex || compare(a, b) || a.index - b.index,
    ),
  );

const EXPORTS: readonly { why: string; export: (score: Score) => Score }[] = [
  {
    why: "without note ids and layout",
    export: (s) => mapNotes(s, () => ({ xmlId: null, defaultXTenth: null, line: 9 })),
  },
  {
    why: "with other part ids",
    export: (s) => ({ ...s, parts: s.parts.map((p) => ({ ...p, id: `part-${9 - p.index}` })) }),
  },
  {
    why: "with parts renamed",
    export: (s) => ({
      ...s,
      parts: s.parts.map((p) => ({ ...p, id: `x${p.index}`, name: `Stimme ${p.index}` })),
    }),
  },
  {
    why: "with other voice numbers",
    export: (s) => mapNotes(s, (n) => ({ voice: String(4 * n.staff + 3 * Number(n.voice)) })),
  },
  {
    why: "with the staves numbered from below",
    export: (s) => mapNotes(s, (n) => ({ staff: 1 + s.parts[n.partIndex].staffCount - n.staff })),
  },
  {
    why: "with its voices written in another order",
    export: (s) => reorder(s, (a, b) => Number(b.voice) - Number(a.voice)),
  },
  {
    why: "with its chords written from above",
    export: (s) =>
      reorder(
        mapNotes(s, (n) => ({ chordIndex: 9 - n.chordIndex })),
        (a, b) => Number(a.voice) - Number(b.voice) || Number(a.grace !== null) - Number(b.grace !== null),
      ),
  },
  {
    why: "with other details of its grace notes",
    export: (s) =>
      mapNotes(s, (n) =>
        n.grace ? { grace: { ...n.grace, slash: !n.grace.slash, stealPrevious: 20 } } : {},
      ),
  },
  {
    why: "with measures counted from the pickup",
    export: (s) => ({ ...s, measures: s.measures.map((m) => ({ ...m, number: String(m.index) })) }),
  },
];

describe.each(["waltz", "song", "ornaments", "piano-two-voices", "transposing", "da-capo"])("%s", (name) => {
  const score = fixture(name);
  const base = register(score);
  it.each(EXPORTS)("exported $why keeps all IDs", ({ export: reexport }) => {
    const { counts, changes, samePiece } = reconcile(base, reexport(score));
    expect(changes).toEqual([]);
    expect(counts).toEqual({ kept: base.records.length, moved: 0, changed: 0, new: 0, gone: 0 });
    expect(samePiece).toBe(true);
  });

  it("keeps all IDs under another title, and the ID of the piece", () => {
    const renamed = {
      pieceId: "1d1c3a56-7d3f-5f0e-9c39-0a6a4f8d7b10",
      title: "",
      composer: "",
      movement: "",
    };
    const found = reconcile(base, score, { piece: renamed });
    expect(found.noteIds).toEqual(reconcile(null, score).noteIds);
    expect(found.piece).toEqual({ ...renamed, pieceId: PIECE.pieceId });
  });

  it("gives each note its own ID back when everything in the file stands elsewhere", () => {
    const turned = reorder(score, (a, b) => b.index - a.index);
    const place = (r: (typeof base.records)[number]) => {
      const { measureIndex, measureQuarter, pass, pitch, staff, voice } = r.score as NonNullable<
        typeof r.score
      >;
      return [r.universalId, JSON.stringify({ measureIndex, measureQuarter, pass, pitch, staff, voice })];
    };
    const again = register(turned, { base });
    expect(new Map(again.records.map(place) as [string, string][])).toEqual(
      new Map(base.records.map(place) as [string, string][]),
    );
  });
});

describe("parts", () => {
  const tunes = ["C5 D5 E5 F5", "C4:2 G4:2", "A3 B3 C4 D4", "C3:4"];
  const build = (order: readonly number[], names = order.map((i) => `Part ${i}`)) =>
    buildScore({
      parts: order.map((i) => [{ notes: tunes[i] }, { notes: "C4:4" }, { notes: tunes[i] }]),
      more: {
        parts: order.map((_, index) => ({
          id: `P${index + 1}`,
          index,
          name: names[index],
          abbreviation: "",
          instruments: [],
          staffCount: 1,
        })),
      },
    });
  const base = register(build([0, 1, 2, 3]));

  it("are found in another order, whatever their ids say", () => {
    expect(reconcile(base, build([3, 1, 0, 2])).counts).toMatchObject({ kept: base.records.length, gone: 0 });
  });

  it("are found by what they play when their names are dropped", () => {
    const found = reconcile(base, build([2, 3, 0, 1], ["P1", "P2", "P3", "P4"]));
    expect(found.counts).toMatchObject({ kept: base.records.length, gone: 0 });
  });

  it("go and come alone", () => {
    const size = (i: number) => 2 * tunes[i].split(" ").length + 1;
    expect(reconcile(base, build([0, 1, 3])).counts).toMatchObject({ gone: size(2), new: 0, changed: 0 });
    const smaller = register(build([0, 1, 3]));
    expect(reconcile(smaller, build([0, 1, 2, 3])).counts).toMatchObject({
      gone: 0,
      new: size(2),
      changed: 0,
    });
  });

  it("that were transposed keep their notes, which have changed", () => {
    const score = build([0, 1, 2, 3]);
    const up = mapNotes(score, (n) =>
      n.partIndex === 2
        ? { pitch: { ...n.pitch, octave: n.pitch.octave + 1 }, soundingMidi: n.soundingMidi + 12 }
        : {},
    );
    const found = reconcile(base, up);
    expect(found.counts).toEqual({ kept: base.records.length - 9, moved: 0, changed: 9, new: 0, gone: 0 });
    expect(found.noteIds).toEqual(reconcile(null, score).noteIds);
  });

  it("that got the music of another part take its IDs along", () => {
    const solo = buildScore({
      parts: [
        [{ notes: tunes[0] }, { notes: "r:4" }],
        [{ notes: "r:4" }, { notes: tunes[2] }],
      ],
    });
    const given = buildScore({
      parts: [
        [{ notes: "r:4" }, { notes: "r:4" }],
        [{ notes: tunes[0] }, { notes: tunes[2] }],
      ],
    });
    const found = reconcile(register(solo), given);
    expect(found.counts).toEqual({ kept: 4, moved: 0, changed: 4, new: 0, gone: 0 });
    expect(found.changes[0].reason).toBe("part P1 is now P2");
  });
});
