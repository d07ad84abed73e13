/** A note's files keep their names through edits; a manifest that was tampered with cannot name others. */
import { describe, expect, it } from "vitest";
import { keptName } from "../../../src/pipeline/earlier/keptNames.js";

const note = { universalId: "2584802d-2469-5e45-8cf0-ff934e1032d7", shortId: "2584" };
const named = (former: string | undefined, kind: "wav" | "keyframes" | "svg", name: string) =>
  keptName({ nameOf: () => former }, kind, note, name);

describe("the name of a note's file", () => {
  it.each([
    ["wav", "Flute_A4_vel76_2584.wav", "Flute_B4_vel80_2584.wav"],
    ["keyframes", "Flute_A4_vel76_2584_keyframes.json", "Flute_B4_vel80_2584_keyframes.json"],
    ["svg", "notehead_2584802d_P1_A4_M4.svg", "notehead_2584802d_P1_B4_M5.svg"],
  ] as const)("of kind %s stays %s where it would be %s now", (kind, former, name) => {
    expect(named(former, kind, name)).toBe(former);
  });

  it("is the new one for a note that had none", () => {
    expect(named(undefined, "wav", "Flute_B4_vel80_2584.wav")).toBe("Flute_B4_vel80_2584.wav");
  });

  it.each([
    ["another note's", "Flute_A4_vel76_25841.wav"],
    ["without an ID", "mix.wav"],
    ["in another folder", "../parts/Flute_2584.wav"],
    ["in another folder of Windows", "..\\Flute_2584.wav"],
    ["hidden", ".Flute_2584.wav"],
  ])("is not taken from a manifest that names a file %s", (_, former) => {
    expect(named(former, "wav", "Flute_B4_vel80_2584.wav")).toBe("Flute_B4_vel80_2584.wav");
  });

  it("of a drawing is not that of a head whose ID begins otherwise", () => {
    const name = "notehead_2584802d_P1_B4_M5.svg";
    expect(named("notehead_2584802e_P1_A4_M4.svg", "svg", name)).toBe(name);
  });
});
