import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearestAcross, onlyKept, separationsOf, sortIntoBins } from "../../src/align/timesByBin.js";

const BINS = 3;
const moments = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: -1, max: BINS - 1 })), {
  maxLength: 20,
});
type Moments = readonly (readonly [number, number])[];
const sort = (list: Moments) =>
  sortIntoBins(
    Float64Array.from(list, ([sec]) => sec),
    Int32Array.from(list, ([, bin]) => bin),
    BINS,
  );
/** The slow obvious version. */
const nearest = (sec: number, bin: number, list: Moments) =>
  Math.min(...list.filter((m) => m[1] === bin && bin >= 0).map((m) => Math.abs(m[0] - sec)), Infinity);

describe("times by bin", () => {
  it("are ascending, and hold every item that has a bin", () => {
    fc.assert(
      fc.property(moments, (list) => {
        const { start, sec, item } = sort(list);
        for (let b = 0; b < BINS; b++) {
          const held = [...item.subarray(start[b], start[b + 1])];
          expect(held.toSorted((a, c) => a - c)).toEqual(
            list.flatMap(([, bin], i) => (bin === b ? [i] : [])),
          );
          const times = held.map((i) => list[i][0]);
          expect([...sec.subarray(start[b], start[b + 1])]).toEqual(times);
          expect(times).toEqual(times.toSorted((a, c) => a - c));
        }
      }),
    );
  });

  it("know the nearest of another sorting in the same bin", () => {
    fc.assert(
      fc.property(moments, moments, (from, among) => {
        const expected = from.map(([sec, bin]) => nearest(sec, bin, among));
        expect([...nearestAcross(sort(from), sort(among), from.length)]).toEqual(expected);
      }),
    );
  });

  it("are, of those that are kept, as if no others had been there", () => {
    fc.assert(
      fc.property(moments, (list) => {
        const isKept = Uint8Array.from(list, ([sec]) => sec % 2);
        const expected = sort(list.map(([sec, bin]) => [sec, sec % 2 === 1 ? bin : -1]));
        expect(onlyKept(sort(list), isKept)).toEqual(expected);
      }),
    );
  });

  it("know how far the next one is", () => {
    fc.assert(
      fc.property(moments, (list) => {
        const expected = list.map(([sec, bin], i) =>
          nearest(
            sec,
            bin,
            list.filter((_, k) => k !== i),
          ),
        );
        expect([...separationsOf(sort(list), list.length)]).toEqual(expected);
      }),
    );
  });
});
