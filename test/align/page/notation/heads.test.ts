import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildScore, withNote } from "../../../score/scoreBuilder.js";
import { line } from "../drawnPage.js";
import { dot, headAt, polygon, readDrawn, short, sign, stemAt, thing, typed, yOf } from "./drawnNotation.js";

const one = (notes: string) => buildScore({ measures: [{ notes }] });

describe("ledger lines", () => {
  it("know the heads that need them, and leave a tenuto alone", () => {
    const { named } = readDrawn(withNote(one("[A5 C6]:4"), 0, { articulations: ["tenuto"] }), [
      headAt(300, 10, 0),
      headAt(300, 12, 1),
      thing("first", line(291, 190, 309, 190, 1.5)),
      thing("second", line(291, 180, 309, 180, 1.5)),
      thing("tenuto", line(294, 170, 306, 170, 1.5)),
    ]);
    expect(short(named.first)).toBe("staves - 0+1");
    expect(short(named.second)).toBe("staves - 1");
    expect(named.first.staff).toBe(null);
    expect(short(named.tenuto)).toBe("other - 0");
  });
});

describe("accidentals", () => {
  const flat = (x: number, y: number) => sign(x, y - 5.3, 9, 25);
  const natural = (x: number, y: number) => sign(x, y, 6.5, 27);

  it("go to the note that has them, by their form where two heads are as near", () => {
    let score = one("[A4 B4]:2 A4:1 B4:1");
    for (const [note, accidental] of [
      [0, "flat"],
      [1, "natural"],
      [2, "flat"],
      [3, "natural"],
    ] as const)
      score = withNote(score, note, { accidental });
    const { named } = readDrawn(score, [
      headAt(300, 3, 0),
      headAt(310.8, 4, 1),
      thing("flat", flat(278, yOf(3))),
      thing("natural", natural(288, yOf(4))),
      headAt(500, 3, 2),
      thing("second flat", flat(486, yOf(3))),
      headAt(600, 4, 3),
      thing("second natural", natural(588, yOf(4))),
    ]);
    expect(short(named.flat)).toBe("noteheads accidental 0");
    expect(short(named.natural)).toBe("noteheads accidental 1");
  });

  it("take the parentheses around them along", () => {
    const paren = (x: number, way: number) =>
      polygon([x, 204], [x + 3 * way, 212], [x + 3 * way, 222], [x, 230], [x + 1.5 * way, 217]);
    const { named } = readDrawn(withNote(one("A4:4"), 0, { accidental: "natural" }), [
      headAt(300, 3, 0),
      thing("left", paren(278, -1)),
      thing("sign", natural(283, yOf(3))),
      thing("right", paren(288, 1)),
    ]);
    for (const name of ["left", "sign", "right"]) expect(short(named[name])).toBe("noteheads accidental 0");
  });

  it("are none where no head follows on their step", () => {
    const { named } = readDrawn(withNote(one("A4:4"), 0, { accidental: "natural" }), [
      headAt(300, 3, 0),
      thing("other", natural(286, yOf(6))),
    ]);
    expect(named.other.group).toBe(null);
  });
});

describe("dots", () => {
  it("stand beside a head in a space, above a head on a line, and right of both heads of a second", () => {
    const { named } = readDrawn(typed(one("[E4 F4]:3 G4:3"), "half.", "half.", "half."), [
      headAt(300, 0, 0),
      headAt(310.8, 1, 1),
      thing("below", dot(322, 235 + 10)),
      thing("beside", dot(322, 235)),
      headAt(500, 2, 2),
      thing("above", dot(512, 225)),
    ]);
    expect(short(named.beside)).toBe("noteheads dots 1");
    expect(short(named.below)).toBe("noteheads dots 0");
    expect(short(named.above)).toBe("noteheads dots 2");
  });

  it("of a staccato, of a note without dots and of a repeat are none", () => {
    const score = withNote(typed(one("E4:1 E4:3"), "quarter", "half."), 0, { articulations: ["staccato"] });
    const { named } = readDrawn(score, [
      headAt(300, 0, 0),
      stemAt("s", 305.4, 205, 240),
      thing("staccato", dot(300, 250)),
      thing("stray", dot(311, 240)),
      thing("upper", dot(888, 215)),
      thing("lower", dot(888, 225)),
    ]);
    expect(short(named.staccato)).toBe("other - 0");
    expect(named.stray.group).toBe(null);
    expect(short(named.upper)).toBe("barlines -");
    expect(short(named.lower)).toBe("barlines -");
  });
});

describe("slurs and ties", () => {
  const arch = (x1: number, x2: number, y: number, rise: number) => {
    const width = x2 - x1;
    return (
      `<path d="M${x1} ${y}c${width / 3} ${rise} ${(2 * width) / 3} ${rise} ${width} 0` +
      `c${-width / 3} ${rise + 3} ${(-2 * width) / 3} ${rise + 3} ${-width} 0z"/>`
    );
  };

  it("know the note at their left end, and outlines around them are drawn along", () => {
    let score = one("E4:1~ ~E4:1 G4:1 B4:1");
    score = withNote(score, 2, { slurStart: 1 });
    const { named } = readDrawn(score, [
      headAt(200, 0, 0),
      headAt(400, 0, 1),
      headAt(600, 2, 2),
      headAt(800, 4, 3),
      thing("tie", arch(205, 395, 247, 12)),
      thing("slur", arch(600, 800, 190, -25)),
      thing("rim", arch(600, 800, 190, -25).replace("/>", ' fill="none" stroke="#000"/>')),
    ]);
    expect(short(named.tie)).toBe("slurs-ties - 0");
    expect(short(named.slur)).toBe("slurs-ties - 2");
    expect(short(named.rim)).toBe("slurs-ties - 2");
  });
});

it("reads the same whatever is drawn first", () => {
  const things = [
    headAt(300, 0, 0),
    stemAt("stem", 305.4, 205, 240),
    thing("flag", polygon([306, 205], [315, 223], [313, 233], [312, 223], [306, 214])),
    thing("dot", dot(312, 235)),
    headAt(500, 12, 1),
    thing("first", line(491, 190, 509, 190, 1.5)),
    thing("second", line(491, 180, 509, 180, 1.5)),
    thing("mark", sign(500, 160, 12, 9)),
  ];
  const score = typed(one("E4:3/4 C6:1"), "eighth.", "quarter");
  const { named } = readDrawn(score, things);
  expect(short(named.dot)).toBe("noteheads dots 0");
  fc.assert(
    fc.property(
      fc.shuffledSubarray(things, { minLength: things.length }),
      fc.boolean(),
      (shuffled, drawFirst) => {
        expect(readDrawn(score, shuffled, { drawFirst }).named).toEqual(named);
      },
    ),
    { numRuns: 20 },
  );
});
