import { describe, expect, it } from "vitest";
import { buildScore, withNote } from "../../../score/scoreBuilder.js";
import { line } from "../drawnPage.js";
import { headAt, polygon, readDrawn, short, sign, stemAt, thing, typed, yOf } from "./drawnNotation.js";

const one = (notes: string) => buildScore({ measures: [{ notes }] });

describe("a stem", () => {
  it("that goes up belongs to the lowest note of its chord, one that goes down to the highest", () => {
    const score = one("[E4 G4 B4]:2 [E4 G4 B4]:2");
    const { named } = readDrawn(score, [
      headAt(300, 0, 0),
      headAt(300, 2, 1),
      headAt(300, 4, 2),
      stemAt("up", 305.4, yOf(7), yOf(0)),
      headAt(600, 0, 3),
      headAt(600, 2, 4),
      headAt(600, 4, 5),
      stemAt("down", 594.6, yOf(4), yOf(-7)),
    ]);
    expect(short(named.up)).toBe("beams-stems stem 0");
    expect(short(named.down)).toBe("beams-stems stem 5");
  });

  it("of a second belongs to the head on its proper side, though the other one is as near", () => {
    const { named } = readDrawn(one("[E4 F4]:4"), [
      headAt(300, 0, 0),
      headAt(310.8, 1, 1),
      stemAt("up", 305.4, yOf(8), yOf(0.8)),
    ]);
    expect(short(named.up)).toBe("beams-stems stem 0");
  });

  it("goes to the voice whose way it goes where two voices share a head", () => {
    const score = buildScore({ measures: [{ notes: ["B4:4", "B4:4"] }] });
    const { named, all } = readDrawn(score, [
      headAt(300, 4, 0, 1),
      stemAt("up", 305.4, yOf(11), yOf(4)),
      stemAt("down", 294.6, yOf(4), yOf(-3)),
    ]);
    expect(short(named.up)).toBe("beams-stems stem 0");
    expect(short(named.down)).toBe("beams-stems stem 1");
    expect(all.map(short)).toContain("noteheads head 0+1");
  });

  it("is none that touches no head, and bar lines are none though heads are near", () => {
    const { named } = readDrawn(one("E4:4"), [
      headAt(300, 0, 0),
      stemAt("lone", 500, yOf(7), yOf(0)),
      thing("bar", line(315, 200, 315, 240, 2)),
    ]);
    expect(named.lone.group).toBe(null);
    expect(named.bar.group).toBe(null);
  });
});

describe("flags and beams", () => {
  const flag = (x: number, y: number) =>
    polygon([x, y], [x + 9, y + 18], [x + 7, y + 28], [x + 6, y + 18], [x, y + 9]);

  it("are told apart: a flag moves with its note, a beam with none", () => {
    const { named } = readDrawn(typed(one("E4:1/2 E4:1/2 E4:1/2"), "eighth", "eighth", "eighth"), [
      headAt(200, 0, 0),
      stemAt("s0", 205.4, 205, 240),
      thing("flag", flag(206, 205)),
      headAt(300, 0, 1),
      stemAt("s1", 305.4, 205, 240),
      headAt(400, 0, 2),
      stemAt("s2", 405.4, 203, 240),
      thing("beam", polygon([305, 205], [406, 203], [406, 208], [305, 210])),
    ]);
    expect(short(named.flag)).toBe("beams-stems flag 0");
    expect(short(named.beam)).toBe("beams-stems -");
    expect(named.beam.measureIndex).toBe(0);
  });

  it("are none at a quarter", () => {
    const { named } = readDrawn(typed(one("E4:1 E4:1"), "quarter", "quarter"), [
      headAt(200, 0, 0),
      stemAt("s0", 205.4, 205, 240),
      thing("nearby", flag(206, 205)),
    ]);
    expect(named.nearby.group).toBe(null);
  });

  it("keep a grace's flag, though the beam of its neighbours runs behind its stem", () => {
    const score = typed(one("E4:1/2 (G4) E4:1/2"), "eighth", "eighth", "eighth");
    const { named } = readDrawn(score, [
      headAt(200, 0, 0),
      stemAt("s0", 205.4, 205, 240),
      { svg: '<ellipse cx="280" cy="230" rx="3.6" ry="3"/>', notes: [1] },
      stemAt("grace", 283.2, 206, 230),
      thing("graceFlag", polygon([283.5, 206], [290, 214], [290, 218], [288, 222], [284, 212])),
      headAt(300, 0, 2),
      stemAt("s2", 305.4, 205, 240),
      thing("beam", polygon([205, 205], [306, 205], [306, 210], [205, 210])),
      thing("slash", polygon([278, 222], [289, 212], [289, 213], [278, 223])),
    ]);
    expect(short(named.beam)).toBe("beams-stems -");
    expect(short(named.graceFlag)).toBe("beams-stems flag 1");
    expect(score.notes[1].grace).not.toBe(null);
    expect(short(named.slash)).toBe("beams-stems stem 1");
  });

  it("count the strokes of a tremolo among the beams", () => {
    const { named } = readDrawn(withNote(one("E4:2"), 0, { tremoloStrokes: 1 }), [
      headAt(300, 0, 0),
      stemAt("s", 305.4, 205, 240),
      thing("stroke", polygon([300, 224], [311, 220], [311, 224], [300, 228])),
      thing("sign", sign(500, 180, 12, 12)),
    ]);
    expect(short(named.stroke)).toBe("beams-stems -");
    expect(named.sign.layer).toBe("other");
  });
});
