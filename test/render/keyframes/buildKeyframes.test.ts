import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FrameRate, framesPerSec } from "../../../src/core/frameRate.js";
import { curveError } from "../../../src/dsp/reduceCurve.js";
import { buildKeyframes, type KeyframesInput } from "../../../src/render/keyframes/buildKeyframes.js";
import { levelRange, levelRangesOf } from "../../../src/render/keyframes/levelRange.js";
import {
  FAST_PROPERTIES,
  FULL_SCALE,
  type MotionProperty,
  motionCurves,
  STANDARD_PROPERTIES,
} from "../../../src/render/keyframes/motionCurves.js";
import { extractFeatures, type NoteFeatures } from "../../../src/render/keyframes/noteFeatures.js";
import { keyframesSchema } from "../../../src/schema/keyframes.js";
import { decayingTone, noise, sine } from "../../dsp/signals.js";

const ID = "2584802d-2469-5e45-8cf0-ff934e1032d7";
const FPS_30: FrameRate = { num: 30, den: 1 };
const RATES: FrameRate[] = [
  { num: 24_000, den: 1001 },
  { num: 24, den: 1 },
  { num: 25, den: 1 },
  { num: 30_000, den: 1001 },
  { num: 30, den: 1 },
  { num: 50, den: 1 },
  { num: 60_000, den: 1001 },
  { num: 60, den: 1 },
];

function inputFor(
  features: NoteFeatures,
  rate: FrameRate,
  more: Partial<KeyframesInput> = {},
): KeyframesInput {
  const range = levelRange([features], "note");
  return {
    universalId: ID,
    audioFile: "Flute_A4_vel76_2584.wav",
    features,
    range,
    rate,
    startSec: 9,
    tempoBpm: 100,
    ...more,
  };
}

/** Largest error of the written keys in percent of full scale, measured anew. */
function errorPercent(document: ReturnType<typeof buildKeyframes>, input: KeyframesInput): number {
  const curves = Object.entries(motionCurves(input.features, input.range)) as [
    MotionProperty,
    Float64Array,
  ][];
  return Math.max(
    ...curves.map(([p, curve]) => (100 * curveError(curve, document.keyframes[p] ?? [])) / FULL_SCALE[p]),
  );
}

describe("buildKeyframes", () => {
  const tone = decayingTone(440, 2.37, 0.5, 20);

  it.each(RATES)("describes a decaying tone at $num/$den fps within 2 %%, on whole frames", (rate) => {
    const features = extractFeatures(tone, 48_000, rate, "standard");
    const input = inputFor(features, rate);
    const document = keyframesSchema.parse(buildKeyframes(input));
    expect(document.start_frame).toBe(Math.round((9 * rate.num) / rate.den));
    expect(document.start_time_seconds).toBe(9);
    expect(document.duration_seconds).toBe(2.37);
    expect(document.duration_frames).toBe(Math.floor((2.37 * rate.num) / rate.den));
    for (const keys of Object.values(document.keyframes)) {
      const frames = keys.map(([frame]) => frame);
      expect(frames).toEqual([...new Set(frames)].sort((a, b) => a - b));
      expect(Math.max(...frames)).toBeLessThanOrEqual(document.duration_frames);
    }
    const frames = document.keyframes.scale.map(([frame]) => frame);
    expect(Math.max(...frames.slice(1).map((f, i) => f - frames[i]))).toBeLessThanOrEqual(framesPerSec(rate));
    expect(document.metadata.max_error_percent).toBeLessThanOrEqual(2);
    expect(document.metadata.max_error_percent).toBeCloseTo(errorPercent(document, input), 3);
    // 47 dB of decay are four fifths of the 60 dB between 150 and 50 %.
    expect(document.keyframes.scale[0][1]).toBeCloseTo(150, 0);
    expect(document.keyframes.scale.at(-1)?.[1]).toBeCloseTo(150 - 47.4 / 0.6, -0.5);
    expect(document.metadata.total_keyframes).toBe(Object.values(document.keyframes).flat().length);
  });

  it("gives a note at 9.0 s at 30 fps start_frame 270 and keys that move", () => {
    const document = buildKeyframes(inputFor(extractFeatures(tone, 48_000, FPS_30, "standard"), FPS_30));
    expect([document.start_frame, document.fps, document.frame_rate]).toEqual([270, 30, "30"]);
    expect(new Set(document.keyframes.opacity.map(([, value]) => value)).size).toBeGreaterThan(1);
  });

  it("has exactly the properties of its mode", () => {
    const keysOf = (mode: "standard" | "fast") =>
      Object.keys(
        buildKeyframes(inputFor(extractFeatures(tone, 48_000, FPS_30, mode), FPS_30)).keyframes,
      ).sort();
    expect(keysOf("standard")).toEqual([...STANDARD_PROPERTIES, "onset_markers", "beat_markers"].sort());
    expect(keysOf("fast")).toEqual([...FAST_PROPERTIES, "onset_markers"].sort());
  });

  it("names the fast mode, and its onsets are five at most", () => {
    const strokes = new Float32Array(96_000);
    for (let k = 0; k < 8; k++) strokes.set(decayingTone(440, 0.2, 0.5, 200), k * 12_000);
    const fast = buildKeyframes(inputFor(extractFeatures(strokes, 48_000, FPS_30, "fast"), FPS_30));
    const standard = buildKeyframes(inputFor(extractFeatures(strokes, 48_000, FPS_30, "standard"), FPS_30));
    expect([fast.metadata.optimization, standard.metadata.optimization]).toEqual(["fast_mode", undefined]);
    expect(fast.keyframes.onset_markers).toHaveLength(5);
    // Strokes every 0.25 s: frames 0, 7.5, 15 …, halves go up.
    expect(standard.keyframes.onset_markers.map(([f]) => f)).toEqual([0, 8, 15, 23, 30, 38, 45, 53]);
    for (const [frame] of standard.keyframes.onset_markers) {
      expect(standard.keyframes.scale.some(([f]) => f === frame)).toBe(true);
    }
  });

  it("keeps the key of the loudest frame in every property", () => {
    const swell = sine(440, 2).map((v, n) => v * Math.sin((Math.PI * n) / 96_000));
    const features = extractFeatures(swell, 48_000, FPS_30, "standard");
    const peak = features.levelDb.indexOf(Math.max(...features.levelDb));
    const { keyframes } = buildKeyframes(inputFor(features, FPS_30, { errorBoundPercent: 20 }));
    for (const property of STANDARD_PROPERTIES) {
      expect(keyframes[property]?.map(([frame]) => frame)).toContain(peak);
    }
  });

  it("marks the beats heard while the note lasts, on the frames of the score", () => {
    const beatsSec = [7.8, 8.4, 9, 9.6, 10.2, 10.8, 11.4, 12];
    const features = extractFeatures(tone, 48_000, FPS_30, "standard");
    const { keyframes } = buildKeyframes(inputFor(features, FPS_30, { beatsSec }));
    expect(keyframes.beat_markers).toEqual([
      [0, 100],
      [18, 100],
      [36, 100],
      [54, 100],
    ]);
  });

  it("follows the formulas, worked by hand for a steady 650 Hz tone measured against a wider range", () => {
    const features = extractFeatures(sine(650, 0.5), 48_000, FPS_30, "standard");
    const range = {
      scope: "score" as const,
      peakDb: features.extent.peakDb + 30, // A = 50
      centroidHz: { min: features.centroidHz[0] / 2, max: features.centroidHz[0] * 2 }, // B = 50
      crossingHz: { min: features.crossingHz[0], max: features.crossingHz[0] * 4 }, // R = 0
      spreadHz: { min: 1, max: features.spreadHz[0] }, // W = 100
    };
    const { keyframes } = buildKeyframes(inputFor(features, FPS_30, { range }));
    const first = (p: MotionProperty) => keyframes[p]?.[0][1];
    expect(first("scale")).toBeCloseTo(100, 0);
    expect(first("opacity")).toBeCloseTo(60, 0);
    expect(first("lightness")).toBeCloseTo(60, 0);
    expect(first("position_x")).toBeCloseTo(0, 1);
    expect(first("saturation")).toBeCloseTo(50, 1);
    expect(first("glow_intensity")).toBeCloseTo(50, 0);
    expect(first("blur")).toBeCloseTo(10, 3);
    expect(first("position_y")).toBeCloseTo(50, 1);
    expect(first("hue")).toBeCloseTo(90, 0);
    expect(first("rotation")).toBe(0);
  });

  it("turns by 90 degrees when the pitch leaps up by an octave", () => {
    const leap = new Float32Array(48_000);
    leap.set(sine(440, 0.5), 0);
    leap.set(sine(880, 0.5), 24_000);
    const { rotation } = motionCurves(extractFeatures(leap, 48_000, FPS_30, "standard"), levelRange([]));
    expect(Math.max(...(rotation ?? []))).toBeCloseTo(90, 0);
  });

  it("keeps silence and noise free of NaN and inside the ranges", () => {
    for (const mode of ["standard", "fast"] as const) {
      for (const samples of [new Float32Array(24_000), noise(0.5), new Float32Array(0)]) {
        const features = extractFeatures(samples, 48_000, FPS_30, mode);
        expect(() => keyframesSchema.parse(buildKeyframes(inputFor(features, FPS_30)))).not.toThrow();
      }
    }
  });

  it("holds its bound for any bound, measured on the written keys", () => {
    const vibrato = Float32Array.from({ length: 72_000 }, (_, n) => {
      const t = n / 48_000;
      const gain = 0.4 * Math.exp(-t) * (1 + 0.4 * Math.sin(2 * Math.PI * 6 * t));
      return gain * Math.sin(2 * Math.PI * 300 * t + 5 * Math.sin(2 * Math.PI * 5 * t));
    });
    const features = extractFeatures(vibrato, 48_000, FPS_30, "standard");
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 30, noNaN: true }), (errorBoundPercent) => {
        const input = inputFor(features, FPS_30, { errorBoundPercent });
        const document = buildKeyframes(input);
        expect(errorPercent(document, input)).toBeLessThanOrEqual(errorBoundPercent);
        expect(document.metadata.max_error_percent).toBeGreaterThanOrEqual(
          errorPercent(document, input) - 1e-4,
        );
      }),
      { seed: 2, numRuns: 40 },
    );
  });
});

describe("levelRangesOf", () => {
  const soft = extractFeatures(decayingTone(440, 1, 0.02, 20), 48_000, FPS_30, "standard");
  const loud = extractFeatures(decayingTone(440, 1, 0.5, 20), 48_000, FPS_30, "standard");
  const notes = [
    { universalId: "soft", partId: "P1", features: soft },
    { universalId: "loud", partId: "P2", features: loud },
  ];
  const firstScale = (features: NoteFeatures, scope: "score" | "part" | "note", id: string) =>
    buildKeyframes(inputFor(features, FPS_30, { range: levelRangesOf(notes, scope).get(id)! })).keyframes
      .scale[0][1];

  it("keeps pp below ff over the score: 28 dB softer is 47 % of 60 dB less", () => {
    expect(firstScale(loud, "score", "loud")).toBeCloseTo(150, 1);
    expect(firstScale(soft, "score", "soft")).toBeCloseTo(150 - 27.96 / 0.6, 1);
  });

  it.each(["part", "note"] as const)("gives each its own full range by %s", (scope) => {
    expect(firstScale(loud, scope, "loud")).toBeCloseTo(150, 1);
    expect(firstScale(soft, scope, "soft")).toBeCloseTo(150, 1);
  });

  it("does not depend on the order of the notes", () => {
    expect(levelRangesOf(notes.toReversed(), "score")).toEqual(new Map(levelRangesOf(notes, "score")));
    expect(levelRange([loud, soft])).toEqual(levelRange([soft, loud]));
  });

  it.each([700, 735])("normalises a feature between 700 Hz and %i Hz, less than a semitone, to 0", (max) => {
    const steady = { ...soft, extent: { ...soft.extent, centroidHz: { min: 700, max } } };
    const curves = motionCurves(steady, levelRange([steady]));
    expect([...new Set(curves.saturation)]).toEqual([0]);
  });
});
