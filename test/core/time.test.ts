import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatFrameRate, frameToSec, parseFrameRate, secToFrame } from "../../src/core/frameRate.js";
import {
  bpmAtQuarter,
  buildScoreClock,
  clockFromTempoMap,
  quarterToSec,
  secToQuarter,
} from "../../src/core/scoreClock.js";
import { bpmAtTick, buildTempoMap, secToTick, tickToSec } from "../../src/core/tempoMap.js";

describe("tempo map", () => {
  it.each([
    { why: "default 120 bpm", changes: [], tick: 480, sec: 0.5 },
    { why: "on the tempo change itself", changes: [[480, 250_000]], tick: 480, sec: 0.5 },
    { why: "one quarter past the change", changes: [[480, 250_000]], tick: 960, sec: 0.75 },
    {
      why: "changes given out of order",
      changes: [
        [960, 1_000_000],
        [0, 250_000],
      ],
      tick: 1440,
      sec: 1.5,
    },
    {
      why: "of two on one tick the last given",
      changes: [
        [0, 250_000],
        [0, 1_000_000],
      ],
      tick: 480,
      sec: 1,
    },
  ] as const)("$why", ({ changes, tick, sec }) => {
    expect(tickToSec(buildTempoMap(480, changes), tick)).toBeCloseTo(sec, 12);
  });

  it("slows from 120 to 60 bpm at beat 4: beat 6 is at 4 s", () => {
    const map = buildTempoMap(960, [[4 * 960, 1_000_000]]);
    expect(tickToSec(map, 6 * 960)).toBeCloseTo(4, 12);
    expect(bpmAtTick(map, 4 * 960 - 1)).toBe(120);
    expect(bpmAtTick(map, 4 * 960)).toBe(60);
  });

  it("comes back from seconds to the same tick", () => {
    const change = fc.tuple(fc.nat(20_000), fc.integer({ min: 100_000, max: 2_000_000 }));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), fc.nat(30_000), (changes, tick) => {
        const map = buildTempoMap(480, changes);
        expect(secToTick(map, tickToSec(map, tick))).toBeCloseTo(tick, 6);
      }),
    );
  });

  it("refuses ticks and tempi that are none", () => {
    expect(() => tickToSec(buildTempoMap(480, []), -1)).toThrow(/Tick is -1/);
    expect(() => buildTempoMap(0, [])).toThrow(/PPQ/);
    expect(() => buildTempoMap(480, [[0, 0]])).toThrow(/Tempo/);
  });
});

describe("score clock", () => {
  it("of a tempo map agrees with it at every position, also past the last change", () => {
    const map = buildTempoMap(480, [
      [480, 250_000],
      [1920, 750_000],
    ]);
    const clock = clockFromTempoMap("midi", map, 240, 8);
    for (const quarter of [0, 0.5, 1, 3.25, 8, 20]) {
      expect(quarterToSec(clock, quarter)).toBeCloseTo(tickToSec(map, 240 + quarter * 480), 12);
      expect(secToQuarter(clock, quarterToSec(clock, quarter))).toBeCloseTo(quarter, 9);
    }
    expect(bpmAtQuarter(clock, 0)).toBeCloseTo(120, 9);
    expect(bpmAtQuarter(clock, 1)).toBeCloseTo(240, 9);
  });

  it("refuses to run backwards", () => {
    expect(() => buildScoreClock("aligned", [0, 1, 1], [0, 1, 2])).toThrow(/backwards/);
    expect(() => buildScoreClock("aligned", [0, 1], [1, 0])).toThrow(/backwards/);
    expect(() => buildScoreClock("aligned", [0], [0])).toThrow(/empty/);
  });
});

describe("frame rate", () => {
  it.each([
    ["24000/1001", "24000/1001", 1001, 24_000],
    ["23.976", "24000/1001", 1001, 24_000],
    ["29.97", "30000/1001", 1001, 30_000],
    ["25", "25", 3600, 90_000],
  ])("%s is %s: %d s hold %d frames", (text, shown, sec, frames) => {
    const rate = parseFrameRate(text);
    expect(formatFrameRate(rate)).toBe(shown);
    expect(secToFrame(rate, sec)).toBe(frames);
    expect(frameToSec(rate, frames)).toBeCloseTo(sec, 9);
  });

  it.each(["0", "fast", "1/0", "500", "-24", "24,5"])("refuses %s", (text) => {
    expect(() => parseFrameRate(text)).toThrow(/Not a frame rate/);
  });
});
