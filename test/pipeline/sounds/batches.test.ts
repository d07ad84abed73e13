/** Work is dealt out whole, in order, and so that no thread idles. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchesOf } from "../../../src/pipeline/sounds/batches.js";

describe("batches", () => {
  it("hold every item once, in order, and never more than asked for", () => {
    const sizes = fc.tuple(
      fc.array(fc.nat()),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 64 }),
    );
    fc.assert(
      fc.property(sizes, ([items, threads, most]) => {
        const batches = batchesOf(items, threads, most);
        expect(batches.flat()).toEqual(items);
        for (const { length } of batches) expect(length >= 1 && length <= most).toBe(true);
      }),
    );
  });

  it("of six sounds give two threads three each, one at a time", () => {
    expect(batchesOf([1, 2, 3, 4, 5, 6], 2, 16)).toEqual([[1], [2], [3], [4], [5], [6]]);
  });

  it("of a thousand sounds are full", () => {
    expect(batchesOf(Array.from({ length: 1000 }), 2, 16)[0]).toHaveLength(16);
  });
});
