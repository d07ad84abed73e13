import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { midiToHz } from "../../../src/core/pitch.js";
import { HOLD_LIMIT_SEC } from "../../../src/render/audio/keySchedule.js";
import type { Sound } from "../../../src/render/audio/sound.js";
import { createSynth, renderSound, type Synth } from "../../../src/render/audio/synth.js";
import { centsOff, crossingsPerSec, oneKey, peakOf, rmsOf } from "./measures.js";
import { TINY, tinyBank } from "./tinyBank.js";

const RATE_HZ = 48_000;
const MINUS_1_DB = 10 ** (-1 / 20);
const bank = tinyBank();
let synth: Synth;
beforeAll(async () => {
  synth = await createSynth(bank, { sampleRateHz: RATE_HZ });
});

const mono = (sound: Sound, on = synth) => renderSound(on, sound, { noteChannels: 1 }).channels[0];
const hash = (samples: Float32Array) =>
  createHash("sha256")
    .update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
    .digest("hex");

describe("a rendered note", () => {
  it.each([33, 60, 69, 81, 100])("has the pitch of its key %i within 5 cents", (pitch) => {
    const samples = mono(oneKey(TINY.sine, pitch, { durationSec: 1 }));
    expect(Math.abs(centsOff(samples, RATE_HZ, midiToHz(pitch)))).toBeLessThan(5);
  });

  it("begins with its first sample: no silence in front", () => {
    // The tiny bank's sine rises at once; 40 samples (0.8 ms) are a thirteenth of a period of E2 and more of A4.
    const samples = mono(oneKey(TINY.sine, 69));
    expect(peakOf(samples.subarray(0, 40))).toBeGreaterThan(0.2 * peakOf(samples));
    expect(peakOf(samples.subarray(0, 960))).toBeGreaterThan(0.5 * peakOf(samples));
  });

  it("holds its level until the key is let go and is gone soon after", () => {
    const samples = mono(oneKey(TINY.sine, 69, { durationSec: 0.5 }));
    const held = rmsOf(samples.subarray(0.4 * RATE_HZ, 0.5 * RATE_HZ));
    expect(rmsOf(samples.subarray(0.5 * RATE_HZ + 128, 0.51 * RATE_HZ + 128))).toBeLessThan(held * 0.9);
    expect(samples.length).toBeGreaterThan(0.5 * RATE_HZ);
    expect(samples.length).toBeLessThan(0.7 * RATE_HZ);
  });

  it.each(Object.values(TINY).filter((p) => p !== TINY.narrow))(
    "of program %i ends in silence without a click",
    (program) => {
      const samples = mono(oneKey(program, 64, { durationSec: 0.3, velocity: 127 }));
      expect(Math.abs(samples[samples.length - 1])).toBeLessThan(1e-3);
      const last = samples.subarray(samples.length - 48);
      expect(peakOf(last)).toBeLessThan(10 ** (-40 / 20));
    },
  );

  it("covers its written length even if the sound dies away earlier", () => {
    expect(mono(oneKey(TINY.plucked, 69, { durationSec: 3 })).length).toBe(3 * RATE_HZ);
  });

  it("is cut 3 s after the key is let go if it rings on for longer", () => {
    const samples = mono(oneKey(TINY.endless, 69, { durationSec: 0.25 }));
    expect(samples.length).toBe(3.25 * RATE_HZ);
    expect(peakOf(samples.subarray(2.9 * RATE_HZ, 3 * RATE_HZ))).toBeGreaterThan(0.01);
  });

  it("is louder with velocity, and never above -1 dBFS", () => {
    const peaks = [10, 40, 70, 100, 127].map((velocity) => peakOf(mono(oneKey(TINY.held, 60, { velocity }))));
    expect(peaks).toEqual([...peaks].sort((a, b) => a - b));
    expect(peaks[4] / peaks[0]).toBeGreaterThan(10);
    const loud = renderSound(synth, oneKey(TINY.tooLoud, 60, { velocity: 127 }), { noteChannels: 1 });
    expect(peakOf(loud.channels[0])).toBeLessThanOrEqual(MINUS_1_DB + 1e-6);
    expect(loud.peak).toBeCloseTo(peakOf(loud.channels[0]), 6);
  });

  it("plays the events of an ornament at their own samples", () => {
    const step = 0.1234;
    const events = [69, 81, 69, 81].map((pitch, k) => ({
      pitch,
      velocity: 90,
      startSec: k * step,
      durationSec: step,
    }));
    const samples = mono({ program: TINY.sine, percussion: false, events });
    for (const [k, { pitch }] of events.entries()) {
      const middle = samples.subarray((k + 0.3) * step * RATE_HZ, (k + 0.9) * step * RATE_HZ);
      expect(crossingsPerSec(middle, RATE_HZ) / (2 * midiToHz(pitch))).toBeCloseTo(1, 0);
    }
  });

  it("sounds the drum of its key, not a pitch", () => {
    const kick = mono(oneKey(0, 36, { percussion: true, durationSec: 0.05 }));
    const hat = mono(oneKey(0, 42, { percussion: true, durationSec: 0.05 }));
    expect(crossingsPerSec(hat, RATE_HZ)).toBeGreaterThan(4 * crossingsPerSec(kick, RATE_HZ));
  });

  it("that ends with its sample, not with its key, is not faded before that", () => {
    // The kick falls by exp(-1.76) from 0.03 to 0.11 s and breaks off at 0.18 s.
    const kick = mono(oneKey(0, 36, { percussion: true, durationSec: 0.17 }));
    const level = (fromSec: number) => rmsOf(kick.subarray(fromSec * RATE_HZ, (fromSec + 0.04) * RATE_HZ));
    expect(level(0.09) / level(0.01)).toBeGreaterThan(0.5 * Math.exp(-1.76));
    expect(level(0.13) / level(0.05)).toBeGreaterThan(0.5 * Math.exp(-1.76));
  });

  it("comes in two channels on demand, a middle voice 3 dB lower in each", () => {
    const sound = oneKey(TINY.sine, 69);
    const stereo = renderSound(synth, sound, { noteChannels: 2 }).channels;
    expect(stereo).toHaveLength(2);
    expect(rmsOf(stereo[0])).toBeCloseTo(rmsOf(mono(sound)) * Math.SQRT1_2, 3);
    expect(rmsOf(stereo[1])).toBeCloseTo(rmsOf(stereo[0]), 3);
  });

  it("is refused with its key where the bank has no sound", () => {
    expect(() => mono(oneKey(TINY.narrow, 40))).toThrow(/program 83, key 40.*/);
  });

  it.each([
    { why: "no event", sound: { program: 0, percussion: false, events: [] } },
    { why: "a key of 128", sound: oneKey(0, 128) },
    { why: "velocity 0", sound: oneKey(0, 60, { velocity: 0 }) },
    { why: "an endless length", sound: oneKey(0, 60, { durationSec: Number.POSITIVE_INFINITY }) },
  ])("is refused for $why", ({ sound }) => {
    expect(() => mono(sound)).toThrow(/out of range/);
  });

  it("is let go after the longest hold, however long the file holds the key", () => {
    const { channels } = renderSound(synth, oneKey(TINY.plucked, 69, { durationSec: 40_000 }), {
      noteChannels: 1,
    });
    expect(channels[0].length).toBe(HOLD_LIMIT_SEC * RATE_HZ);
  });
});

describe("the same note", () => {
  const sounds = [
    oneKey(TINY.held, 60, { durationSec: 0.4 }),
    oneKey(TINY.held, 61, { velocity: 127, durationSec: 0.013 }),
    oneKey(0, 42, { percussion: true }),
    oneKey(TINY.plucked, 90, { velocity: 3 }),
    oneKey(TINY.endless, 48),
    {
      ...oneKey(TINY.held, 70),
      events: [0, 1, 2].map((k) => ({ pitch: 70, velocity: 80, startSec: k / 7, durationSec: 1 / 7 })),
    },
  ];

  it("has the same bytes whatever was rendered before, and on another synthesizer", async () => {
    const first = sounds.map((sound) => hash(mono(sound)));
    expect(new Set(first).size).toBe(sounds.length);
    const backwards = [...sounds].reverse().map((sound) => hash(mono(sound)));
    expect(backwards.reverse()).toEqual(first);
    expect(sounds.map((sound) => hash(mono(sound)))).toEqual(first);
    const fresh = await createSynth(bank, { sampleRateHz: RATE_HZ });
    expect(hash(mono(sounds[5], fresh))).toBe(first[5]);
    expect(hash(mono(sounds[0], fresh))).toBe(first[0]);
  });
});

describe("a synthesizer", () => {
  it("refuses a second rate in one thread, where the library would play it wrong", async () => {
    await expect(createSynth(bank, { sampleRateHz: 44_100 })).rejects.toThrow(
      /This thread renders at 48000 Hz/,
    );
  });

  it("refuses what is no sound bank", async () => {
    const text = new TextEncoder().encode("this is no sound bank at all").buffer;
    await expect(createSynth(text, { sampleRateHz: RATE_HZ })).rejects.toThrow(/sound bank cannot be loaded/);
  });
});
