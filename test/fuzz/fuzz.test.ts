/** Damaged input, quick: a few hundred mutations. `npm run corpora` runs thousands. */
import { describe, expect, it } from "vitest";
import { fuzz } from "./fuzzInputs.js";

describe("mutated input is read or refused by name", () => {
  it.each([
    { kind: "content", count: 150 },
    { kind: "xml", count: 60 },
    { kind: "mxl", count: 60 },
    { kind: "midi", count: 100 },
    { kind: "both", count: 50 },
  ] as const)("$kind, $count times", async ({ kind, count }) => {
    const { outcomes, defects } = await fuzz(kind, 1, count);
    expect(defects).toEqual([]);
    // A fuzzer whose every case is refused at the door tests the door only.
    expect(outcomes.done ?? 0, JSON.stringify(outcomes)).toBeGreaterThan(count / 20);
    expect(Object.keys(outcomes).length, JSON.stringify(outcomes)).toBeGreaterThan(1);
  });
});
