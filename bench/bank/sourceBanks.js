/** Features of the two source banks, played by FluidSynth; kept in a cache folder because it takes minutes. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noteFeatures, RATE_HZ } from "./features.js";

const BANKS = {
  fluid: ["/usr/share/sounds/sf2/FluidR3_GM.sf2"],
  musescore: [
    "/usr/share/sounds/sf2/MuseScore_General_Full.sf2",
    "/usr/share/sounds/sf2/MuseScore_General.sf2",
    "/usr/share/sounds/sf3/MuseScore_General_Lite.sf3",
  ],
};
const SPACING_S = 5;

/** Path of an installed source bank, or undefined. */
export const bankPath = (source) => BANKS[source].find((path) => existsSync(path));

/** Whether FluidSynth can be run. */
export function hasFluidSynth() {
  try {
    execFileSync("fluidsynth", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const variableLength = (value) =>
  value < 128 ? [value] : [...variableLength(value >> 7).map((b) => b | 128), value & 127];

/** Format-0 MIDI file: one key after the other every 5 s at velocity 80, 500 ticks a second. */
function midiBytes(channel, program, keys, heldS) {
  const track = [0, 0xc0 | channel, program];
  keys.forEach((key, i) => {
    track.push(
      ...variableLength(i === 0 ? 0 : Math.round((SPACING_S - heldS) * 960)),
      0x90 | channel,
      key,
      80,
    );
    track.push(...variableLength(Math.round(heldS * 960)), 0x80 | channel, key, 0);
  });
  track.push(...variableLength(Math.round((SPACING_S - heldS) * 960)), 0xff, 0x2f, 0);
  const u32 = (v) => [v >>> 24, (v >>> 16) & 255, (v >>> 8) & 255, v & 255];
  return Uint8Array.from([
    ...[0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 480 >> 8, 480 & 255],
    ...[0x4d, 0x54, 0x72, 0x6b, ...u32(track.length), ...track],
  ]);
}

/** Render keys through FluidSynth; one [left, right] pair per key. */
export function renderWithFluidSynth(bank, channel, program, keys, heldS) {
  const folder = mkdtempSync(join(tmpdir(), "leitmotion-bank-"));
  try {
    const midi = join(folder, "keys.mid");
    const raw = join(folder, "keys.raw");
    writeFileSync(midi, midiBytes(channel, program, keys, heldS));
    const options = [
      "-ni",
      "-q",
      "-R",
      "0",
      "-C",
      "0",
      "-g",
      "0.5",
      "-r",
      String(RATE_HZ),
      "-O",
      "float",
      "-T",
      "raw",
    ];
    execFileSync("fluidsynth", [...options, "-F", raw, bank, midi], { stdio: "ignore" });
    const bytes = readFileSync(raw);
    const samples = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
    return keys.map((_, i) => {
      const start = i * SPACING_S * RATE_HZ;
      const count = Math.min(SPACING_S * RATE_HZ, samples.length / 2 - start);
      const left = Float32Array.from({ length: count }, (_, s) => samples[2 * (start + s)]);
      const right = Float32Array.from({ length: count }, (_, s) => samples[2 * (start + s) + 1]);
      return [left, right];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Features per key of a program (or of the drum kit, program -1) of a source bank, cached under `cacheFolder`. */
export function sourceFeatures(cacheFolder, source, program, keys) {
  mkdirSync(cacheFolder, { recursive: true });
  const file = join(cacheFolder, `${source}-${program}.bin`);
  const per = 200 * 40 + 130 + 80;
  if (!existsSync(file) || readFileSync(file).length !== per * 4 * keys.length) {
    const drums = program < 0;
    const notes = renderWithFluidSynth(
      bankPath(source),
      drums ? 9 : 0,
      Math.max(0, program),
      keys,
      drums ? 0.3 : 3,
    );
    const data = new Float32Array(per * keys.length);
    notes.forEach(([left, right], i) => {
      const { mel, env, grid } = noteFeatures(left, right);
      data.set(mel, i * per);
      data.set(env, i * per + 8000);
      data.set(grid.flat(), i * per + 8130);
    });
    writeFileSync(file, new Uint8Array(data.buffer));
  }
  const bytes = readFileSync(file);
  const data = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  return keys.map((key, i) => {
    const grid = data.slice(i * per + 8130, (i + 1) * per);
    return {
      key,
      mel: data.slice(i * per, i * per + 8000),
      env: data.slice(i * per + 8000, i * per + 8130),
      grid: Array.from({ length: 10 }, (_, b) => Array.from(grid.slice(b * 8, b * 8 + 8))),
    };
  });
}
