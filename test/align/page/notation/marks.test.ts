import { describe, expect, it } from "vitest";
import { readGeometry } from "../../../../src/align/page/readGeometry.js";
import { readNotation } from "../../../../src/align/page/readNotation.js";
import { fraction } from "../../../../src/core/fraction.js";
import type { LyricSyllable, Score } from "../../../../src/core/score.js";
import { buildScore, withNote } from "../../../score/scoreBuilder.js";
import { drawnPage, glyph, line } from "../drawnPage.js";
import { headAt, polygon, readDrawn, short, sign, stemAt, thing, yOf } from "./drawnNotation.js";

const one = (notes: string) => buildScore({ measures: [{ notes }] });
const START = { measureIndex: 0, measureQuarter: fraction(0), partIndex: 0 };

describe("the left end of a staff", () => {
  const score: Score = {
    ...one("E4:1 E4:3"),
    keys: [{ ...START, fifths: 2, mode: null, staff: null }],
    meters: [{ ...START, beats: [4], beatType: 4, symbol: null }],
  };

  it("holds clef, key and time; the rest behind them is none of these", () => {
    const { named } = readDrawn(score, [
      thing("clef", sign(120, 222, 26, 70)),
      thing("sharp", sign(145, yOf(8), 10, 28)),
      thing("next sharp", sign(157, yOf(5), 10, 28)),
      thing("upper", sign(180, 210, 15, 19.5)),
      thing("lower", sign(180, 230, 15, 19.5)),
      thing("rest", sign(215, 220, 11, 30)),
      headAt(300, 0, 0),
    ]);
    for (const name of ["clef", "sharp", "next sharp", "upper", "lower"])
      expect(named[name], name).toMatchObject({ layer: "clefs-signatures", staff: 0, notes: [] });
    expect(named.rest.layer).toBe("other");
  });

  it("is read from text glyphs by their font", () => {
    const { named } = readDrawn(one("E4:4"), [
      thing("clef", glyph(115, 230, "\uf026")),
      thing("time", glyph(180, 210, "4")),
      thing("rest", glyph(215, 220, "\uf0ce")),
      headAt(300, 0, 0),
    ]);
    expect(named.clef.layer).toBe("clefs-signatures");
    expect(named.time.layer).toBe("clefs-signatures");
    expect(named.rest.layer).toBe("other");
  });

  it("may have a brace or bracket with hooks before it", () => {
    const { named } = readDrawn(one("E4:4"), [
      thing("bracket", polygon([88, 197], [93, 197], [93, 243], [88, 243])),
      thing("hook", polygon([88, 197], [100, 190], [96, 197])),
      thing("name", '<text x="40" y="225" font-size="14">Flute</text>'),
      headAt(300, 0, 0),
    ]);
    expect(named.bracket.layer).toBe("barlines");
    expect(named.hook.layer).toBe("barlines");
    expect(named.name.layer).toBe("words");
  });
});

describe("lyrics", () => {
  const syllable = (text: string): LyricSyllable => ({
    verse: "1",
    name: "",
    text,
    syllabic: "begin",
    extend: false,
  });
  const text = (x: number, y: number, words: string) =>
    `<text x="${x}" y="${y}" text-anchor="middle" font-size="16" font-family="Times">${words}</text>`;
  const score = [syllable("Glo"), syllable("ri"), syllable("a")].reduce(
    (before, lyric, i) => withNote(before, i, { lyrics: [lyric] }),
    one("E4:1 F4:1 G4:2"),
  );
  const heads = [headAt(300, 0, 0), headAt(450, 1, 1), headAt(600, 2, 2)];

  it("are the texts that the notes above them have, with what stands on their line", () => {
    const { named } = readDrawn(score, [
      ...heads,
      thing("first", text(300, 280, "Glo")),
      thing("hyphen", text(375, 280, "-")),
      thing("dash", line(520, 275, 530, 275, 1.2)),
      thing("last", text(600, 280, "„A“,")),
      thing("words", text(450, 300, "Glo")),
    ]);
    expect(short(named.first)).toBe("lyrics - 0");
    expect(named.hyphen.layer).toBe("lyrics");
    expect(named.dash.layer).toBe("lyrics");
    expect(short(named.last)).toBe("lyrics - 2");
    expect(named.words.layer).toBe("words");
  });

  it("are found on their line also where words are drawn as outlines", () => {
    const { named } = readDrawn(score, [
      ...heads,
      thing("first", sign(300, 275, 24, 11)),
      thing("second", sign(450, 274, 15, 13)),
      thing("deep", sign(600, 277.5, 12, 11)),
      thing("hyphen", line(370, 275, 380, 275, 1.2)),
      thing("mark", sign(300, 180, 15, 20)),
    ]);
    expect(short(named.first)).toBe("lyrics - 0");
    expect(short(named.second)).toBe("lyrics - 1");
    expect(short(named.deep)).toBe("lyrics - 2");
    expect(named.hyphen.layer).toBe("lyrics");
    expect(named.mark.layer).toBe("other");
  });
});

describe("dynamics", () => {
  const score: Score = {
    ...one("E4:1 F4:1 G4:1 A4:1"),
    dynamics: [0, 2].map((quarter) => ({
      ...START,
      measureQuarter: fraction(quarter),
      staff: null,
      mark: "p",
      velocity: null,
    })),
  };
  const heads = [headAt(300, 0, 0), headAt(420, 1, 1), headAt(540, 2, 2), headAt(660, 3, 3)];

  it("are the outlines at the score's marks, and not the like elsewhere", () => {
    const { named } = readDrawn(score, [
      ...heads,
      thing("p", sign(300, 270, 18, 20)),
      thing("next p", sign(542, 270, 18, 20)),
      thing("accent", sign(424, 255, 13, 9)),
      thing("turn", sign(660, 180, 20, 11)),
    ]);
    expect(named.p.layer).toBe("dynamics");
    expect(named["next p"].layer).toBe("dynamics");
    expect(named.accent.layer).toBe("other");
    expect(named.turn.layer).toBe("other");
  });

  it("are wedges in one piece or in two lines; parallel lines are none", () => {
    const { named } = readDrawn(score, [
      ...heads,
      thing("wedge", '<path d="M300 270L400 265L300 260" fill="none" stroke="#000" stroke-width="1"/>'),
      thing("upper", line(450, 265, 550, 260)),
      thing("lower", line(450, 265, 550, 270)),
      thing(
        "round",
        '<path d="M720 265L820 260" stroke="#000" stroke-width="1" stroke-linecap="round" fill="none"/>',
      ),
      thing(
        "rounder",
        '<path d="M720 265L820 270" stroke="#000" stroke-width="1" stroke-linecap="round" fill="none"/>',
      ),
      thing("one", line(600, 262, 700, 262)),
      thing("other", line(600, 268, 700, 268)),
    ]);
    for (const name of ["wedge", "upper", "lower", "round", "rounder"])
      expect(named[name].layer, name).toBe("dynamics");
    expect(named.one.layer).toBe("other");
    expect(named.other.layer).toBe("other");
  });
});

describe("whatever else is drawn", () => {
  it("is other notation or words at its staff, and outside of all systems nowhere", () => {
    const { named } = readDrawn(one("E4:4"), [
      headAt(300, 0, 0),
      stemAt("stem", 305.4, 205, 240),
      thing("tempo", '<text x="300" y="170" font-size="16">Lento</text>'),
      thing("title", '<text x="500" y="60" font-size="30">Song</text>'),
      thing("shape", sign(700, 180, 30, 14)),
    ]);
    expect(named.tempo).toMatchObject({ layer: "words", staff: 0, system: 0, measureIndex: 0 });
    expect(named.title).toMatchObject({ layer: "words", staff: null, system: null });
    expect(named.shape).toMatchObject({ layer: "other", staff: 0, notes: [] });
  });

  it("has a meaning on a page without any staff", () => {
    const page = drawnPage([
      sign(500, 500, 10, 20),
      '<text x="5" y="5">x</text>',
      '<path d="M0 0L9 9" fill="none"/>',
    ]);
    const geometry = readGeometry([page], { oneLineStaves: false, staffCount: 1 });
    const empty = {
      heads: [],
      expected: [],
      pageOrder: [0],
      certainty: [],
      doubts: [],
      staffOf: [],
      measuresOf: [],
    };
    const [all] = readNotation([page], geometry, { ...empty, isSamePiece: false }, one("E4:4"));
    expect(all.map(({ layer }) => layer)).toEqual(
      page.flat.shapes.map((s) => (s.kind === "text" ? "words" : "other")),
    );
  });
});
