import { describe, expect, it } from "vitest";
import { bar, geometryOf, glyph, head, line, lines, shapeOf, stem } from "./drawnPage.js";

const staff = lines(100, 100, 900);
const dot = (x: number, y: number) => `<circle cx="${x}" cy="${y}" r="1.5"/>`;
const spaces = [105, 115, 125, 135];

describe("the bars of a staff", () => {
  it.each([
    { why: "no bar line at all", things: [], widths: "1: 800" },
    { why: "one bar line", things: [bar(400, 100)], widths: "1: 300 500" },
    {
      why: "a line on the left that opens the system",
      things: [bar(100, 100), bar(400, 100)],
      widths: "1: 300 500",
    },
    { why: "a last bar line at the end", things: [bar(400, 100), bar(899, 100)], widths: "1: 300 499" },
    { why: "a double bar", things: [bar(400, 100), bar(406, 100)], widths: "1: 300 494" },
    {
      why: "a final bar with its thick line",
      things: [bar(400, 100), bar(890, 100), line(897, 100, 897, 140, 5)],
      widths: "1: 300 490",
    },
    {
      why: "a repeat with dots, thin and thick lines",
      things: [dot(490, 115), dot(490, 125), bar(494, 100), line(500, 100, 500, 140, 5), bar(506, 100)],
      widths: "1: 394 394",
    },
    {
      why: "a bar line drawn as a rectangle",
      things: ['<rect x="399" y="99.5" width="2" height="41"/>'],
      widths: "1: 300 500",
    },
    {
      why: "a dashed stroke",
      things: ['<path d="M400 100V140" fill="none" stroke="#000" stroke-width="2" stroke-dasharray="5 5"/>'],
      widths: "1: 300 500",
    },
    { why: "a row of dots", things: spaces.map((y) => dot(400, y)), widths: "1: 300 500" },
    {
      why: "dashes drawn one by one",
      things: [100, 110, 120, 130].map((y) => line(400, y + 2, 400, y + 8, 2)),
      widths: "1: 300 500",
    },
    { why: "a short bar line", things: [bar(400, 110, 130)], widths: "1: 800" },
    {
      why: "the dots of a chord",
      things: spaces.flatMap((y) => [head(388, y), dot(400, y)]),
      widths: "1: 800",
    },
    {
      why: "the stem of a head on the bottom line, up to the top line",
      things: [head(394, 140), stem(400, 99, 138.3)],
      widths: "1: 800",
    },
    {
      why: "the stem of a head on the top line, down to the bottom line",
      things: [head(406, 100), stem(400, 101.7, 141)],
      widths: "1: 800",
    },
    {
      why: "a bar line that a wide glyph touches where a stem would end, among stems",
      things: [bar(400, 100), glyph(388.2, 140, "\uf0e4"), ...[500, 520, 540].map((x) => stem(x, 110, 145))],
      widths: "1: 300 500",
    },
    {
      why: "a bar line with a head close behind it",
      things: [bar(400, 100), head(412, 140)],
      widths: "1: 300 500",
    },
  ])("follow from $why", ({ things, widths }) => {
    expect(shapeOf(geometryOf([...staff, ...things]))).toEqual([widths]);
  });
});

describe("the bars of a system", () => {
  const staves = [100, 200, 300].flatMap((top) => lines(100, top, 900));
  const left = bar(100, 100, 340);

  it("are those that all its staves have, drawn apart or as one line", () => {
    const things = [...staves, left, bar(400, 100, 340), ...[100, 200, 300].map((top) => bar(600, top))];
    expect(shapeOf(geometryOf(things, { staffCount: 3 }))).toEqual(["3: 300 200 300"]);
  });

  it("are not those of one staff", () => {
    const things = [...staves, left, bar(400, 100, 340), bar(600, 200)];
    expect(shapeOf(geometryOf(things, { staffCount: 3 }))).toEqual(["3: 300 500"]);
  });

  it("include a line that looks like a stem in one staff and like none in the others", () => {
    const things = [...staves, left, ...[100, 200, 300].map((top) => bar(400, top)), head(394, 140)];
    expect(shapeOf(geometryOf(things, { staffCount: 3 }))).toEqual(["3: 300 500"]);
  });

  it("keep each staff's own beside them", () => {
    const things = [...staves, left, bar(400, 100, 340), bar(600, 200)];
    const { systems } = geometryOf(things, { staffCount: 3 });
    expect(systems[0].staves.map((drawn) => drawn.barXs)).toEqual([
      [100, 400],
      [100, 400, 600],
      [100, 400],
    ]);
  });

  it("may be broken between the staves and hang together with what is there", () => {
    const pieces = [bar(400, 100), bar(400, 140, 200), bar(400, 200), bar(400, 240, 300), bar(400, 300)];
    expect(shapeOf(geometryOf([...staves, left, ...pieces], { staffCount: 3 }))).toEqual(["3: 300 500"]);
  });
});
