import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { streamStereoWav } from "../../../src/formats/wav/wavStream.js";
import { writeWav } from "../../../src/formats/wav/writeWav.js";
import { panGains, planAudioParts, seatOf } from "../../../src/render/audio/audioParts.js";
import { type MixBlock, measureMixGain, mixBlocks } from "../../../src/render/audio/mix.js";
import { type MixPlan, planMix } from "../../../src/render/audio/mixPlan.js";
import { cacheSounds } from "../../../src/render/audio/soundCache.js";
import { peakOf } from "./measures.js";

const LSB_24 = 2 ** -23;

/** Three parts, windows of several sizes: sounds that cross window edges, overlap, and repeat. */
function piece(partCount: number): { plan: MixPlan; sounds: Map<string, Float32Array[]> } {
  let seed = 7;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const sounds = new Map<string, Float32Array[]>();
  for (let k = 0; k < 20; k++) {
    const length = 1000 + Math.floor(random() * 60_000);
    sounds.set(`s${k}`, [Float32Array.from({ length }, () => random() - 0.5)]);
  }
  const placements = Array.from({ length: 60 }, (_, i) => {
    const key = `s${i % 20}`;
    const frameCount = sounds.get(key)?.[0].length ?? 0;
    return { key, part: i % partCount, startSample: Math.floor(random() * 400_000), frameCount };
  }).sort((a, b) => a.startSample - b.startSample);
  const frameCount = Math.max(...placements.map((p) => p.startSample + p.frameCount));
  const parts = Array.from({ length: partCount }, (_, i) => ({ gains: panGains(seatOf(i, partCount)) }));
  return { plan: { parts, placements, frameCount }, sounds };
}

async function collect(plan: MixPlan, sounds: Map<string, Float32Array[]>, bits: 16 | 24 | 32) {
  const read = (key: string) => sounds.get(key) ?? [];
  const gain = await measureMixGain(plan, read);
  const stereo = () => [new Float32Array(plan.frameCount), new Float32Array(plan.frameCount)];
  const parts = plan.parts.map(stereo);
  const mix = stereo();
  let end = 0;
  for await (const block of mixBlocks(plan, read, { gain, bits })) {
    expect(block.startSample).toBe(end);
    end += block.mix[0].length;
    const put = (to: Float32Array[], from: MixBlock["mix"]) => {
      for (const k of [0, 1]) to[k].set(from[k], block.startSample);
    };
    for (const [k, part] of block.parts.entries()) put(parts[k], part);
    put(mix, block.mix);
  }
  expect(end).toBe(plan.frameCount);
  return { gain, parts, mix };
}

describe("the mix", () => {
  it.each([1, 3, 16])(
    "of %i parts is the sum of its parts to the last bit of 24, and peaks at -1 dBFS",
    async (partCount) => {
      const { plan, sounds } = piece(partCount);
      const { parts, mix } = await collect(plan, sounds, 24);
      let worst = 0;
      for (const side of [0, 1]) {
        for (let i = 0; i < plan.frameCount; i++) {
          const sum = parts.reduce((total, part) => total + part[side][i], 0);
          worst = Math.max(worst, Math.abs(sum - mix[side][i]));
        }
      }
      expect(worst).toBeLessThan(LSB_24 / 2);
      const loudest = Math.max(...[...parts, mix].flat().map(peakOf));
      expect(20 * Math.log10(loudest)).toBeCloseTo(-1, 3);
    },
  );

  it("is the plain sum of every placed sample, whatever the windows", async () => {
    const { plan, sounds } = piece(3);
    const { mix, gain } = await collect(plan, sounds, 24);
    const expected = [new Float64Array(plan.frameCount), new Float64Array(plan.frameCount)];
    for (const { key, part, startSample } of plan.placements) {
      const [samples] = sounds.get(key) ?? [];
      plan.parts[part].gains.forEach((side, k) => {
        for (let i = 0; i < samples.length; i++) expected[k][startSample + i] += gain * side * samples[i];
      });
    }
    let worst = 0;
    for (const k of [0, 1])
      for (let i = 0; i < plan.frameCount; i++) worst = Math.max(worst, Math.abs(expected[k][i] - mix[k][i]));
    expect(worst).toBeLessThan(4 * LSB_24);
  });

  it("puts a click on the exact sample of its onset", async () => {
    const click = new Map([["click", [Float32Array.of(1)]]]);
    const sound = {
      universalId: "a",
      partKey: "P1",
      partId: "P1",
      track: null,
      instrument: "Click",
      startSec: 0.5,
      durationSec: 0,
      velocity: 1,
      program: 0,
      percussion: false,
      events: [{ pitch: 60, velocity: 1, startSec: 0, durationSec: 0 }],
    };
    const parts = [
      { key: "P1", partId: "P1", track: null, instrument: "Click", pan: 0, noteCount: 1, fileName: "x.wav" },
    ];
    const options = { sampleRateHz: 44_100, keyOf: () => "click", frameCounts: new Map([["click", 1]]) };
    const plan = planMix([sound], parts, options);
    const { mix } = await collect(plan, click, 16);
    expect(mix[0].findIndex((sample) => sample !== 0)).toBe(22_050);
    expect(mix[0].length).toBe(22_051);
    expect(planMix([sound], parts, { ...options, frameCounts: new Map() }).placements).toEqual([]);
  });

  it("of nothing is nothing, with a gain of 1", async () => {
    const { gain, mix } = await collect({ parts: [], placements: [], frameCount: 0 }, new Map(), 24);
    expect(gain).toBe(1);
    expect(mix[0]).toHaveLength(0);
  });

  it("written block by block is the file written at once", async () => {
    const { plan, sounds } = piece(2);
    const { mix } = await collect(plan, sounds, 24);
    const format = { sampleRateHz: 48_000, bits: 24 } as const;
    const stream = streamStereoWav(plan.frameCount, format);
    const blocks = [stream.header];
    for (let at = 0; at < plan.frameCount; at += 70_001) {
      blocks.push(stream.encode([mix[0].subarray(at, at + 70_001), mix[1].subarray(at, at + 70_001)]));
    }
    const whole = writeWav(mix, format);
    expect(stream.byteCount).toBe(whole.length);
    expect(Buffer.concat(blocks).equals(whole)).toBe(true);
  });
});

describe("seats", () => {
  it("lie from left to right around the middle, none at the edge, with constant power", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (count) => {
        const seats = Array.from({ length: count }, (_, i) => seatOf(i, count));
        expect(seats).toEqual([...seats].sort((a, b) => a - b));
        expect(seats.reduce((sum, seat) => sum + seat, 0)).toBeCloseTo(0, 9);
        for (const seat of seats) {
          const [left, right] = panGains(seat);
          expect(left * left + right * right).toBeCloseTo(1, 12);
          expect(Math.min(left, right)).toBeGreaterThan(0.2);
        }
      }),
    );
    expect(seatOf(0, 1)).toBe(0);
  });

  it("of two parts of one name have files of their own", () => {
    const sound = (partId: string, instrument: string) => ({
      universalId: partId,
      partKey: partId,
      partId,
      track: 0,
      instrument,
      startSec: 0,
      durationSec: 1,
      velocity: 60,
      program: 0,
      percussion: false,
      events: [{ pitch: 60, velocity: 60, startSec: 0, durationSec: 1 }],
    });
    const score = {
      parts: [
        { id: "P1", index: 0 },
        { id: "p1", index: 1 },
      ],
    } as never;
    const parts = planAudioParts([sound("p1", "Flöte"), sound("P1", "flöte"), sound("P1", "flöte")], score);
    expect(parts.map((part) => [part.key, part.noteCount])).toEqual([
      ["P1", 2],
      ["p1", 1],
    ]);
    expect(new Set(parts.map((part) => part.fileName.toLowerCase())).size).toBe(2);
  });
});

describe("the cache of sounds", () => {
  it("reads a sound once while it fits, and forgets the one unused for the longest time", async () => {
    const reads: string[] = [];
    const read = cacheSounds((key) => {
      reads.push(key);
      return [new Float32Array(10)];
    }, 25);
    for (const key of ["a", "b", "a", "c", "a", "b"]) await read(key);
    expect(reads).toEqual(["a", "b", "c", "b"]);
  });
});
