import { describe, expect, it } from "vitest";
import { readGeometry } from "../../../src/align/page/readGeometry.js";
import { bar, drawnPage, geometryOf, head, line, lines, shapeOf } from "./drawnPage.js";

const heights = [100, 110, 120, 130, 140];

describe("a staff", () => {
  it.each([
    { why: "five strokes", things: lines(100, 100, 900) },
    {
      why: "filled rectangles",
      things: heights.map((y) => `<rect x="100" y="${y - 0.5}" width="800" height="1"/>`),
    },
    {
      why: "polylines",
      things: heights.map(
        (y) => `<polyline points="100,${y} 500,${y} 900,${y}" fill="none" stroke="#000" stroke-width="1"/>`,
      ),
    },
    {
      why: "one path of five strokes",
      things: [
        `<path d="${heights.map((y) => `M100 ${y}H900`).join("")}" fill="none" stroke="#000" stroke-width="1"/>`,
      ],
    },
    {
      why: "one path of five filled areas",
      things: [`<path d="${heights.map((y) => `M100 ${y - 0.5}h800v1h-800z`).join("")}"/>`],
    },
    {
      why: "round ends",
      things: heights.map(
        (y) => `<line x1="100" y1="${y}" x2="900" y2="${y}" stroke="#000" stroke-linecap="round"/>`,
      ),
    },
    {
      why: "pieces cut at bars, with gaps of the line's thickness",
      things: heights.flatMap((y) => [line(100, y, 300, y), line(301, y, 550, y), line(550, y, 900, y)]),
    },
  ])("is found when drawn as $why", ({ things }) => {
    const [staff] = geometryOf(things).systems[0].staves;
    expect([staff.top, staff.bottom, staff.space, staff.lineCount]).toEqual([100, 140, 10, 5]);
    expect(Math.abs(staff.left - 100) + Math.abs(staff.right - 900)).toBeLessThan(2);
    expect(staff.shapes).toEqual(drawnPage(things).flat.shapes.map((_, i) => i));
  });

  it("of rounded coordinates has the mean distance of its lines", () => {
    const things = [100, 107, 115, 122, 130].map((y) => line(100, y, 900, y));
    expect(geometryOf(things).systems[0].staves[0].space).toBe(7.5);
  });

  it("drawn twice is one", () => {
    expect(geometryOf([...lines(100, 100, 900), ...lines(100, 100, 900)]).systems[0].staves).toHaveLength(1);
  });

  it("of tablature is found though its lines are cut for the numbers", () => {
    const cut = (y: number) => [line(100, y, 280, y), line(304, y, 580, y), line(604, y, 900, y)];
    const things = [0, 1, 2, 3, 4, 5].flatMap((i) =>
      i % 2 === 0 ? cut(100 + 15 * i) : lines(100, 100 + 15 * i, 900, 1),
    );
    const { systems } = geometryOf([...things, bar(500, 100, 175)]);
    expect(systems.map(({ staves }) => [staves[0].lineCount, staves[0].left, staves[0].right])).toEqual([
      [6, 100, 900],
    ]);
  });

  it("of six lines is one tablature, not a staff and a line", () => {
    const { systems } = geometryOf(lines(100, 100, 900, 6, 15));
    expect(systems.map((system) => system.staves[0].lineCount)).toEqual([6]);
  });
});

describe("no staff", () => {
  it.each([
    { why: "four lines, as long as all staves have five", things: lines(100, 100, 900, 4) },
    { why: "a ruled sheet", things: lines(100, 100, 900, 30) },
    { why: "five beams", things: lines(100, 100, 300, 5, 7.5).map((text) => text.replace('"1"', '"5"')) },
    {
      why: "five lines of different lengths",
      things: [0, 1, 2, 3, 4].map((i) => line(100, 100 + 10 * i, 500 + 90 * i, 100 + 10 * i)),
    },
    { why: "words alone", things: ['<text x="100" y="100" font-size="40">Trio</text>'] },
    { why: "nothing at all", things: [] },
  ])("is made of $why", ({ things }) => {
    expect(geometryOf(things).systems).toEqual([]);
  });

  it("is made of five ledger lines that neighbouring notes share", () => {
    const ledger = [0, 1, 2, 3, 4].map((i) => line(300, 60 + 10 * i, 400, 60 + 10 * i));
    expect(shapeOf(geometryOf([...lines(100, 110, 900), ...ledger]))).toEqual(["1: 800"]);
  });

  it("is made of one-line staves at equal distances", () => {
    const things = [1, 2, 3, 4, 5].flatMap((i) => [line(100, 100 * i, 900, 100 * i), bar(500, 100 * i - 20)]);
    expect(geometryOf(things).systems).toEqual([]);
  });
});

describe("staves of fewer lines", () => {
  const drum = [line(100, 250, 900, 250), bar(500, 230)];
  const score = [...lines(100, 100, 900), bar(500, 100), bar(100, 100, 250), ...drum];

  it("count when the score has any", () => {
    const { systems } = geometryOf(score, { oneLineStaves: true, staffCount: 2 });
    expect(systems.map(({ staves }) => staves.map((staff) => staff.lineCount))).toEqual([[5, 1]]);
    const [, staff] = systems[0].staves;
    expect([(staff.top + staff.bottom) / 2, staff.space]).toEqual([250, 10]);
  });

  it("do not count when it has none", () => {
    expect(geometryOf(score).systems[0].staves).toHaveLength(1);
  });

  it("are not words' underlines, even of a staff's length", () => {
    const things = [...lines(100, 100, 900), bar(500, 100), line(100, 60, 900, 60)];
    expect(shapeOf(geometryOf(things, { oneLineStaves: true }))).toEqual(["1: 400 400"]);
  });

  it("may be of two, three and four lines", () => {
    const things = [
      lines(100, 100, 900),
      ...[2, 3, 4].map((count) => lines(100, 100 * count, 900, count, 15)),
    ];
    const all = [...things.flat(), bar(100, 100, 445), bar(900, 100, 445)];
    const { systems } = geometryOf(all, { oneLineStaves: true, staffCount: 4 });
    expect(systems[0].staves.map((staff) => staff.lineCount)).toEqual([5, 2, 3, 4]);
  });

  it("take their size from the heads on a page without five lines", () => {
    const heads = [200, 300, 400, 600, 700].map((x) => head(x, 100));
    const things = [line(100, 100, 900, 100), bar(500, 80, 120), ...heads];
    const { systems, candidates } = geometryOf(things, { oneLineStaves: true });
    expect(systems[0].staves[0].space).toBeCloseTo(10, 6);
    expect(candidates.map((candidate) => candidate.interval)).toEqual([0, 0, 0, 1, 1]);
  });
});

describe("pages", () => {
  it("without a staff give no system and leave the numbers of the others alone", () => {
    const title = drawnPage(['<text x="9" y="9">Trio</text>', head(50, 50)]);
    const music = drawnPage([...lines(100, 100, 900), head(200, 120)]);
    const { systems, candidates } = readGeometry([title, music, title, music], {
      oneLineStaves: false,
      staffCount: 1,
    });
    expect(systems.map((system) => [system.index, system.page, system.placeOnPage])).toEqual([
      [0, 1, 0],
      [1, 3, 0],
    ]);
    expect(candidates.map((candidate) => candidate.page)).toEqual([1, 3]);
  });
});
