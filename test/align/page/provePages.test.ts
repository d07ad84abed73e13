/** Single faults of page and score: whatever is wrong, the notes concerned are not proved, and no other head is either. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Score } from "../../../src/core/score.js";
import { buildScore, withNote } from "../../score/scoreBuilder.js";
import { type HeadSpec, row, type SystemSpec, solve } from "./madeGeometry.js";

const part = (...notes: (string | string[])[]) => notes.map((text) => ({ notes: text }));
const SCORE = buildScore({
  parts: [
    part("E4 F4 [G4 B4]:1 A4", "(C5) B4:1 A4:1/2 G4:1/2 F4:2", "E4 E4 F4 F4", "A4:2 G4:2", "G4 A4 B4 C5"),
    part(["G4 A4 B4 C5", "G4:2 E4:2"], "C4:4", "G4 F4 G4 F4", "E4 C5 D5 E5", "F4:2 F4:2"),
  ],
});
const upper: HeadSpec[][] = [
  [...row(2, [0, 1, 2, 3]), { x: 10, step: 4, stem: "none" }],
  [{ x: 2, step: 5, form: "grace", stem: "up" }, ...row(4, [4, 3, 2]), { x: 15, step: 1, form: "half" }],
  row(2, [0, 0, 1, 1]),
  row(2, [3, 2], { form: "half" }, 8),
  row(2, [2, 3, 4, 5]),
];
const lower: HeadSpec[][] = [
  [
    ...row(3.2, [2, 3, 4, 5]),
    { x: 2, step: 2, form: "half", stem: "down" },
    { x: 11.2, step: 0, form: "half", stem: "down" },
  ],
  [{ x: 4, step: -2, form: "whole" }],
  row(2, [2, 1, 2, 1]),
  row(2, [0, 5, 6, 7]),
  row(2, [1, 1], { form: "half" }, 8),
];
interface Drawn {
  readonly head: HeadSpec;
  readonly bar: number;
}

const DRAWN: Drawn[] = [upper, lower].flatMap((bars, staff) =>
  bars.flatMap((heads, bar) => heads.map((head) => ({ head: { ...head, staff }, bar }))),
);

/** Two pages: three bars and two. */
function systems(drawn: readonly Drawn[]): { specs: SystemSpec[]; order: Drawn[] } {
  const inSystem = (page: number) => drawn.filter(({ bar }) => (bar < 3 ? 0 : 1) === page);
  const place = ({ head, bar }: Drawn): HeadSpec => ({ ...head, x: head.x + 20 * (bar % 3) });
  const specs = [0, 1].map((page) => ({
    page,
    staves: [5, 5],
    bars: page === 0 ? [20, 40, 60] : [20, 40],
    heads: inSystem(page).map(place),
  }));
  return { specs, order: [...inSystem(0), ...inSystem(1)] };
}

/** The drawn head of each proved note. */
function proved(score: Score, drawn: readonly Drawn[]): Map<number, Drawn> {
  const { specs, order } = systems(drawn);
  const heads = solve(score, specs).heads.filter(({ certainty }) => certainty === "proved");
  return new Map(heads.map(({ noteIndex, shape }) => [noteIndex, order[shape]]));
}

const RIGHT = proved(SCORE, DRAWN);
const anyHead = fc.integer({ min: 0, max: DRAWN.length - 1 });
const anyNote = fc.integer({ min: 0, max: SCORE.notes.length - 1 });

/** Every proved note has the head that it has on the sound page; those concerned are not proved. */
function expectHonest(found: Map<number, Drawn>, concerned: ReadonlySet<Drawn> | ReadonlySet<number>): void {
  for (const [note, drawn] of found) {
    expect(drawn.head).toEqual(RIGHT.get(note)?.head);
    expect(
      (concerned as ReadonlySet<unknown>).has(note) || (concerned as ReadonlySet<unknown>).has(drawn),
    ).toBe(false);
  }
}

describe("on a sound page", () => {
  it("every note is proved", () => {
    expect(RIGHT.size).toBe(SCORE.notes.length);
  });
});

describe("on a page with one fault", () => {
  it("no note without its head is proved", () => {
    fc.assert(
      fc.property(anyHead, (k) => {
        expectHonest(proved(SCORE, DRAWN.toSpliced(k, 1)), new Set([DRAWN[k]]));
      }),
      { numRuns: 30 },
    );
  });

  it.each(["stroke", "sharp"] as const)(
    "no %s that lies on a missing head's step proves its note",
    (form) => {
      for (const [k, { head, bar }] of DRAWN.entries()) {
        if (head.form !== "grace" && head.form !== "whole") continue;
        const stranger = { bar, head: { ...head, form } };
        expectHonest(proved(SCORE, DRAWN.with(k, stranger)), new Set([stranger]));
      }
    },
  );

  it("no head that is drawn twice proves a note on its page", () => {
    const shift = fc.record({
      x: fc.constantFrom(-1.2, 0.6, 1.2, 2.4, 4),
      step: fc.integer({ min: -2, max: 2 }),
    });
    fc.assert(
      fc.property(anyHead, shift, (k, { x, step }) => {
        const { head, bar } = DRAWN[k];
        const twin = { bar, head: { ...head, x: head.x + x, step: head.step + step } };
        const found = proved(SCORE, [...DRAWN, twin]);
        const onPage = DRAWN.filter((drawn) => drawn.bar < 3 === bar < 3);
        expectHonest(found, new Set(onPage));
      }),
      { numRuns: 40 },
    );
  });

  it("no note is proved by a head that has moved to another step", () => {
    fc.assert(
      fc.property(anyHead, fc.constantFrom(-2, -1, 1, 2, 7), (k, step) => {
        const { head, bar } = DRAWN[k];
        const moved = { bar, head: { ...head, step: head.step + step } };
        const found = proved(SCORE, DRAWN.with(k, moved));
        expectHonest(found, new Set([moved]));
      }),
      { numRuns: 40 },
    );
  });
});

describe("for a score with one fault", () => {
  it("no note with another pitch is proved", () => {
    fc.assert(
      fc.property(anyNote, fc.constantFrom("C4", "D5", "F4", "A4", "G5"), (k, name) => {
        const pitch = { step: name[0] as "C", alter: 0, octave: Number(name[1]) };
        const { step, octave } = SCORE.notes[k].pitch;
        fc.pre(step !== pitch.step || octave !== pitch.octave);
        expectHonest(proved(withNote(SCORE, k, { pitch }), DRAWN), new Set([k]));
      }),
      { numRuns: 40 },
    );
  });

  it("no two notes of a voice that changed places are proved", () => {
    fc.assert(
      fc.property(anyNote, anyNote, (a, b) => {
        const [first, second] = [SCORE.notes[a], SCORE.notes[b]];
        const isSameVoice = first.partIndex === second.partIndex && first.voice === second.voice;
        fc.pre(isSameVoice && first.measureIndex === second.measureIndex);
        fc.pre(
          first.measureQuarter.num / first.measureQuarter.den !==
            second.measureQuarter.num / second.measureQuarter.den,
        );
        fc.pre(first.pitch.step !== second.pitch.step || first.pitch.octave !== second.pitch.octave);
        const changed = withNote(withNote(SCORE, a, { pitch: second.pitch }), b, { pitch: first.pitch });
        expectHonest(proved(changed, DRAWN), new Set([a, b]));
      }),
      { numRuns: 30 },
    );
  });

  it("no note of another length is proved, unless its head is the only one of its form", () => {
    fc.assert(
      fc.property(anyNote, (k) => {
        fc.pre(SCORE.notes[k].grace === null);
        const noteType = SCORE.notes[k].durationQuarter.num === 2 ? "quarter" : "half";
        const found = proved(withNote(SCORE, k, { noteType }), DRAWN);
        expectHonest(found, new Set([k]));
      }),
      { numRuns: 40 },
    );
  });
});

it("is the same whatever the order of drawing", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(DRAWN, { minLength: DRAWN.length }), (drawn) => {
      expect(proved(SCORE, drawn)).toEqual(RIGHT);
    }),
    { numRuns: 20 },
  );
});
