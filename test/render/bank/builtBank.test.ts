import { createHash } from "node:crypto";
import type { BasicSample, BasicSoundBank, SpessaSynthProcessor } from "spessasynth_core";
import { GeneratorTypes } from "spessasynth_core";
import { beforeAll, describe, expect, it } from "vitest";
import { BANK_LUFS } from "../../../src/render/bank/levels.js";
import { momentaryLoudness } from "../../../src/render/bank/loudness.js";
import {
  build,
  builtBytes,
  centroidHz,
  cents,
  lineAt,
  load,
  measuredFreqHz,
  RATE_HZ,
  renderNote,
  rmsDb,
  synthOf,
  table,
} from "./builtBank.js";

let bytes: Uint8Array;
let bank: BasicSoundBank;
let synth: SpessaSynthProcessor;

beforeAll(() => {
  bytes = builtBytes();
  bank = load(bytes);
  synth = synthOf(bank);
});

/** One or two of every family. */
const MELODIC = [0, 4, 11, 16, 19, 24, 32, 40, 48, 52, 56, 60, 65, 68, 71, 73, 80, 89, 104, 110];
const keysOf = (program: number): number[] => table.programs[program].notes.map((n) => n.key);
const middleKey = (program: number): number => keysOf(program)[keysOf(program).length >> 1];
const loops = (): BasicSample[] => bank.samples.filter((s) => s.loopEnd > 0);

describe("the bank as a file", () => {
  it("has the same bytes when it is built again (or else: npm run bank)", () => {
    const sha = (b: Uint8Array): string => createHash("sha256").update(b).digest("hex");
    expect(sha(build())).toBe(sha(bytes));
  });

  it("is no larger than 6 MB", () => {
    expect(bytes.length).toBeLessThanOrEqual(6_000_000);
  });

  it("reloads with 128 presets in order and a drum kit", () => {
    const melodic = bank.presets.filter((p) => !p.isDrum).map((p) => p.program);
    expect(melodic.sort((a, b) => a - b)).toEqual(Array.from({ length: 128 }, (_, i) => i));
    expect(bank.presets.filter((p) => p.isDrum).map((p) => p.program)).toEqual([0]);
  });

  it("carries the credit of the measurements in its comment", () => {
    expect(bank.soundBankInfo.comment).toBe(table.credit);
  });

  it("gives every key of every preset a voice", () => {
    const silent = bank.presets
      .filter((p) => !p.isDrum)
      .flatMap((p) =>
        Array.from({ length: 128 }, (_, key) => key)
          .filter((key) => p.getVoiceParameters(key, 80).length === 0)
          .map((key) => `${p.program}/${key}`),
      );
    expect(silent).toEqual([]);
  });

  it("has no empty sample and none that is not a number", () => {
    for (const sample of bank.samples) {
      const audio = sample.getAudioData();
      expect(audio.some((v) => Math.abs(v) > 0.5)).toBe(true);
      expect(audio.every(Number.isFinite)).toBe(true);
    }
  });
});

describe("loops", () => {
  it("pass their seam with no larger step than lies inside", () => {
    const broken = loops().filter((sample) => {
      const x = sample.getAudioData();
      let largest = 0;
      for (let i = sample.loopStart + 1; i < sample.loopEnd; i++)
        largest = Math.max(largest, Math.abs(x[i] - x[i - 1]));
      return Math.abs(x[sample.loopStart] - x[sample.loopEnd - 1]) > 1.5 * largest;
    });
    expect(broken.map((s) => s.name)).toEqual([]);
  });

  it("carry no direct current above -60 dBFS", () => {
    const offset = loops().filter((sample) => {
      const x = sample.getAudioData().subarray(sample.loopStart, sample.loopEnd);
      return Math.abs(x.reduce((s, v) => s + v, 0) / x.length) > 0.001;
    });
    expect(offset.map((s) => s.name)).toEqual([]);
  });

  it("hold a tone for 10 s without a line off its partials above -60 dB", () => {
    // The reed organ: no vibrato, no detuned voices; breath taken off with its zones.
    const still = load(bytes);
    const preset = still.presets.find((p) => !p.isDrum && p.program === 20)!;
    for (const { instrument } of preset.zones) {
      for (const zone of instrument.zones) {
        if (zone.sample.name.startsWith("Breath")) zone.setGenerator(GeneratorTypes.initialAttenuation, 1440);
      }
    }
    const key = 57;
    const [left] = renderNote(synthOf(still), { program: 20, key, heldSec: 10, totalSec: 10 });
    const count = 4 * RATE_HZ;
    const f0 = 440 * 2 ** ((key - 69) / 12);
    const level = (hz: number): number =>
      20 * Math.log10(Math.hypot(...lineAt(left, 5 * RATE_HZ, count, hz)) + 1e-12);
    const strongest = Math.max(...[1, 2, 3, 4].map((k) => level(k * f0)));
    // Loop-rate side lines would stand at f0 / n around each partial.
    for (const ratio of [0.5, 1.25, 1.333, 1.5, 1.667, 1.75, 2.5, 3.5]) {
      expect(level(ratio * f0) - strongest).toBeLessThan(-60);
    }
  });
});

describe("tuning", () => {
  it("has partials 1 to 3 within 2 cents at three keys, vibrato off", () => {
    const still = load(bytes);
    for (const { instrument } of still.presets.flatMap((p) => p.zones)) {
      for (const zone of instrument.zones) {
        zone.setGenerator(GeneratorTypes.vibLfoToPitch, 0);
        zone.setGenerator(GeneratorTypes.modLfoToVolume, 0);
      }
    }
    const player = synthOf(still);
    const off: string[] = [];
    for (const program of [6, 19, 22, 24, 40, 42, 56, 57, 60, 65, 68, 70, 71, 73, 80]) {
      const notes = table.programs[program].notes;
      for (const note of [notes[0], notes[notes.length >> 1], notes[notes.length - 1]]) {
        const [left] = renderNote(player, { program, key: note.key, heldSec: 1.4, totalSec: 1.4 });
        for (const k of [1, 2, 3]) {
          // Only partials that are there to be measured.
          if ((note.pa[k * (note.base ?? 1) - 1] ?? -99) < -35) continue;
          const wanted = k * 440 * 2 ** ((note.key - 69) / 12) * Math.sqrt(1 + (note.B ?? 0) * k * k);
          const error = cents(measuredFreqHz(left, Math.round(0.5 * RATE_HZ), wanted), wanted);
          if (!(Math.abs(error) <= 2)) off.push(`${program}/${note.key} partial ${k}: ${error.toFixed(2)}`);
        }
      }
    }
    expect(off).toEqual([]);
  });
});

describe("levels", () => {
  it.each(MELODIC)("program %i is as loud as the others at velocity 80, within 1.5 dB", (program) => {
    const [left, right] = renderNote(synth, { program, key: middleKey(program), heldSec: 2, totalSec: 2 });
    expect(Math.abs(momentaryLoudness(left, right, RATE_HZ) - BANK_LUFS)).toBeLessThanOrEqual(1.5);
  });

  it.each(MELODIC)("program %i grows louder and not duller with velocity", (program) => {
    const key = middleKey(program);
    const notes = [40, 80, 120].map((velocity) =>
      renderNote(synth, { program, key, velocity, heldSec: 0.7, totalSec: 0.7 }),
    );
    const [soft, middle, loud] = notes.map(([l, r]) => momentaryLoudness(l, r, RATE_HZ));
    expect(middle - soft).toBeGreaterThan(3);
    expect(loud - middle).toBeGreaterThan(2);
    const [dull, even, bright] = notes.map((n) => centroidHz(n, 0.05, 0.4));
    expect(even).toBeGreaterThan(dull * 0.999);
    expect(bright).toBeGreaterThan(even * 0.999);
  });

  it("leaves a decibel of room at velocity 127", () => {
    const peaks = MELODIC.flatMap((program) =>
      keysOf(program).map((key) => {
        const [l, r] = renderNote(synth, { program, key, velocity: 127, heldSec: 0.4, totalSec: 0.4 });
        return Math.max(...[l, r].map((x) => x.reduce((m, v) => Math.max(m, Math.abs(v)), 0)));
      }),
    );
    expect(20 * Math.log10(Math.max(...peaks))).toBeLessThanOrEqual(-1);
  });

  it("plays a chord of eight at velocity 127 without clipping", () => {
    const peaks = [0, 13, 28, 48, 56, 115].map((program) => {
      const length = Math.round(0.5 * RATE_HZ);
      const [left, right] = [new Float32Array(length), new Float32Array(length)];
      synth.programChange(0, program);
      for (const step of [-12, -8, -5, 0, 4, 7, 12, 16]) synth.noteOn(0, middleKey(program) + step, 127);
      for (let start = 0; start < length; start += 128) {
        synth.process(left, right, start, Math.min(128, length - start));
      }
      synth.stopAllChannels(true);
      return left.reduce((m, v, i) => Math.max(m, Math.abs(v), Math.abs(right[i])), 0);
    });
    expect(Math.max(...peaks)).toBeLessThan(1);
  });

  it.each(MELODIC)("program %i is silent 1 s after the key is let go (bells and pads: 2 s)", (program) => {
    const family = table.programs[program].family;
    const afterSec = family === "chromatic" || family === "pad" ? 2 : 1;
    const [left] = renderNote(synth, {
      program,
      key: middleKey(program),
      heldSec: 0.5,
      totalSec: 0.6 + afterSec,
    });
    expect(rmsDb(left, Math.round((0.5 + afterSec) * RATE_HZ), left.length)).toBeLessThan(-80);
  });
});

describe("drums", () => {
  it("play every key from 35 to 81", () => {
    const quiet = table.percussion
      .filter(({ key }) => {
        const [left] = renderNote(synth, { program: -1, key, heldSec: 0.2, totalSec: 0.2 });
        return !(rmsDb(left, 0, left.length) > -65);
      })
      .map((d) => d.key);
    expect(quiet).toEqual([]);
  });

  it("cut the open hi-hat off with the closed one", () => {
    const length = Math.round(1.2 * RATE_HZ);
    const play = (closed: boolean): Float32Array => {
      const left = new Float32Array(length);
      const right = new Float32Array(length);
      synth.noteOn(9, 46, 100);
      for (let start = 0; start < length; start += 128) {
        if (closed && start === 128 * 80) synth.noteOn(9, 42, 1);
        synth.process(left, right, start, Math.min(128, length - start));
      }
      synth.stopAllChannels(true);
      return left;
    };
    const from = Math.round(0.8 * RATE_HZ);
    expect(rmsDb(play(true), from, length)).toBeLessThan(rmsDb(play(false), from, length) - 20);
  });
});
