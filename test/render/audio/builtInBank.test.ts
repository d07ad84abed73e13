/** Notes as users hear them: rendered from the bank that `npm run build` makes. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { midiToHz } from "../../../src/core/pitch.js";
import type { Sound } from "../../../src/render/audio/sound.js";
import { assertSoundFont } from "../../../src/render/audio/soundFont.js";
import { createSynth, renderSound, type Synth } from "../../../src/render/audio/synth.js";
import { centsOff, crossingsPerSec, oneKey, peakOf, rmsOf } from "./measures.js";

const RATE_HZ = 48_000;
const file = path.resolve(import.meta.dirname, "../../../dist/bank/leitmotion.sf2");
const built = existsSync(file);
if (!built) console.warn("SKIPPED: dist/bank/leitmotion.sf2 is not there, run npm run build");

/** One of every family that holds or rings at a pitch; key in its usual range. */
const PITCHED = [
  [0, 60],
  [6, 60],
  [11, 69],
  [19, 57],
  [21, 64],
  [24, 57],
  [33, 40],
  [40, 76],
  [41, 60],
  [42, 48],
  [43, 36],
  [46, 60],
  [48, 60],
  [52, 60],
  [56, 67],
  [57, 53],
  [58, 41],
  [60, 60],
  [65, 64],
  [68, 72],
  [70, 48],
  [71, 67],
  [72, 86],
  [73, 74],
  [74, 72],
] as const;

describe.skipIf(!built)("with the built-in bank", () => {
  let synth: Synth;
  const mono = (sound: Sound) => renderSound(synth, sound, { noteChannels: 1 }).channels[0];
  beforeAll(async () => {
    const bytes = new Uint8Array(readFileSync(file));
    assertSoundFont(bytes);
    synth = await createSynth(bytes.buffer, { sampleRateHz: RATE_HZ });
  });

  it.each(PITCHED)(
    "program %i plays key %i within 5 cents, on average over its vibrato",
    (program, pitch) => {
      const samples = mono(oneKey(program, pitch, { durationSec: 1.6 }));
      expect(
        Math.abs(centsOff(samples, RATE_HZ, midiToHz(pitch), { fromSec: 0.2, spanSec: 1 })),
      ).toBeLessThan(5);
    },
  );

  it.each(PITCHED)("program %i on key %i speaks within 20 ms and ends in silence", (program, pitch) => {
    const samples = mono(oneKey(program, pitch));
    expect(peakOf(samples.subarray(0, 0.02 * RATE_HZ))).toBeGreaterThan(1e-3);
    expect(Math.abs(samples[samples.length - 1])).toBeLessThan(1e-3);
    expect(peakOf(samples)).toBeLessThanOrEqual(10 ** (-1 / 20) + 1e-6);
    expect(samples.every(Number.isFinite)).toBe(true);
  });

  it.each([0, 40, 56, 71, 73])("program %i is louder and brighter with velocity", (program) => {
    const notes = [40, 80, 120].map((velocity) =>
      mono(oneKey(program, 69, { velocity })).subarray(0, 0.4 * RATE_HZ),
    );
    const levels = notes.map(rmsOf);
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
    expect(brightness(notes[2])).toBeGreaterThan(brightness(notes[0]));
  });

  it("the drums of the kit sound, each key differently", () => {
    const keys = [35, 38, 42, 49, 56, 76, 81];
    const drums = keys.map((pitch) => mono(oneKey(0, pitch, { percussion: true, durationSec: 0.1 })));
    expect(new Set(drums.map((drum) => crossingsPerSec(drum, RATE_HZ).toFixed(0))).size).toBe(keys.length);
  });

  it("a drum of a larger kit is played by its nearest relative", () => {
    const [jingle, tambourine] = [83, 54].map((pitch) => mono(oneKey(0, pitch, { percussion: true })));
    expect(jingle).toEqual(tambourine);
  });

  it("a kit of another number is the one there is", () => {
    const kit = (program: number) => mono(oneKey(program, 38, { percussion: true }));
    expect(kit(16)).toEqual(kit(0));
  });

  it("every program sounds at no velocity above -1 dBFS", () => {
    for (let program = 0; program < 128; program++) {
      const { peak, limited } = renderSound(synth, oneKey(program, 60, { velocity: 127, durationSec: 0.2 }), {
        noteChannels: 1,
      });
      expect({ program, limited, quiet: peak < 1e-3 }).toEqual({ program, limited: false, quiet: false });
    }
  });
});

/** Share of the signal's slope in its level: grows with the partials' weight. */
function brightness(samples: Float32Array): number {
  const slope = samples.map((sample, i) => (i === 0 ? 0 : sample - samples[i - 1]));
  return rmsOf(slope) / rmsOf(samples);
}
