/** Thousands of damaged and absurd inputs: each is read to the end or refused by name, in bounded time. */
import { describe, expect, it } from "vitest";
import { fuzzBanks } from "../fuzz/fuzzBanks.js";
import { fuzz } from "../fuzz/fuzzInputs.js";

/** Seeds of the quick test come before. */
const FIRST_SEED = 1000;
/** `LEITMOTION_CORPORA=quick` (the build machine) runs a tenth. */
const SHARE = process.env.LEITMOTION_CORPORA === "quick" ? 0.1 : 1;

describe("mutated input is read or refused by name", () => {
  it.each([
    { kind: "content", count: 2000 },
    { kind: "xml", count: 1000 },
    { kind: "mxl", count: 1000 },
    { kind: "midi", count: 2000 },
    { kind: "both", count: 1000 },
  ] as const)(`$kind, ${SHARE} of $count times`, async ({ kind, count }) => {
    const { outcomes, defects } = await fuzz(kind, FIRST_SEED, count * SHARE);
    console.log(`${kind}: ${JSON.stringify(outcomes)}`);
    expect(defects).toEqual([]);
  });

  it(`sound banks, ${SHARE} of 500 times`, async () => {
    const { outcomes, defects } = await fuzzBanks(FIRST_SEED, 500 * SHARE);
    console.log(`bank: ${JSON.stringify(outcomes)}`);
    expect(defects).toEqual([]);
  });
});
