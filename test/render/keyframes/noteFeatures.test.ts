import { describe, expect, it } from "vitest";
import type { FrameRate } from "../../../src/core/frameRate.js";
import { extractFeatures } from "../../../src/render/keyframes/noteFeatures.js";
import { decayingTone, noise, sine } from "../../dsp/signals.js";

const FPS_30: FrameRate = { num: 30, den: 1 };

describe("extractFeatures", () => {
  it.each([
    { rate: { num: 30, den: 1 }, sec: 1, rows: 30 },
    { rate: { num: 24, den: 1 }, sec: 12.5, rows: 300 },
    // 29.97 frames a second: frame 29 begins at 0.9676 s, frame 30 at 1.001 s.
    { rate: { num: 30_000, den: 1001 }, sec: 1, rows: 30 },
    { rate: { num: 60_000, den: 1001 }, sec: 2, rows: 120 },
  ])("gives a row for each frame that begins inside $sec s at $rate.num/$rate.den", ({ rate, sec, rows }) => {
    const features = extractFeatures(sine(440, sec), 48_000, rate, "fast");
    expect([features.levelDb.length, features.centroidHz.length, features.pitchHz.length]).toEqual([
      rows,
      rows,
      rows,
    ]);
  });

  it("measures a sine at its level, pitch and crossing rate in every row", () => {
    const { levelDb, pitchHz, crossingHz, onsetSec } = extractFeatures(
      sine(440, 1),
      48_000,
      FPS_30,
      "standard",
    );
    for (const db of levelDb) expect(Math.abs(db + 9.03)).toBeLessThan(0.25); // 0.5 / √2
    for (const hz of pitchHz) expect(Math.abs(hz - 440)).toBeLessThan(1);
    for (const hz of crossingHz) expect(Math.abs(hz - 880)).toBeLessThan(30);
    expect([...onsetSec]).toEqual([0]);
  });

  it("hears the end of a note that is longer than ten seconds", () => {
    const long = sine(440, 14).map((v, n) => v * (n < 12 * 48_000 ? 1 : 0.1));
    const { levelDb } = extractFeatures(long, 48_000, FPS_30, "standard");
    expect(levelDb[11 * 30] - levelDb[13 * 30]).toBeCloseTo(20, 1);
  });

  it("shows an attack in its own frame, not before", () => {
    const late = new Float32Array(48_000);
    late.set(sine(440, 0.5), 24_000);
    const { levelDb, onsetSec } = extractFeatures(late, 48_000, FPS_30, "standard");
    expect(levelDb[13]).toBe(-150);
    expect(levelDb[15]).toBeGreaterThan(-10);
    expect(Math.abs(onsetSec[0] - 0.5)).toBeLessThan(0.004);
  });

  it("repeats the last audible spectrum in the silence after a note", () => {
    const padded = new Float32Array(96_000);
    padded.set(decayingTone(440, 1, 0.5, 20), 0);
    const { centroidHz, pitchHz, levelDb } = extractFeatures(padded, 48_000, FPS_30, "standard");
    expect(levelDb[59]).toBe(-150);
    expect(centroidHz[59]).toBe(centroidHz[35]);
    expect(Math.abs(pitchHz[59] - 440)).toBeLessThan(2);
  });

  it("finds noise rougher, brighter and wider than a tone", () => {
    const tone = extractFeatures(sine(440, 0.5), 48_000, FPS_30, "standard").extent;
    const hiss = extractFeatures(noise(0.5), 48_000, FPS_30, "standard").extent;
    for (const feature of ["centroidHz", "crossingHz", "spreadHz"] as const) {
      expect(hiss[feature].min).toBeGreaterThan(tone[feature].max);
    }
  });

  it("leaves out pitch and spread in fast mode and fills the frames between on straight lines", () => {
    const glide = Float32Array.from({ length: 48_000 }, (_, n) => {
      const t = n / 48_000;
      return 0.5 * Math.sin(2 * Math.PI * (400 * t + 1000 * t * t));
    });
    const { pitchHz, spreadHz, centroidHz } = extractFeatures(glide, 48_000, FPS_30, "fast");
    expect([Math.max(...pitchHz), Math.max(...spreadHz)]).toEqual([0, 0]);
    expect(centroidHz[7] - centroidHz[6]).toBeCloseTo(centroidHz[8] - centroidHz[7], 2);
    expect(centroidHz[24] - centroidHz[0]).toBeGreaterThan(1000);
  });

  it("takes silence and an empty file without NaN", () => {
    for (const samples of [new Float32Array(4800), new Float32Array(0)]) {
      for (const mode of ["standard", "fast"] as const) {
        const features = extractFeatures(samples, 48_000, FPS_30, mode);
        for (const track of [features.levelDb, features.centroidHz, features.crossingHz, features.spreadHz]) {
          expect(track.length).toBeGreaterThan(0);
          expect([...track].every(Number.isFinite)).toBe(true);
        }
        expect(features.onsetSec).toHaveLength(0);
      }
    }
  });

  it("survives being posted to another thread", () => {
    const features = extractFeatures(sine(440, 0.2), 48_000, FPS_30, "standard");
    expect(structuredClone(features)).toEqual(features);
  });
});
