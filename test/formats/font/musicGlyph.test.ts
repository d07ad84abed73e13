import { describe, expect, it } from "vitest";
import { LEGACY_TABLES } from "../../../src/formats/font/legacyGlyphs.js";
import { musicFamily } from "../../../src/formats/font/musicFamily.js";
import { musicGlyph } from "../../../src/formats/font/musicGlyph.js";

const nameOf = (family: string, character: string) => musicGlyph(family, character)?.name;

// Codes on real pages of Sibelius, where heads, rests and signs stand where only these signs can stand.
it.each([
  ["\uf0cf", "E0A4", "noteheadBlack", "notehead"],
  ["\uf0fa", "E0A3", "noteheadHalf", "notehead"],
  ["\uf077", "E0A2", "noteheadWhole", "notehead"],
  ["\uf06e", "E261", "accidentalNatural", "accidental"],
  ["\uf062", "E260", "accidentalFlat", "accidental"],
  ["\uf023", "E262", "accidentalSharp", "accidental"],
  ["\uf026", "E050", "gClef", "clef"],
  ["\uf0b7", "E4E3", "restWhole", "rest"],
  ["\uf0ee", "E4E4", "restHalf", "rest"],
  ["\uf0ce", "E4E5", "restQuarter", "rest"],
  ["\uf0e4", "E4E6", "rest8th", "rest"],
  ["\uf06a", "E240", "flag8thUp", "flag"],
  ["\uf04a", "E241", "flag8thDown", "flag"],
  ["\uf0d9", "E566", "ornamentTrill", "ornament"],
  ["\uf07e", "EAA4", "wiggleTrill", "ornament"],
  ["\uf04d", "E56D", "ornamentMordent", "ornament"],
  ["4", "E084", "timeSig4", "time-signature"],
])("Sibelius writes %j for %s %s", (character, smufl, name, kind) => {
  for (const family of ["Helsinki Std", "Lelandia Std", "Opus Std", "Opus", "reprise std"])
    expect(musicGlyph(family, character)).toMatchObject({ smufl, name, kind, scale: 1 });
});

describe("fonts beside the main one", () => {
  it.each([
    ["Helsinki Special Std", "f", "noteheadBlack", "notehead"],
    ["Helsinki Special Std", "F", "noteheadHalf", "notehead"],
    ["Helsinki Special Std", "\uf0aa", "augmentationDot", "dot"],
    ["Opus Special Std", "\uf07b", "brace", "other"],
    ["Opus Text Std", "p", "dynamicPiano", "dynamic"],
    ["Opus Metronome Std", "q", "metNoteQuarterUp", "other"],
    ["Maestro", "p", "dynamicPiano", "dynamic"],
    ["Maestro Wide", "k", "augmentationDot", "dot"],
  ])("%s has %s as %s", (family, character, name, kind) => {
    expect(musicGlyph(family, character)).toMatchObject({ name, kind });
  });

  it("says that a shape head is a head though its form has no certain name", () => {
    expect(musicGlyph("Opus Special Std", "2")).toMatchObject({ smufl: null, kind: "notehead" });
  });

  it.each([
    ["Opus Chords Std", "b"],
    ["Opus Metronome Std", "="],
    ["Maestro Percussion", "f"],
    ["Palatino", "p"],
    ["Opusculum", "w"],
    ["Helsinki Std", "\uf0ff"],
    ["Jazz Text", "b"],
  ])("%s keeps %s a word", (family, character) => {
    expect(musicGlyph(family, character)).toBeNull();
  });
});

describe("codes", () => {
  it.each([
    ["œ", "noteheadBlack"], // Mac Roman CF
    ["Ï", "noteheadBlack"], // Latin-1 CF
    ["˙", "noteheadHalf"],
    ["∑", "restWhole"],
    ["·", "restWhole"], // Latin-1 B7, though Mac Roman has a diamond head there
    ["Ó", "restHalf"], // Mac Roman EE: D3 is empty
    ["‰", "rest8th"],
    ["&", "gClef"],
  ])("%s is %s in fonts that hold bytes", (character, name) => {
    expect(nameOf("Maestro", character)).toBe(name);
    expect(nameOf("Opus Std", character)).toBe(name);
  });

  it.each(["Bravura", "Leland", "Petaluma", "Finale Maestro", "MScore"])("%s has SMuFL's own", (family) => {
    expect(musicGlyph(family, "\ue0a4")).toMatchObject({ smufl: "E0A4", scale: 1 });
    expect(musicGlyph(family, "w")).toBeNull();
  });

  it("are SMuFL's in a font of unknown name, as far as they are common", () => {
    expect(nameOf("Sophia", "\ue262")).toBe("accidentalSharp");
    expect(musicGlyph("Sophia", "\uf0cf")).toBeNull();
  });

  it("are smaller signs in the SMuFL fonts for words", () => {
    expect(musicGlyph("Bravura Text", "\ue522")?.scale).toBe(0.8);
    expect(musicGlyph("Finale Maestro Text", "\ue522")?.scale).toBe(1);
  });

  it.each([
    ["e0f5", "other"],
    ["e100", "notehead"],
    ["e1e7", "dot"],
    ["e25f", "flag"],
    ["e26a", "other"],
    ["e281", "accidental"],
    ["e4ef", "rest"],
    ["e54f", "dynamic"],
  ])("U+%s is of the kind %s by SMuFL's ranges", (code, kind) => {
    const character = String.fromCodePoint(Number.parseInt(code, 16));
    expect(musicGlyph("Bravura", character)?.kind).toBe(kind);
  });
});

it("knows a family in any spelling, and the first of a list", () => {
  for (const name of [
    "Helsinki Special Std",
    "helsinki-special",
    "'Helsinki Special', serif",
    "HelsinkiSpecialStd-Regular",
  ])
    expect(musicFamily(name)).toEqual({ layout: "sibelius-special", spacesPerEm: 4 });
  expect(musicFamily("serif, Opus")).toBeNull();
});

it("has the heads, rests and accidentals of Sonata in every font that descends from it", () => {
  for (const layout of ["sibelius", "maestro", "engraver", "jazz", "sonata"] as const)
    for (const [byte, smufl] of [
      [0xcf, "E0A4"],
      [0xfa, "E0A3"],
      [0x77, "E0A2"],
      [0xce, "E4E5"],
      [0x62, "E260"],
    ] as const)
      expect(LEGACY_TABLES[layout].get(byte)).toBe(smufl);
});
