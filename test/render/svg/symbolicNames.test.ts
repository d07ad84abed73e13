import { describe, expect, it } from "vitest";
import { noteheadFileName, partStem, partStems } from "../../../src/render/svg/symbolicNames.js";

const NOTE = {
  universalId: "2584802d-2469-5e45-8cf0-ff934e1032d7",
  shortId: "2584",
  score: { partId: "P1", measure: "4", pitch: { step: "F", alter: 1, octave: 4 } },
} as const;

describe("noteheadFileName", () => {
  it("says ID, part, pitch and measure", () => {
    expect(noteheadFileName(NOTE)).toBe("notehead_2584802d_P1_Fs4_M4.svg");
  });

  it("grows with the short ID, and so stays unique", () => {
    expect(noteheadFileName({ ...NOTE, shortId: "2584802d-24" })).toBe("notehead_2584802d-24_P1_Fs4_M4.svg");
  });

  it("is safe whatever part and measure are called", () => {
    const score = { ...NOTE.score, partId: "Flûte/1", measure: "X1:*" };
    expect(noteheadFileName({ ...NOTE, score })).toBe("notehead_2584802d_Flute_1_Fs4_MX1.svg");
  });
});

describe("part names", () => {
  it("say instrument and part", () => {
    expect(partStem("Flûte", "P1")).toBe("Flute_P1");
  });

  it("differ also on a disk that ignores case", () => {
    const stems = partStems([
      { id: "p1", name: "Violin" },
      { id: "P1", name: "violin" },
      { id: "P2", name: "Violin" },
    ]);
    expect([...stems.values()]).toEqual(["Violin_p1", "violin_P1_2", "Violin_P2"]);
  });
});
