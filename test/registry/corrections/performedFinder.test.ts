import { describe, expect, it } from "vitest";
import { PerformedFinder } from "../../../src/registry/corrections/performedFinder.js";
import { samplePerformance } from "../../align/sampleMusic.js";

/** A4 three times, once on another track, and a B flat. */
const finder = new PerformedFinder(
  samplePerformance([
    { sec: 1, midi: 69, track: 1 },
    { sec: 1.2, midi: 69, track: 2 },
    { sec: 1.4, midi: 69, track: 1 },
    { sec: 1.2, midi: 70, track: 1 },
  ]),
);

describe("a performed note", () => {
  it.each([
    { why: "the nearest", place: { pitch: 69, onsetSec: 1.17 }, is: 1 },
    { why: "by name", place: { pitch: "Bb4", onsetSec: 1.3 }, is: 3 },
    { why: "by its other name", place: { pitch: "A#4", onsetSec: 1.3 }, is: 3 },
    { why: "on the track that is asked for", place: { pitch: 69, onsetSec: 1.22, track: 1 }, is: 2 },
    { why: "by tick (960 a second here)", place: { pitch: 69, onsetTick: 960 }, is: 0 },
    { why: "not beyond a quarter of a second", place: { pitch: 69, onsetSec: 0.74 }, is: null },
    {
      why: "not on a channel that does not play it",
      place: { pitch: 69, onsetSec: 1, channel: 3 },
      is: null,
    },
    { why: "not of another pitch", place: { pitch: 68, onsetSec: 1 }, is: null },
  ])("is found by place: $why", ({ place, is }) => {
    expect(finder.findPlace(place, 0)).toBe(is);
  });

  it("is found where the music has moved to", () => {
    expect(finder.findPlace({ pitch: 69, onsetSec: 11 }, -10)).toBe(0);
  });

  it("is found again on its own track first, and on another one if that is all there is", () => {
    const facts = { channel: 0, pitch: 69, onsetSec: 1.25 };
    expect(finder.findAgain({ ...facts, track: 1 }, 0)).toBe(2);
    expect(finder.findAgain({ ...facts, track: 7 }, 0)).toBe(1);
  });
});
