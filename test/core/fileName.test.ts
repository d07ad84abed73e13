import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeFileName } from "../../src/core/fileName.js";

describe("safeFileName", () => {
  it.each([
    ["accents are dropped", "Flûte à bec", "Flute_a_bec"],
    ["letters without a decomposition are spelled", "Großer Bær", "Grosser_Baer"],
    ["a sharp becomes s", "F#4", "Fs4"],
    ["music signs become letters", "B♭ clarinet", "Bb_clarinet"],
    ["separators of paths vanish", "../a/b\\c:d", "a_b_c_d"],
    ["ends carry no dot or space", " .Violin. ", "Violin"],
    ["a device name is defused", "CON", "CON_"],
    ["a device name with extension is defused", "nul.txt", "nul_.txt"],
    ["a device name with a number is defused", "Lpt1", "Lpt1_"],
    ["what only begins like a device is kept", "Contrabass", "Contrabass"],
    ["nothing usable has a name all the same", "フルート", "unnamed"],
    ["the empty text has a name", "", "unnamed"],
    ["control characters and line breaks vanish", "Vio\n\u0000lin", "Vio_lin"],
  ])("%s", (_, text, name) => {
    expect(safeFileName(text)).toBe(name);
  });

  it("is never longer than asked, nor ends in a separator after the cut", () => {
    expect(safeFileName("a".repeat(200))).toHaveLength(60);
    expect(safeFileName("Viola da gamba", 6)).toBe("Viola");
  });

  it("gives a name every disk takes, and the same one when applied again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), (text) => {
        const name = safeFileName(text);
        expect(name).toMatch(/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9_])?$/);
        expect(name.length).toBeLessThanOrEqual(60);
        expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
      }),
    );
  });
});
