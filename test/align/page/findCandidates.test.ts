import { describe, expect, it } from "vitest";
import { bar, geometryOf, glyph, head, ledgers, lines, readingsOf } from "./drawnPage.js";

const staff = lines(100, 100, 900);

describe("a candidate", () => {
  it.each([
    { why: "on the bottom line", y: 140, step: 0 },
    { why: "in the lowest space", y: 135, step: 1 },
    { why: "on the middle line", y: 120, step: 4 },
    { why: "above the top line", y: 95, step: 9 },
    { why: "five ledger lines below", y: 190, step: -10 },
    { why: "five ledger lines above", y: 50, step: 18 },
  ])("stands $why", ({ y, step }) => {
    const { candidates } = geometryOf([...staff, head(300, y)]);
    const { x, y: centre, readings } = candidates[0];
    expect([x, centre]).toEqual([300 - 5.9, y]);
    expect(readings).toMatchObject([{ staff: 0, step, deviation: 0 }]);
  });

  it("may lie a little off its step, and says how far", () => {
    const [{ step, deviation }] = geometryOf([...staff, head(300, 121)]).candidates[0].readings;
    expect([step, deviation]).toEqual([4, expect.closeTo(-0.2, 9)]);
  });

  it("between two steps is a stray, if others have its form", () => {
    const { candidates, strays } = geometryOf([...staff, head(300, 120), head(400, 122.5)]);
    expect([candidates.length, strays.map((stray) => stray.shape)]).toEqual([1, [6]]);
  });

  it.each([
    { why: "a slash of four sides", path: "M300 130l12 -20h6l-12 20z", count: 1 },
    { why: "a triangle", path: "M300 125l6 -10l6 10z", count: 1 },
    { why: "a rest or another rectangle", path: "M300 120h12v5h-12z", count: 0 },
    { why: "a short beam", path: "M300 120l20 -3v5l-20 3z", count: 0 },
  ])("is $count of $why", ({ path, count }) => {
    expect(geometryOf([...staff, `<path d="${path}"/>`]).candidates).toHaveLength(count);
  });

  it("is neither as small as a dot nor as tall as a clef", () => {
    const things = [
      head(300, 120, 0.3),
      head(400, 120, 2.3),
      '<rect x="500" y="115" width="12" height="10"/>',
    ];
    expect(geometryOf([...staff, ...things]).candidates).toEqual([]);
  });

  it("is a single character of the size of a staff, from its left edge and around its baseline", () => {
    const things = [glyph(300, 120, "\uf0cf"), glyph(400, 120, "\uf0cf", 9), glyph(500, 120, "ab")];
    const { candidates } = geometryOf([...staff, ...things]);
    expect(candidates.map(({ box }) => box)).toEqual([[300, 115, 311.8, 125]]);
  });

  it("belongs to the interval that its head stands in", () => {
    const things = [bar(400, 100), bar(406, 100), head(390, 120), head(403, 120), head(420, 120)];
    expect(geometryOf([...staff, ...things]).candidates.map(({ interval }) => interval)).toEqual([0, 1, 1]);
  });
});

describe("between two staves", () => {
  const piano = [...lines(100, 100, 900), ...lines(100, 200, 900), bar(100, 100, 240)];

  it("a head has two readings, the nearer first", () => {
    expect(readingsOf(geometryOf([...piano, head(300, 160)], { staffCount: 2 }))).toEqual(["0:-4", "1:16"]);
    expect(readingsOf(geometryOf([...piano, head(300, 185)], { staffCount: 2 }))).toEqual(["1:11", "0:-9"]);
  });

  it("ledger lines say which of them holds", () => {
    const fromAbove = [...piano, head(300, 180), ...ledgers(300, 150, 160, 170, 180)];
    const fromBelow = [...piano, head(300, 180), ...ledgers(300, 190, 180)];
    const led = (things: string[]) =>
      geometryOf(things, { staffCount: 2 }).candidates[0].readings.map(({ staff, hasLedgers }) => [
        staff,
        hasLedgers,
      ]);
    expect(led(fromAbove)).toEqual([
      [1, false],
      [0, true],
    ]);
    expect(led(fromBelow)).toEqual([
      [1, true],
      [0, false],
    ]);
  });

  it("no ledger line is needed next to the staff", () => {
    const { candidates } = geometryOf([...piano, head(300, 145)], { staffCount: 2 });
    expect(candidates[0].readings.map(({ step, hasLedgers }) => [step, hasLedgers])).toEqual([
      [-1, true],
      [19, false],
    ]);
  });
});

describe("between two systems", () => {
  const two = [...lines(100, 100, 900), ...lines(100, 220, 900)];

  it("a head belongs to the nearer one", () => {
    const { candidates } = geometryOf([...two, head(300, 170), head(400, 190)]);
    expect(candidates.map(({ system }) => system)).toEqual([0, 1]);
  });

  it("a head belongs to the one from which ledger lines lead to it", () => {
    const { candidates } = geometryOf([...two, head(300, 190), ...ledgers(300, 150, 160, 170, 180, 190)]);
    expect(candidates.map(({ system, readings }) => [system, readings[0].step])).toEqual([[0, -10]]);
  });
});
