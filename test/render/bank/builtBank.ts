/** The bank under test, as `npm run build` left it, and one note at a time out of it. */
import { readFileSync } from "node:fs";
import { type BasicSoundBank, SoundBankLoader, SpessaSynthProcessor } from "spessasynth_core";
import { buildBank } from "../../../src/render/bank/buildBank.js";
import { parseTimbreTable } from "../../../src/render/bank/timbreTable.js";

export const RATE_HZ = 44100;
export const table = parseTimbreTable(
  readFileSync(new URL("../../../data/timbres/timbres.json", import.meta.url), "utf8"),
);

export const build = (): Uint8Array => buildBank(table);

/** That these are the bytes that the sources make is the first test of builtBank.test.ts. */
export const builtBytes = (): Uint8Array =>
  new Uint8Array(readFileSync(new URL("../../../dist/bank/leitmotion.sf2", import.meta.url)));

export function load(bytes: Uint8Array): BasicSoundBank {
  return SoundBankLoader.fromArrayBuffer(bytes.slice().buffer as ArrayBuffer);
}

export function synthOf(bank: BasicSoundBank): SpessaSynthProcessor {
  const synth = new SpessaSynthProcessor(RATE_HZ, { effectsEnabled: false, eventsEnabled: false });
  synth.soundBankManager.addSoundBank(bank, "bank");
  return synth;
}

/** One note, held for `heldSec` of `totalSec`; program -1 is the drum kit. */
export function renderNote(
  synth: SpessaSynthProcessor,
  note: { program: number; key: number; velocity?: number; heldSec: number; totalSec: number },
): [Float32Array, Float32Array] {
  const channel = note.program < 0 ? 9 : 0;
  synth.programChange(channel, Math.max(0, note.program));
  const length = Math.round(note.totalSec * RATE_HZ);
  const left = new Float32Array(length);
  const right = new Float32Array(length);
  const offSample = Math.floor((note.heldSec * RATE_HZ) / 128) * 128;
  synth.noteOn(channel, note.key, note.velocity ?? 80);
  for (let start = 0; start < length; start += 128) {
    if (start === offSample) synth.noteOff(channel, note.key);
    synth.process(left, right, start, Math.min(128, length - start));
  }
  synth.stopAllChannels(true);
  return [left, right];
}

/** Complex amplitude of a frequency in `x[from, from + count)` under a Hann window. */
export function lineAt(x: Float32Array, from: number, count: number, freqHz: number): [number, number] {
  let re = 0;
  let im = 0;
  for (let i = 0; i < count; i++) {
    const w = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / count);
    const a = (2 * Math.PI * freqHz * i) / RATE_HZ;
    re += w * x[from + i] * Math.cos(a);
    im -= w * x[from + i] * Math.sin(a);
  }
  return [(4 * re) / count, (4 * im) / count];
}

/** Frequency of the line near `freqHz`, from its phase advance over 0.1 s. */
export function measuredFreqHz(x: Float32Array, from: number, freqHz: number): number {
  const count = Math.round(0.4 * RATE_HZ);
  const hop = Math.round(0.1 * RATE_HZ);
  const [r1, i1] = lineAt(x, from, count, freqHz);
  const [r2, i2] = lineAt(x, from + hop, count, freqHz);
  const expected = (2 * Math.PI * freqHz * hop) / RATE_HZ;
  let turn = Math.atan2(i2, r2) - Math.atan2(i1, r1) - expected;
  turn -= 2 * Math.PI * Math.round(turn / (2 * Math.PI));
  return freqHz + (turn * RATE_HZ) / (2 * Math.PI * hop);
}

export const cents = (a: number, b: number): number => 1200 * Math.log2(a / b);

export function rmsDb(x: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += x[i] * x[i];
  return 10 * Math.log10(sum / (to - from) + 1e-20);
}

/** Power-weighted mean frequency between two moments, both channels. */
export function centroidHz([left, right]: readonly Float32Array[], fromSec: number, toSec: number): number {
  let power = 0;
  let weighted = 0;
  const from = Math.round(fromSec * RATE_HZ);
  const to = Math.round(toSec * RATE_HZ);
  // The mean square of the derivative against that of the signal is the mean square frequency.
  for (const x of [left, right]) {
    for (let i = from + 1; i < to; i++) {
      power += x[i] * x[i];
      weighted += (x[i] - x[i - 1]) ** 2;
    }
  }
  return (RATE_HZ / Math.PI) * Math.asin(Math.min(1, Math.sqrt(weighted / (power + 1e-20)) / 2));
}
