import { describe, expect, it } from "vitest";
import { fraction, ZERO } from "../../../src/core/fraction.js";
import type { NotatedNote, Score } from "../../../src/core/score.js";
import type { ClefChange } from "../../../src/core/scoreMarks.js";
import { buildScore, withNote } from "../../score/scoreBuilder.js";
import { gist, madeGeometry, row, solve, solveGeometry } from "./madeGeometry.js";

const all = (certainty: string, count: number) =>
  Array.from({ length: count }, (_, k) => `${k} ${certainty}`);
const clef = (sign: string, line: number | null, staff = 1, more: Partial<ClefChange> = {}): ClefChange => ({
  measureIndex: 0,
  measureQuarter: ZERO,
  sign,
  line,
  octaveChange: 0,
  partIndex: 0,
  staff,
  ...more,
});
const change = (score: Score, fields: Record<number, Partial<NotatedNote>>): Score =>
  Object.entries(fields).reduce((changed, [note, more]) => withNote(changed, Number(note), more), score);

/** E4 is step 0 under a treble clef. */
const SCALE = buildScore({ measures: [{ notes: "E4 F4 G4 A4" }, { notes: "B4 A4 G4 F4" }] });
const SCALE_HEADS = [...row(2, [0, 1, 2, 3]), ...row(22, [4, 3, 2, 1])];

describe("heads of one voice", () => {
  it("are the notes in their order, and proved", () => {
    const solution = solve(SCALE, [{ bars: [20, 40], heads: SCALE_HEADS }]);
    expect(gist(solution)).toEqual(all("proved", 8));
    expect(solution.doubts).toEqual([]);
    expect(solution.isSamePiece).toBe(true);
    expect(solution.measuresOf).toEqual([[[0], [1]]]);
  });

  it("are told from accidentals that stand on the same steps", () => {
    const sharps = SCALE_HEADS.filter((_, k) => k % 2 === 0).map((head) => {
      return { ...head, x: head.x - 1.2, form: "sharp" as const };
    });
    expect(gist(solve(SCALE, [{ bars: [20, 40], heads: [...SCALE_HEADS, ...sharps] }]))).toEqual(
      all("proved", 8),
    );
  });

  it("follow clefs and octave lines where these begin", () => {
    const score = buildScore({
      measures: [{ notes: "C3 E3 C5 C6" }],
      more: {
        clefs: [clef("F", 4), clef("G", 2, 1, { measureQuarter: fraction(2) })],
        octaveShifts: [
          {
            measureIndex: 0,
            measureQuarter: fraction(3),
            partIndex: 0,
            staff: 1,
            kind: "down",
            size: 8,
            number: 1,
          },
        ],
      },
    });
    // C3 lies in the second space of the bass clef, C5 in the third of the treble clef, and so does C6 under 8va.
    expect(gist(solve(score, [{ bars: [20], heads: row(2, [3, 5, 5, 5]) }]))).toEqual(all("proved", 4));
  });

  it("stand on one-line staves where the program puts them", () => {
    const score = buildScore({
      measures: [{ notes: "E4 E4 E4 E4" }, { notes: "E4 E4" }],
      more: {
        staffLines: [{ measureIndex: 0, measureQuarter: ZERO, partIndex: 0, staff: null, lineCount: 1 }],
      },
    });
    const heads = [...row(2, [2, 2, 2, 2]), ...row(22, [2, 2], { form: "black" })];
    expect(gist(solve(score, [{ staves: [1], bars: [20, 40], heads }]))).toEqual(all("proved", 6));
  });

  it("are not looked for where they are hidden, and taken where `none` is drawn all the same", () => {
    const hidden = change(SCALE, { 2: { printed: false }, 5: { notehead: "none" } });
    const without = SCALE_HEADS.filter((_, k) => k !== 2);
    expect(gist(solve(hidden, [{ bars: [20, 40], heads: without }]))).toEqual(
      ["0", "1", null, "2", "3", "4", "5", "6"].map((shape) => (shape === null ? "none" : `${shape} proved`)),
    );
    const neither = SCALE_HEADS.filter((_, k) => k !== 2 && k !== 5);
    const { heads, expected, doubts } = solve(hidden, [{ bars: [20, 40], heads: neither }]);
    expect(heads.map((head) => head.noteIndex)).toEqual([0, 1, 3, 4, 6, 7]);
    expect(expected).toEqual([0, 1, 3, 4, 6, 7]);
    expect(doubts).toEqual([]);
  });

  it("on tablature staves are not read, and each is named", () => {
    const score = { ...SCALE, clefs: [clef("TAB", 5)] };
    const { heads, doubts } = solve(score, [{ bars: [20, 40], heads: SCALE_HEADS }]);
    expect(heads).toEqual([]);
    expect(doubts.filter(({ kind }) => kind === "missing").map(({ noteIndex }) => noteIndex)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7,
    ]);
  });
});

describe("chords, voices and graces", () => {
  it("in seconds are displaced, and still one chord", () => {
    const score = buildScore({ measures: [{ notes: "[E4 F4 G4]:1 [A4 B4]:1 E4:2" }] });
    const heads = [
      ...[0, 2].map((step) => ({ x: 2, step })),
      { x: 3.1, step: 1, stem: "none" as const },
      { x: 6, step: 3 },
      { x: 7.1, step: 4, stem: "none" as const },
      { x: 12, step: 0, form: "half" as const },
    ];
    // The displaced head hangs on the same stem: its left edge is at the others' right.
    expect(gist(solve(score, [{ bars: [20], heads }]))).toEqual(
      ["0", "2", "1", "3", "4", "5"].map((shape) => `${shape} proved`),
    );
  });

  const twoVoices = buildScore({ measures: [{ notes: ["A4:1 B4:1 C5:2", "A4:2 A4:2"] }] });

  it("on one head share it, proved by its two stems", () => {
    const score = change(twoVoices, { 3: { noteType: "quarter" } });
    const stems = (stem: "both" | "up") => [
      { x: 2, step: 3, stem },
      { x: 6, step: 4 },
      { x: 11, step: 5, form: "half" as const },
      { x: 11, step: 3, form: "half" as const, stem: "down" as const },
    ];
    expect(gist(solve(score, [{ bars: [20], heads: stems("both") }]))).toEqual([
      "0 proved",
      "1 proved",
      "2 proved",
      "0 proved",
      "3 proved",
    ]);
    // With one stem, the other voice's head may be missing: both notes there are open, and that voice's next A.
    expect(gist(solve(score, [{ bars: [20], heads: stems("up") }]))).toEqual([
      "0 ambiguous",
      "1 proved",
      "2 proved",
      "0 ambiguous",
      "3 ambiguous",
    ]);
  });

  it("on two heads drawn over each other share that place; where one is gone, it is missed", () => {
    const score = buildScore({ measures: [{ notes: ["A4 B4 A4 B4", "A4 B4 A4 B4"] }] });
    const chord = (x: number, step: number) => (["up", "down"] as const).map((stem) => ({ x, step, stem }));
    const heads = [...chord(2, 3), ...chord(6, 4), ...chord(10, 3), ...chord(14, 4)];
    const certainties = (drawn: typeof heads) =>
      solve(score, [{ bars: [20], heads: drawn }]).heads.map(({ certainty }) => certainty);
    expect(certainties(heads)).toEqual(Array.from({ length: 8 }, () => "proved"));
    const oneLess = [{ ...heads[0], stem: "both" as const }, ...heads.slice(2)] as typeof heads;
    expect(certainties(oneLess)).toEqual(
      [0, 1, 0, 1, 0, 1, 0, 1].map((odd) => (odd ? "proved" : "ambiguous")),
    );
  });

  it("on two heads are told apart by class", () => {
    const heads = [
      { x: 3.2, step: 3 },
      { x: 6, step: 4 },
      { x: 11, step: 5, form: "half" as const },
      { x: 2, step: 3, form: "half" as const, stem: "down" as const },
      { x: 11, step: 3, form: "half" as const, stem: "down" as const },
    ];
    expect(gist(solve(twoVoices, [{ bars: [20], heads }]))).toEqual(all("proved", 5));
  });

  const equal = change(twoVoices, { 3: { noteType: "quarter" } });

  it.each([
    { why: "side by side, the upper voice right", up: 3.2, down: 2 },
    { why: "side by side, the upper voice left", up: 2, down: 3.2 },
    { why: "overlapping", up: 2.35, down: 2 },
  ])("on two equal heads ($why) are told apart by their stems", ({ up, down }) => {
    const heads = [
      { x: up, step: 3, stem: "up" as const },
      { x: 6, step: 4 },
      { x: 11, step: 5, form: "half" as const },
      { x: down, step: 3, stem: "down" as const },
      { x: 11, step: 3, form: "half" as const, stem: "down" as const },
    ];
    expect(gist(solve(equal, [{ bars: [20], heads }]))).toEqual(all("proved", 5));
  });

  it("on two whole notes are ambiguous, and these alone", () => {
    const score = buildScore({ measures: [{ notes: ["A4:4", "A4:4", "C4:1 D4:1 C4:1 D4:1"] }] });
    const heads = [
      { x: 2, step: 3, form: "whole" as const },
      { x: 3.8, step: 3, form: "whole" as const },
      ...row(2, [-2, -1, -2, -1], { stem: "down" }),
    ];
    const certainties = solve(score, [{ bars: [20], heads }]).heads.map((head) => head.certainty);
    expect(certainties).toEqual(["ambiguous", "ambiguous", "proved", "proved", "proved", "proved"]);
  });

  it("in small heads are graces, which come before their notes", () => {
    const score = buildScore({ measures: [{ notes: "A4:2 (A4) (B4) A4:2" }] });
    const heads = [
      { x: 2, step: 3, form: "half" as const },
      { x: 7, step: 3, form: "grace" as const, stem: "up" as const },
      { x: 8.5, step: 4, form: "grace" as const, stem: "up" as const },
      { x: 10, step: 3, form: "half" as const },
    ];
    expect(gist(solve(score, [{ bars: [20], heads }]))).toEqual(all("proved", 4));
  });
});

describe("heads beside their place", () => {
  it("just before the bar line are the grace of the next measure, which is likely", () => {
    const score = buildScore({
      measures: [{ notes: "(D4) E4 (E4) F4 G4 A4" }, { notes: "(C5) B4 A4 G4 F4" }],
    });
    const grace = (x: number, step: number) => ({ x, step, form: "grace" as const, stem: "up" as const });
    const heads = [grace(0.5, -1), { x: 2, step: 0 }, grace(4.5, 0), ...row(6, [1, 2, 3]), grace(18.5, 5)];
    const solution = solve(score, [{ bars: [20, 40], heads: [...heads, ...row(22, [4, 3, 2, 1])] }]);
    expect(gist(solution)).toEqual(all("likely", 11));
    expect(solution.heads[6].method).toBe("rescued");
  });

  it("of a measure that is broken over two lines are found", () => {
    const solution = solve(SCALE, [
      { bars: [20, 30], heads: SCALE_HEADS.slice(0, 6) },
      { bars: [12], heads: row(2, [2, 1]) },
    ]);
    expect(gist(solution)).toEqual(all("likely", 8));
    expect(solution.measuresOf).toEqual([[[0], [1]], [[1]]]);
    expect(solution.doubts.map(({ kind }) => kind)).toEqual(["cut", "cut"]);
  });

  it("far below, nearer to the next system, are found by their step", () => {
    const score = buildScore({ measures: [{ notes: "E4 F4 B2 A4" }, { notes: "E4 F4 G4 A4" }] });
    const geometry = madeGeometry([
      { bars: [20], heads: row(2, [0, 1, -10, 3]) },
      { bars: [20], heads: row(2, [0, 1, 2, 3]) },
    ]);
    // Close systems: the low note was counted to the second one, where it is no step at all.
    const candidates = geometry.candidates.map((head) => {
      const readings = [{ staff: 0, step: 20, deviation: 0, hasLedgers: false }];
      return head.shape === 2 ? { ...head, system: 1, readings } : head;
    });
    const solution = solveGeometry(score, { ...geometry, candidates });
    expect(gist(solution)).toEqual(all("likely", 8));
    expect(solution.heads[2].method).toBe("rescued");
  });

  it("drawn on the part's other staff are read with the clef there", () => {
    const score = change(
      {
        ...buildScore({ measures: [{ notes: ["E5 D5 C4 D5", "C3:4"] }] }),
        clefs: [clef("G", 2, 1), clef("F", 4, 2)],
      },
      { 4: { staff: 2 } },
    );
    const twoStaves = { ...score, parts: score.parts.map((part) => ({ ...part, staffCount: 2 })) };
    // C4 is step -2 on the upper staff; it stands on the ledger line above the lower one, step 10.
    const heads = [
      { x: 2, step: 7 },
      { x: 6, step: 6 },
      { x: 10, step: 10, staff: 1 },
      { x: 14, step: 6 },
      { x: 2, step: 3, staff: 1, form: "whole" as const },
    ];
    const solution = solve(twoStaves, [{ staves: [5, 5], bars: [20], heads }]);
    expect(gist(solution)).toEqual(all("likely", 5));
    expect(solution.heads[2]).toMatchObject({ method: "rescued", shape: 2 });
  });
});

describe("bars and staves", () => {
  const part = (...notes: string[]) => notes.map((text) => ({ notes: text }));

  it("of hidden empty staves are left out, system by system", () => {
    const score = buildScore({
      parts: [
        part("E4 F4 G4 A4", "r:4", "B4 A4 G4 F4"),
        part("r:4", "E4 E4 F4 F4", "r:4"),
        part("G4 G4 G4 G4", "A4 A4 A4 A4", "B4 B4 B4 B4"),
      ],
    });
    const two = [5, 5];
    const system = (upper: number[], lower: number[]) => ({
      staves: two,
      bars: [20],
      heads: [...row(2, upper), ...row(2, lower, { staff: 1 })],
    });
    const solution = solve(score, [
      system([0, 1, 2, 3], [2, 2, 2, 2]),
      system([0, 0, 1, 1], [3, 3, 3, 3]),
      system([4, 3, 2, 1], [4, 4, 4, 4]),
    ]);
    expect(solution.staffOf).toEqual([
      [0, 2],
      [1, 2],
      [0, 2],
    ]);
    expect(solution.heads.every(({ certainty }) => certainty === "proved")).toBe(true);
    expect(
      gist(solution)
        .slice(0, 9)
        .map((text) => Number.parseInt(text, 10)),
    ).toEqual([0, 1, 2, 3, 16, 17, 18, 19, 8]);
  });

  it("of several empty measures may be one long rest", () => {
    const score = buildScore({ measures: part("E4 F4 G4 A4", "r:4", "r:4", "r:4", "B4 A4 G4 F4") });
    const solution = solve(score, [
      { bars: [20, 30, 50], heads: [...row(2, [0, 1, 2, 3]), ...row(32, [4, 3, 2, 1])] },
    ]);
    expect(solution.measuresOf).toEqual([[[0], [1, 2, 3], [4]]]);
    expect(gist(solution)).toEqual(all("proved", 8));
  });

  it("behind the last bar line may be one more interval without music", () => {
    const solution = solve(SCALE, [{ bars: [20, 40, 45], heads: SCALE_HEADS }]);
    expect(solution.measuresOf).toEqual([[[0], [1], []]]);
    expect(gist(solution)).toEqual(all("proved", 8));
  });

  it("that a measure is missing from leave everything unproved, and name it", () => {
    const score = buildScore({ measures: part("E4 F4 G4 A4", "C5 C5 D5 D5", "B4 A4 G4 F4") });
    const solution = solve(score, [{ bars: [20, 40], heads: SCALE_HEADS }]);
    expect(gist(solution)).toEqual([
      ...all("likely", 4),
      ...Array.from({ length: 4 }, () => "none"),
      "4 likely",
      "5 likely",
      "6 likely",
      "7 likely",
    ]);
    expect(solution.doubts[0]).toMatchObject({ kind: "lost", measureIndex: 1 });
  });

  it("of pages in the wrong order are put in order", () => {
    const page = (number: number, steps: number[]) => ({ page: number, bars: [20], heads: row(2, steps) });
    const score = buildScore({ measures: part("E4 F4 G4 A4", "C5 D5 E5 F5", "G4 E4 G4 E4") });
    const solution = solve(score, [page(0, [5, 6, 7, 8]), page(1, [0, 1, 2, 3]), page(2, [2, 0, 2, 0])]);
    expect(solution.pageOrder).toEqual([1, 0, 2]);
    expect(gist(solution).map((text) => Number.parseInt(text, 10))).toEqual([
      4, 5, 6, 7, 0, 1, 2, 3, 8, 9, 10, 11,
    ]);
    expect(solution.heads.every(({ certainty }) => certainty === "proved")).toBe(true);
    expect(solution.doubts.map(({ kind }) => kind)).toEqual(["page-order", "page-order"]);
  });

  it("of one page of several are placed where they belong, unproved", () => {
    const score = buildScore({ measures: part("E4 F4 G4 A4", "C5 D5 E5 F5", "G4 E4 G4 E4") });
    const solution = solve(score, [{ bars: [20], heads: row(2, [5, 6, 7, 8]) }]);
    expect(solution.measuresOf).toEqual([[[1]]]);
    expect(solution.heads.map(({ noteIndex, shape }) => [noteIndex, shape])).toEqual([
      [4, 0],
      [5, 1],
      [6, 2],
      [7, 3],
    ]);
    expect(solution.heads.some(({ certainty }) => certainty === "proved")).toBe(false);
  });

  it("of another piece are recognised as such, and nothing is proved", () => {
    const solution = solve(SCALE, [{ bars: [20, 40], heads: row(2, [8, 5, 9, -2, -1, 6, 8, 9], {}, 4.6) }]);
    expect(solution.isSamePiece).toBe(false);
    expect(solution.heads.some(({ certainty }) => certainty === "proved")).toBe(false);
    expect(solution.doubts[0].kind).toBe("other-piece");
  });
});
