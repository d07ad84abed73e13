import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PageGeometry } from "../../../src/align/page/pageGeometry.js";
import { readGeometry } from "../../../src/align/page/readGeometry.js";
import { bar, drawnPage, glyph, halfHead, head, ledgers, lines, stem } from "./drawnPage.js";

/** Two systems of two staves, with heads, stems, ledger lines, text glyphs and a grace. */
const things = [
  ...[100, 200, 500, 600].flatMap((top) => lines(100, top, 900)),
  ...[100, 500].flatMap((top) => [100, 400, 900].map((x) => bar(x, top, top + 140))),
  ...[head(200, 120), stem(206, 85, 119), halfHead(300, 160), ...ledgers(300, 150, 160), head(250, 115, 0.6)],
  ...[head(500, 505), head(500, 525), glyph(600, 520, "\uf0cf"), head(700, 622), head(750, 645)],
];
const options = { oneLineStaves: false, staffCount: 2 };

/** Everything but the numbers of shapes and clusters, which follow the drawing. */
function placesOf({ systems, candidates, strays, verticals }: PageGeometry): unknown {
  return {
    systems: systems.map(({ staves, ...rest }) => [rest, staves.map(({ shapes: _, ...staff }) => staff)]),
    candidates: candidates.map(({ shape: _, cluster: __, ...rest }) => rest),
    strays: strays.map(({ box }) => box),
    verticals: verticals.map(({ x, top, bottom }) => [x, top, bottom]),
  };
}

describe("readGeometry", () => {
  it("finds on a page what was drawn there", () => {
    const { systems, candidates, strays } = readGeometry([drawnPage(things)], options);
    expect(systems.map((system) => [system.staves.length, system.intervals.length])).toEqual([
      [2, 2],
      [2, 2],
    ]);
    const found = candidates.map((c) => [c.system, c.interval, c.readings[0].staff, c.readings[0].step]);
    expect(found).toEqual([
      [0, 0, 0, 4],
      [0, 0, 0, 5],
      [0, 0, 0, -4],
      [1, 1, 0, 7],
      [1, 1, 0, 3],
      [1, 1, 0, 4],
      [1, 1, 1, -1],
    ]);
    expect(strays).toHaveLength(1);
  });

  it("does not depend on the order of drawing", () => {
    const expected = placesOf(readGeometry([drawnPage(things)], options));
    const shuffled = fc.shuffledSubarray(things, { minLength: things.length });
    fc.assert(
      fc.property(shuffled, (order) => {
        expect(placesOf(readGeometry([drawnPage(order)], options))).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it.each([0.02, 0.3, 4, 25])("reads the same steps on a page %d times as large", (scale) => {
    const steps = (geometry: PageGeometry) =>
      geometry.candidates.map(({ system, interval, readings, cluster }) => [
        system,
        interval,
        cluster,
        readings.map(({ staff, step, hasLedgers }) => [staff, step, hasLedgers]),
      ]);
    const scaled = [
      `<g transform="translate(${7 * scale} ${3 * scale}) scale(${scale})">${things.join("")}</g>`,
    ];
    const geometry = readGeometry([drawnPage(scaled, [1000 * scale, 1400 * scale])], options);
    expect(steps(geometry)).toEqual(steps(readGeometry([drawnPage(things)], options)));
  });

  it("reads what cannot be seen as nothing", () => {
    const hidden = `<g opacity="0">${things.join("")}</g>`;
    expect(readGeometry([drawnPage([hidden])], options)).toMatchObject({ systems: [], candidates: [] });
  });
});
