/** Damaged input, quick: a hundred mutations or two. `npm run corpora` runs thousands. */
import { describe, expect, it } from "vitest";
import { fuzzBanks } from "./fuzzBanks.js";
import { fuzz } from "./fuzzInputs.js";

describe("mutated input is read or refused by name", () => {
  // `reach`: cases that pass to the end. A fuzzer whose every case is refused at the door tests the door only.
  it.each([
    { kind: "content", count: 30, reach: 15 },
    { kind: "xml", count: 40, reach: 0 },
    { kind: "mxl", count: 40, reach: 1 },
    { kind: "midi", count: 30, reach: 5 },
    { kind: "both", count: 20, reach: 2 },
  ] as const)("$kind, $count times", async ({ kind, count, reach }) => {
    const { outcomes, defects } = await fuzz(kind, 1, count);
    expect(defects).toEqual([]);
    expect(outcomes.done ?? 0, JSON.stringify(outcomes)).toBeGreaterThanOrEqual(reach);
    expect(Object.keys(outcomes).length, JSON.stringify(outcomes)).toBeGreaterThan(1);
  });

  it("sound banks, 20 times", async () => {
    const { outcomes, defects } = await fuzzBanks(1, 20);
    expect(defects).toEqual([]);
    expect(outcomes.done, JSON.stringify(outcomes)).toBeGreaterThan(1);
    expect(outcomes.SOUNDFONT_INVALID, JSON.stringify(outcomes)).toBeGreaterThan(1);
  });
});
