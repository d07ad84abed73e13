import type { SpessaSynthProcessor } from "spessasynth_core";
import { beforeAll, describe, expect, it } from "vitest";
import { envelope, gridOf, onsetSample, powerSpectrum } from "../../../bench/bank/features.js";
import type { TimbreNote } from "../../../src/render/bank/timbreTable.js";
import { builtBytes, load, RATE_HZ, renderNote, synthOf, table } from "./builtBank.js";

let synth: SpessaSynthProcessor;

beforeAll(() => {
  synth = synthOf(load(builtBytes()));
});

const mean = (list: readonly number[]): number => list.reduce((s, v) => s + v, 0) / list.length;

/** The note from the moment it passes a tenth of its peak, as the table counts time. */
function sounded(program: number, note: TimbreNote): [Float32Array, Float32Array] {
  const [left, right] = renderNote(synth, { program, key: note.key, heldSec: 3, totalSec: 3.05 });
  const onset = onsetSample(left, right);
  return [left.subarray(onset), right.subarray(onset)];
}

function gridGap(program: number, note: TimbreNote): number {
  const grid = gridOf(...sounded(program, note));
  return mean(
    note.grid.flatMap((row, b) => row.flatMap((db, t) => (db > -50 ? [Math.abs(grid[b][t] - db)] : []))),
  );
}

function envelopeGap(program: number, note: TimbreNote): number {
  const env = envelope(...sounded(program, note), 20, 5, 2.9);
  const peak = Math.max(...env);
  const gaps = table.env_s.map((t, i) => {
    const db = 20 * Math.log10(env[Math.min(env.length - 1, Math.round(t / 0.005 - 2))] / peak + 1e-12);
    return Math.abs(Math.max(-50, db) - Math.max(-50, note.env[i]));
  });
  return mean(gaps);
}

function centroidGapOctaves(program: number, note: TimbreNote): number {
  const [left, right] = sounded(program, note);
  let power = 0;
  let weighted = 0;
  for (let t = 0.05; t < 0.2; t += 0.02) {
    powerSpectrum(left, right, Math.round(t * RATE_HZ)).forEach((p, bin) => {
      power += p;
      weighted += (p * bin * RATE_HZ) / 2048;
    });
  }
  return Math.abs(Math.log2(weighted / power / note.cent[1]));
}

// One of every family that is not an effect.
const PROGRAMS = [0, 6, 7, 11, 20, 24, 32, 42, 46, 56, 57, 60, 65, 71, 73, 107];

describe.each(PROGRAMS)("program %i against what was measured", (program) => {
  const { notes } = table.programs[program];

  it("has the measured coarse spectrogram within 6 dB on average", () => {
    expect(mean(notes.map((n) => gridGap(program, n)))).toBeLessThanOrEqual(6);
  });

  it("has the measured envelope within 4 dB on average", () => {
    expect(mean(notes.map((n) => envelopeGap(program, n)))).toBeLessThanOrEqual(4);
  });

  it("is as bright as measured between 50 and 250 ms, within a quarter of an octave", () => {
    expect(mean(notes.map((n) => centroidGapOctaves(program, n)))).toBeLessThanOrEqual(0.25);
  });
});

describe("short sounds", () => {
  it.each([13, 115, 45])("program %i is over as soon as it was measured to be", (program) => {
    for (const note of table.programs[program].notes.filter((n) => n.len60 < 1)) {
      const env = envelope(...sounded(program, note), 20, 10, 2.5);
      const peak = Math.max(...env);
      const after = env.slice(Math.ceil((note.len60 * 1.3 + 0.1) * 100));
      expect(20 * Math.log10(Math.max(...after, 1e-9) / peak)).toBeLessThan(-50);
    }
  });
});
