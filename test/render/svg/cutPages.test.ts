import { beforeAll, describe, expect, it } from "vitest";
import { cutPages } from "../../../src/render/svg/cutPages.js";
import type { SymbolicResult } from "../../../src/render/svg/cutSheets.js";
import { type Engraving, engrave } from "../../../src/render/svg/engrave.js";
import { LAYERS } from "../../../src/schema/layers.js";
import { comparePixels, compose, contentOf, drawPixels, inkBox } from "./pixels.js";
import { STUDY, STUDY_CUT, STUDY_HIDDEN, STUDY_NOTES, studyId, withNoteIds } from "./study.js";

/** Edges are anti-aliased in 16 steps: one step where an edge falls on a sample, another where two of them meet. */
const MAX_STEP = 32;
const MAX_SHARE = 1e-5;

let engraving: Engraving;
let result: SymbolicResult;

beforeAll(async () => {
  engraving = await engrave({ musicXml: withNoteIds(STUDY), layout: "page" });
  result = cutPages(engraving, STUDY_CUT);
});

const noteAt = (index: number) => {
  const note = result.notes.find((candidate) => candidate.noteheadId === studyId(index));
  if (note === undefined) throw new Error(`Note ${index} is not drawn`);
  return note;
};
const layerOf = (layer: string) => result.layers.find((candidate) => candidate.layer === layer)?.svg ?? "";

describe("the page and its pieces", () => {
  it("is the same drawn at once, as bed and notes, and as layers", () => {
    const [page] = result.pages;
    const whole = drawPixels(page.svg);
    const pieces = compose(result, 1, [page.bedSvg], result.notes);
    const layers = compose(
      result,
      1,
      result.layers.map((layer) => layer.svg),
      [],
    );
    for (const other of [pieces, layers]) {
      const { max, share } = comparePixels(whole, drawPixels(other));
      expect(max).toBeLessThanOrEqual(MAX_STEP);
      expect(share).toBeLessThanOrEqual(MAX_SHARE);
    }
  });

  it("differs where a single note is missing", () => {
    const [page] = result.pages;
    const others = result.notes.filter((note) => note.noteheadId !== studyId(9));
    const { max } = comparePixels(
      drawPixels(page.svg),
      drawPixels(compose(result, 1, [page.bedSvg], others)),
    );
    expect(max).toBeGreaterThan(200);
  });

  it("looks as Verovio drew it", () => {
    const drawn = engraving.pages[0].svg.replace("<svg ", '<svg width="2100" height="2970" ');
    const [theirs, ours] = [drawPixels(drawn), drawPixels(result.pages[0].svg)];
    // Hair strokes change edges by one step in 16. The metronome's quarter and the f before "dolce" are font text there,
    // and not drawn without its font: 830 pixels. A single head has 300.
    const { share } = comparePixels(theirs, ours, 32);
    expect(share * ours.ink.length).toBeGreaterThan(500);
    expect(share * ours.ink.length).toBeLessThan(900);
  });

  it("leaves the notes' stems in the bed if only heads are wanted, and is still the page", () => {
    const heads = cutPages(engraving, { ...STUDY_CUT, noteGroups: ["head"] });
    const [page] = heads.pages;
    expect(heads.notes.every((note) => note.groups.join() === "head")).toBe(true);
    const { share } = comparePixels(
      drawPixels(page.svg),
      drawPixels(compose(heads, 1, [page.bedSvg], heads.notes)),
    );
    expect(share).toBeLessThanOrEqual(MAX_SHARE);
  });

  it("holds outlines only, but for lyrics and words", () => {
    for (const { layer, svg } of result.layers) {
      expect(svg).not.toMatch(/<use|<style|class=| style=|transform=/);
      if (layer !== "lyrics" && layer !== "words") expect(svg, layer).not.toContain("<text");
    }
    expect(result.pages[0].svg).not.toMatch(/[\uE000-\uF8FF]/);
  });

  it("names every group once, and each drawn note's group by its element", () => {
    const ids = [...result.pages[0].svg.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(result.notes.map((note) => note.element)));
    expect(result.layers.map((layer) => layer.layer)).toEqual([...LAYERS]);
  });
});

describe("a note's picture", () => {
  it("exists for every note but the hidden one, which is named", () => {
    expect(result.notes).toHaveLength(STUDY_NOTES - 1);
    expect(result.notDrawn).toEqual([studyId(STUDY_HIDDEN)]);
  });

  it("holds named groups of paths and nothing else", () => {
    for (const note of result.notes) {
      const inner = contentOf(note.svg);
      expect(inner).toMatch(
        /^(<g id="(head|accidental|dots|stem|flag)">(<path d="[^"]+" fill="#000000"\/>)+<\/g>)+$/,
      );
      expect([...inner.matchAll(/<g id="(\w+)">/g)].map((match) => match[1])).toEqual(note.groups);
    }
  });

  it.each([
    ["a plain note", 0, ["head", "stem"]],
    ["a dotted note with a sharp", 1, ["head", "accidental", "dots", "stem"]],
    ["an eighth alone", 2, ["head", "stem", "flag"]],
    ["a grace note", 5, ["head", "stem", "flag"]],
    ["the lowest of an up-stem chord", 8, ["head", "dots", "stem"]],
    ["the middle of a chord", 9, ["head", "accidental", "dots"]],
    ["the highest of an up-stem chord", 10, ["head", "dots"]],
    ["the lower of a down-stem chord", 11, ["head"]],
    ["the highest of a down-stem chord", 12, ["head", "stem", "flag"]],
    ["a beamed note", 13, ["head", "stem"]],
    ["a whole note in a chord with a hidden one", 17, ["head"]],
    ["a note with a tremolo", 21, ["head", "accidental", "stem"]],
  ])("of %s has its groups", (_, index, groups) => {
    expect(noteAt(index).groups).toEqual(groups);
  });

  it("is cropped to its ink with two units of air, on whole numbers", () => {
    for (const { svg, crop } of result.notes) {
      expect(crop.every(Number.isInteger)).toBe(true);
      const picture = drawPixels(svg, 4);
      expect([picture.width, picture.height]).toEqual([4 * crop[2], 4 * crop[3]]);
      const [left, top, right, bottom] = inkBox(picture) ?? [0, 0, 0, 0];
      for (const air of [left, top, picture.width - right, picture.height - bottom]) {
        expect(air).toBeGreaterThanOrEqual(7);
        expect(air).toBeLessThanOrEqual(13);
      }
    }
  });

  it("has the head's centre at the anchor", () => {
    for (const { svg, x, y, anchorX, anchorY, crop, box } of result.notes) {
      expect(x).toBe(box[0]);
      expect(y).toBeCloseTo(crop[1] + anchorY, 3);
      const headOnly = svg.replace(/<g id="(?!head)[^>]*>.*?<\/g>/g, "");
      const [left, top, right, bottom] = inkBox(drawPixels(headOnly, 8)) ?? [0, 0, 0, 0];
      expect(Math.abs((left + right) / 16 - anchorX)).toBeLessThan(0.15);
      expect(Math.abs((top + bottom) / 16 - anchorY)).toBeLessThan(0.15);
      expect(Math.abs((right - left) / 8 - box[2])).toBeLessThan(0.3);
      expect(Math.abs((bottom - top) / 8 - box[3])).toBeLessThan(0.3);
    }
  });

  it("lies where the staff says: one step up is half a staff space", () => {
    const spaceUnit = noteAt(13).y - noteAt(15).y; // E5 to C5: two steps
    expect(spaceUnit).toBeCloseTo(noteAt(13).y - noteAt(14).y + (noteAt(14).y - noteAt(15).y), 6);
    expect(noteAt(3).y - noteAt(0).y).toBeCloseTo(-1.5 * spaceUnit, 1); // B4 down to F4: three steps
    expect(noteAt(3).y).toBe(noteAt(4).y);
    expect(noteAt(3).x).toBeLessThan(noteAt(4).x);
  });

  it("of later systems says which system it is in", async () => {
    const narrow = await engrave({
      musicXml: withNoteIds(STUDY),
      layout: "page",
      pageSetup: {
        widthMm: 90,
        heightMm: 297,
        staffHeightMm: 7,
        marginMm: { left: 5, right: 5, top: 5, bottom: 5 },
      },
    });
    const { notes, pages } = cutPages(narrow, STUDY_CUT);
    expect(pages[0].systems).toBe(2);
    const systemOf = (index: number) => notes.find((note) => note.noteheadId === studyId(index))?.system;
    expect([systemOf(3), systemOf(4), systemOf(17), systemOf(24)]).toEqual([1, 2, 1, 2]);
  });
});

describe("layers and parts", () => {
  it.each([
    ["staves", 15 * 2 + 3], // five lines on three staves in two measures, three ledger lines
    ["slurs-ties", 2],
    ["dynamics", 3], // mf, hairpin, f
  ])("put %s where they belong", (layer, paths) => {
    expect(layerOf(layer).match(/<path/g)).toHaveLength(paths);
  });

  it("keep the words of the lyrics together", () => {
    expect([...layerOf("lyrics").matchAll(/>([^<]+)<\/text>/g)].map((match) => match[1])).toEqual([
      "Glo",
      "ria",
      "tibi",
    ]);
  });

  it("show one part each, in its place", () => {
    const [voice, piano] = result.parts;
    expect([voice.partId, piano.partId]).toEqual(["P1", "P2"]);
    expect(voice.svg.match(/id="n-/g)).toHaveLength(8);
    expect(piano.svg.match(/id="n-/g)).toHaveLength(16);
    expect(voice.svg).toContain(">Glo<");
    expect(piano.svg).not.toContain(">Glo<");
    const [voiceInk, pianoInk] = [inkBox(drawPixels(voice.svg)), inkBox(drawPixels(piano.svg))];
    expect(voiceInk?.[3]).toBeLessThan(pianoInk?.[1] ?? 0);
  });
});

it("gives plain data that can be sent to another thread, and the same for the same input", async () => {
  expect(structuredClone(result)).toEqual(result);
  const again = cutPages(await engrave({ musicXml: withNoteIds(STUDY), layout: "page" }), STUDY_CUT);
  expect(again).toEqual(result);
});
