import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LeitmotionError } from "../../src/core/error.js";
import { compare, toNumber } from "../../src/core/fraction.js";
import { DEFAULT_LIMITS } from "../../src/core/limits.js";
import type { WrittenChoice } from "../../src/score/unfoldedScore.js";
import { unfoldScore } from "../../src/score/unfoldScore.js";
import { backward, buildScore, ending, forward, type MarkSpec, repeatMarks } from "./scoreBuilder.js";

/** Measure numbers (from 1) in the order they are played; every measure holds one whole note. */
function order(measureCount: number, structure: MarkSpec[], repeats: WrittenChoice = "written"): string {
  const score = buildScore({
    measures: Array.from({ length: measureCount }, () => ({ notes: "C4:4" })),
    structure,
  });
  return unfoldScore(score, { repeats })
    .visits.map((v) => v.measureIndex + 1)
    .join(" ");
}

const jump = (measure: number, kind: string, label = ""): MarkSpec => ({ at: [measure, "end"], kind, label });
const target = (measure: number, kind: "segno" | "coda", label = ""): MarkSpec => ({
  at: [measure, 0],
  kind,
  label,
});

describe("unfoldScore", () => {
  it.each([
    { why: "no repeat", n: 2, marks: [], path: "1 2", none: "1 2" },
    {
      why: "backward without forward goes to the beginning",
      n: 3,
      marks: [backward(1)],
      path: "1 2 1 2 3",
      none: "1 2 3",
    },
    { why: "five times", n: 2, marks: [backward(0, 5)], path: "1 1 1 1 1 2", none: "1 2" },
    {
      why: "a second backward goes to the end of the repeat before",
      n: 4,
      marks: [...repeatMarks(1, 1), backward(2)],
      path: "1 2 2 3 3 4",
      none: "1 2 3 4",
    },
    {
      why: "nested",
      n: 4,
      marks: [forward(0), ...repeatMarks(1, 1), backward(2)],
      path: "1 2 2 3 1 2 2 3 4",
      none: "1 2 3 4",
    },
    { why: "a forward that is never closed", n: 2, marks: [forward(1)], path: "1 2", none: "1 2" },
    {
      why: "first and second ending",
      n: 4,
      marks: [...ending([1], 1, 1), backward(1), ...ending([2], 2, 2, true)],
      path: "1 2 1 3 4",
      none: "1 3 4",
    },
    {
      why: "a lone first ending is left out the second time",
      n: 3,
      marks: [...ending([1], 1, 1), backward(1)],
      path: "1 2 1 3",
      none: "1 3",
    },
    {
      why: "endings 1,2 and 3",
      n: 3,
      marks: [...ending([1, 2], 1, 1), backward(1, 3), ...ending([3], 2, 2)],
      path: "1 2 1 2 1 3",
      none: "1 3",
    },
    {
      why: "the last ending has a repeat sign too",
      n: 4,
      marks: [...ending([1], 1, 1), backward(1), ...ending([2], 2, 2), backward(2)],
      path: "1 2 1 3 4",
      none: "1 3 4",
    },
    {
      why: "endings numbered 3 and 4 only",
      n: 3,
      marks: [...ending([3], 1, 1), backward(1), ...ending([4], 2, 2)],
      path: "1 2 1 3",
      none: "1 3",
    },
    {
      why: "a second ending reaching past its open bracket",
      n: 5,
      marks: [
        ...ending([1], 1, 1),
        backward(1),
        ...ending([2], 2, 2, true),
        backward(3),
        ...ending([3], 4, 4),
      ],
      path: "1 2 1 3 4 1 5",
      none: "1 5",
    },
    {
      why: "endings inside an outer repeat",
      n: 4,
      marks: [forward(0), forward(1), ...ending([1], 2, 2), backward(2), ...ending([2], 3, 3), backward(3)],
      path: "1 2 3 2 4 1 2 3 2 4",
      none: "1 2 4",
    },
    {
      why: "an ending in the middle of a repeat",
      n: 3,
      marks: [forward(0), ...ending([1], 1, 1), backward(2)],
      path: "1 2 3 1 3",
      none: "1 3",
    },
    {
      why: "two pairs of endings side by side",
      n: 4,
      marks: [0, 2].flatMap((m) => [...ending([1], m, m), backward(m), ...ending([2], m + 1, m + 1)]),
      path: "1 2 3 4",
      none: "2 4",
    },
    {
      why: "two first endings in one repeat",
      n: 5,
      marks: [forward(0), ...ending([1], 1, 1), ...ending([2], 3, 3), backward(4)],
      path: "1 2 3 5 1 3 4 5",
      none: "1 3 4 5",
    },
    {
      why: "a repeat inside an ending that has no repeat sign of its own",
      n: 4,
      marks: [...ending([1], 1, 2), ...repeatMarks(2, 2), ...ending([2], 3, 3)],
      path: "1 2 3 3 4",
      none: "1 2 3 4",
    },
    {
      why: "endings without a repeat sign are played through",
      n: 3,
      marks: [...ending([1], 1, 1), ...ending([2], 2, 2)],
      path: "1 2 3",
      none: "1 2 3",
    },
    { why: "da capo", n: 2, marks: [jump(1, "da-capo")], path: "1 2 1 2", none: "1 2" },
    {
      why: "da capo al fine",
      n: 3,
      marks: [jump(0, "fine"), jump(2, "da-capo")],
      path: "1 2 3 1",
      none: "1 2 3",
    },
    {
      why: "da capo al coda",
      n: 4,
      marks: [jump(0, "to-coda"), jump(2, "da-capo"), target(3, "coda")],
      path: "1 2 3 1 4",
      none: "1 2 3 4",
    },
    {
      why: "dal segno al fine",
      n: 4,
      marks: [target(1, "segno"), jump(2, "fine"), jump(3, "dal-segno")],
      path: "1 2 3 4 2 3",
      none: "1 2 3 4",
    },
    {
      why: "dal segno al coda",
      n: 5,
      marks: [target(1, "segno"), jump(2, "to-coda"), jump(3, "dal-segno"), target(4, "coda")],
      path: "1 2 3 4 2 3 5",
      none: "1 2 3 4 5",
    },
    {
      why: "two segni, by label",
      n: 4,
      marks: [target(0, "segno", "a"), target(1, "segno", "b"), jump(2, "dal-segno", "a")],
      path: "1 2 3 1 2 3 4",
      none: "1 2 3 4",
    },
    {
      why: "dal segno without a segno leads nowhere",
      n: 2,
      marks: [jump(1, "dal-segno")],
      path: "1 2",
      none: "1 2",
    },
    {
      why: "repeats are not taken again after a jump",
      n: 3,
      marks: [backward(0), backward(1), jump(2, "da-capo")],
      path: "1 1 2 2 3 1 2 3",
      none: "1 2 3",
    },
    {
      why: "unless the sign says after-jump",
      n: 3,
      marks: [backward(0, 2, true), backward(1), jump(2, "da-capo")],
      path: "1 1 2 2 3 1 1 2 3",
      none: "1 2 3",
    },
    {
      why: "the last ending after a jump",
      n: 4,
      marks: [...ending([1], 1, 1), backward(1), ...ending([2], 2, 2), jump(3, "da-capo")],
      path: "1 2 1 3 4 1 3 4",
      none: "1 3 4",
    },
    {
      why: "the repeat at a da capo comes first",
      n: 2,
      marks: [backward(1), jump(1, "da-capo")],
      path: "1 2 1 2 1 2",
      none: "1 2",
    },
    {
      why: "a coda's own repeat is still to be played",
      n: 4,
      marks: [jump(0, "to-coda"), jump(1, "da-capo"), target(2, "coda"), forward(2), backward(3)],
      path: "1 2 1 3 4 3 4",
      none: "1 2 3 4",
    },
    {
      why: "dal segno in the first ending",
      n: 3,
      marks: [target(0, "segno"), ...ending([1], 1, 1), jump(1, "dal-segno"), ...ending([2], 2, 2)],
      path: "1 2 1 3",
      none: "1 3",
    },
    {
      why: "after Fine nothing",
      n: 3,
      marks: [jump(1, "fine"), jump(1, "da-capo")],
      path: "1 2 1 2",
      none: "1 2 3",
    },
  ])("plays in the written order: $why", ({ n, marks, path, none }) => {
    expect(order(n, marks)).toBe(path);
    expect(order(n, marks, "none")).toBe(none);
  });

  it("keeps the movements of one file apart: their numbers start again", () => {
    // I (4 measures, measure 3 and 4 repeated without a forward sign), II minuet with trio and da capo, III.
    const numbers = ["1", "2", "3", "4", "0", "1", "2", "3", "1", "2"];
    const path = (structure: MarkSpec[]) => {
      const score = buildScore({ measures: numbers.map((number) => ({ notes: "C4:4", number })), structure });
      return unfoldScore(score, { repeats: "written" })
        .visits.map((v) => v.measureIndex)
        .join(" ");
    };
    expect(path([jump(5, "fine"), jump(7, "da-capo")])).toBe("0 1 2 3 4 5 6 7 4 5 8 9");
    expect(path([jump(5, "fine"), jump(7, "da-capo"), jump(8, "fine")])).toBe("0 1 2 3 4 5 6 7 4 5 8 9");
    expect(path([backward(1), backward(5), backward(8)])).toBe("0 1 0 1 2 3 4 5 4 5 6 7 8 8 9");
    expect(path([target(1, "segno"), jump(7, "dal-segno")])).toBe("0 1 2 3 4 5 6 7 8 9");
    expect(path([forward(2), backward(5)])).toBe("0 1 2 3 4 5 2 3 4 5 6 7 8 9");
  });

  it("splits a measure at a repeat inside it", () => {
    const score = buildScore({
      measures: [{ notes: "C4:1 D4:1 E4:1 F4:1" }],
      structure: [{ at: [0, 2], kind: "repeat-backward", times: 2, afterJump: false }],
    });
    const { visits, notes, endQuarter } = unfoldScore(score, { repeats: "written" });
    expect(
      visits.map((v) => [
        toNumber(v.fromQuarter),
        toNumber(v.toQuarter),
        v.occurrence,
        toNumber(v.startQuarter),
      ]),
    ).toEqual([
      [0, 2, 1, 0],
      [0, 4, 2, 2],
    ]);
    expect(notes.map((n) => `${n.note.pitch.step}${n.pass}@${toNumber(n.onsetQuarter)}`).join(" ")).toBe(
      "C1@0 D1@1 C2@2 D2@3 E1@4 F1@5",
    );
    expect(toNumber(endQuarter)).toBe(6);
  });

  it("counts the occurrences of a measure without length too", () => {
    const score = buildScore({ measures: [{ notes: "C4" }, {}], structure: [backward(1)] });
    const { visits } = unfoldScore(score, { repeats: "written" });
    expect(visits.map((v) => [v.measureIndex, v.occurrence])).toEqual([
      [0, 1],
      [1, 1],
      [0, 2],
      [1, 2],
    ]);
  });

  it("keeps a measure whole where a mark inside it is passed over", () => {
    const score = buildScore({
      measures: [{ notes: "C4:1 D4:3" }],
      structure: [{ at: [0, 1], kind: "fine" }],
    });
    expect(unfoldScore(score, { repeats: "written" }).visits).toHaveLength(1);
  });

  it("takes a da capo set above the last note as standing at the measure's end", () => {
    const structure = [
      { at: [1, 3] as const, kind: "da-capo" },
      { at: [0, 2] as const, kind: "fine" },
    ];
    const score = buildScore({ measures: [{ notes: "C4:2 D4:2" }, { notes: "E4:3 F4:1" }], structure });
    const played = unfoldScore(score, { repeats: "written" })
      .notes.map((n) => n.note.pitch.step)
      .join("");
    expect(played).toBe("CDEFC");
  });

  it("puts grace notes at their main note, and after-graces at the measure's end, before the next measure", () => {
    const score = buildScore({
      measures: [{ notes: "(D4) C4:4 (B3)" }, { notes: "A3:4" }],
      structure: [backward(0)],
    });
    const { notes } = unfoldScore(score, { repeats: "written" });
    expect(notes.map((n) => `${n.note.pitch.step}${toNumber(n.onsetQuarter)}`).join(" ")).toBe(
      "D0 C0 B4 D4 C4 B8 A8",
    );
  });

  it("refuses to unfold past the limit, at the limit it still works", () => {
    const score = buildScore({ measures: [{ notes: "C4:4" }], structure: [backward(0, 10)] });
    const run = (unfoldedMeasure: number) => () =>
      unfoldScore(score, { repeats: "written", limits: { ...DEFAULT_LIMITS, unfoldedMeasure } }).visits
        .length;
    expect(run(10)()).toBe(10);
    expect(run(11)()).toBe(10);
    expect(run(9)).toThrowError(expect.objectContaining({ code: "LIMIT_EXCEEDED" }) as Error);
  });

  it("refuses more notes than the limit", () => {
    const score = buildScore({ measures: [{ notes: "C4:1 D4:1" }], structure: [backward(0, 3)] });
    const run = (note: number) => () =>
      unfoldScore(score, { repeats: "written", limits: { ...DEFAULT_LIMITS, note } });
    expect(run(6)().notes).toHaveLength(6);
    expect(run(5)).toThrowError(LeitmotionError);
  });

  it("is bounded however often a repeat is nested", () => {
    const structure = Array.from({ length: 40 }, (_, i) => [forward(i), backward(79 - i)]).flat();
    const score = buildScore({ measures: Array.from({ length: 80 }, () => ({ notes: "C4" })), structure });
    expect(() => unfoldScore(score, { repeats: "written" })).toThrowError(/unfoldedMeasure/);
  });

  it("gives empty lists for an empty score", () => {
    const unfolded = unfoldScore(buildScore({ measures: [] }), { repeats: "written" });
    expect([unfolded.visits, unfolded.notes, unfolded.sounding]).toEqual([[], [], []]);
  });
});

/** Legal structures: sections of measures, plain, repeated, or with endings, perhaps inside an outer repeat. */
const section = fc.oneof(
  fc.record({ kind: fc.constant("plain" as const), length: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    kind: fc.constant("repeat" as const),
    length: fc.integer({ min: 1, max: 3 }),
    times: fc.integer({ min: 2, max: 4 }),
  }),
  fc.record({
    kind: fc.constant("endings" as const),
    length: fc.integer({ min: 1, max: 2 }),
    endings: fc.integer({ min: 2, max: 4 }),
  }),
);

function layOut(sections: readonly (typeof section extends fc.Arbitrary<infer T> ? T : never)[]) {
  const structure: MarkSpec[] = [];
  const expected: number[] = [];
  let m = 0;
  for (const s of sections) {
    const body = Array.from({ length: s.length }, (_, i) => m + i);
    m += s.length;
    if (s.kind === "plain") expected.push(...body);
    if (s.kind === "repeat") {
      structure.push(...repeatMarks(body[0], m - 1, s.times));
      for (let i = 0; i < s.times; i++) expected.push(...body);
    }
    if (s.kind === "endings") {
      structure.push(forward(body[0]));
      for (let i = 1; i <= s.endings; i++, m++) {
        structure.push(...ending([i], m, m));
        if (i < s.endings) structure.push(backward(m));
        expected.push(...body, m);
      }
    }
  }
  structure.sort((a, b) => a.at[0] - b.at[0] || Number(a.at[1] === "end") - Number(b.at[1] === "end"));
  return { structure, expected, measureCount: m };
}

describe("laws of unfolding", () => {
  it("plays every section as often as it says, and every note at least once, onsets never decreasing", () => {
    fc.assert(
      fc.property(fc.array(section, { minLength: 1, maxLength: 6 }), (sections) => {
        const { structure, expected, measureCount } = layOut(sections);
        const score = buildScore({
          measures: Array.from({ length: measureCount }, () => ({ notes: "C4:1 D4:1" })),
          structure,
        });
        const { visits, notes, sounding } = unfoldScore(score, { repeats: "written" });
        expect(visits.map((v) => v.measureIndex)).toEqual(expected);
        expect(new Set(notes.map((n) => n.note.index)).size).toBe(score.notes.length);
        expect(
          notes.every((n, i) => i === 0 || compare(n.onsetQuarter, notes[i - 1].onsetQuarter) >= 0),
        ).toBe(true);
        expect(notes.every((n, i) => i === 0 || n.visitIndex >= notes[i - 1].visitIndex)).toBe(true);
        expect(sounding.flatMap((s) => s.members)).toHaveLength(notes.length);
      }),
    );
  });

  it("ends for any heap of marks, and with repeats left out plays no measure twice", () => {
    const kinds = [
      "repeat-forward",
      "repeat-backward",
      "ending-start",
      "ending-stop",
      "segno",
      "coda",
      "da-capo",
      "fine",
      "dal-segno",
      "to-coda",
    ];
    const mark = fc.record({
      at: fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom<(number | "end")[]>(0, 1, "end")),
      kind: fc.constantFrom(...kinds),
      times: fc.integer({ min: 0, max: 4 }),
      numbers: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
      afterJump: fc.boolean(),
      open: fc.boolean(),
      label: fc.constantFrom("", "a"),
    });
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 12 }), (structure) => {
        const ordered = structure.toSorted((a, b) => a.at[0] - b.at[0]);
        const score = buildScore({
          measures: Array.from({ length: 6 }, () => ({ notes: "C4:1 D4:1" })),
          structure: ordered,
        });
        expect(unfoldScore(score, { repeats: "written" }).visits.length).toBeGreaterThan(0);
        const { notes } = unfoldScore(score, { repeats: "none" });
        expect(notes.every((n) => n.pass === 1)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
