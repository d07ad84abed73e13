/** The keyframes document of one note. */

import { type FrameRate, formatFrameRate, framesPerSec, secToFrame } from "../../core/frameRate.js";
import { firstAtOrAfter } from "../../core/sortedSearch.js";
import { curveError, reduceCurve } from "../../dsp/reduceCurve.js";
import type { KeyframesDocument } from "../../schema/keyframes.js";
import { LEVEL_FLOOR_DB, type LevelRange } from "./levelRange.js";
import { FULL_SCALE, type MotionProperty, motionCurves } from "./motionCurves.js";
import type { KeyframeMode, NoteFeatures } from "./noteFeatures.js";

export interface KeyframesInput {
  readonly universalId: string;
  /** Bare name of the note's WAV. */
  readonly audioFile: string;
  readonly features: NoteFeatures;
  /** What the levels are measured against (`levelRangesOf`). */
  readonly range: LevelRange;
  /** The rate the features were extracted at. */
  readonly rate: FrameRate;
  /** Composition time of the note's onset, >= 0. */
  readonly startSec: number;
  /** Quarters per minute at the onset, > 0. */
  readonly tempoBpm: number;
  /** Composition times of the score's beats, increasing; those inside the note become markers in standard mode. */
  readonly beatsSec?: readonly number[];
  /** Largest error of the reduction, percent of a property's full scale. Below 0.01 rounding is larger. */
  readonly errorBoundPercent?: number;
}

type Key = [frame: number, value: number];

/** Fast mode marks the first onsets only. */
const FAST_ONSETS = 5;
const DEFAULT_ERROR_PERCENT = 2;

const ANALYSED: Readonly<Record<KeyframeMode, readonly string[]>> = {
  standard: ["rms", "spectral_centroid", "zero_crossing_rate", "spectral_spread", "pitch", "onsets", "beats"],
  fast: ["rms", "spectral_centroid", "zero_crossing_rate", "onsets"],
};

/**
 * Turn a note's features into keys.
 *
 * Every property is reduced by `reduceCurve` within the bound, after rounding to a ten-thousandth of full scale;
 * onsets, the loudest frame and the last frame keep their keys, and no two keys are more than a second apart. The
 * error in the metadata is measured on the keys as written, against the values before rounding.
 */
export function buildKeyframes(input: KeyframesInput): KeyframesDocument {
  const { features, range, rate, startSec } = input;
  const errorBoundPercent = input.errorBoundPercent ?? DEFAULT_ERROR_PERCENT;
  const startFrame = secToFrame(rate, startSec);
  const onsetFrames = markedOnsets(features, rate);
  const keep = [...onsetFrames, loudestRow(features.levelDb)];
  const reduced = reduceProperties(motionCurves(features, range), {
    keep,
    errorBoundPercent,
    maxGap: Math.max(1, Math.floor(framesPerSec(rate))),
  });
  const beatFrames = features.mode === "fast" ? [] : markedBeats(input, startFrame);
  const markers = {
    onset_markers: onsetFrames.map(toMarker),
    ...(features.mode === "fast" ? {} : { beat_markers: beatFrames.map(toMarker) }),
  };
  const keyframes = { ...reduced.keys, ...markers } as KeyframesDocument["keyframes"];
  return {
    schema_id: "keyframes.v1",
    version: "1.0.0",
    universal_id: input.universalId,
    audio_file: input.audioFile,
    duration_seconds: features.sampleCount / features.sampleRateHz,
    duration_frames: Math.floor((features.sampleCount * rate.num) / (features.sampleRateHz * rate.den)),
    fps: framesPerSec(rate),
    frame_rate: formatFrameRate(rate),
    tempo: input.tempoBpm,
    start_time_seconds: startSec,
    start_frame: startFrame,
    keyframes,
    metadata: {
      total_keyframes: Object.values(keyframes).reduce((sum, keys) => sum + keys.length, 0),
      onset_count: onsetFrames.length,
      beat_count: beatFrames.length,
      analysis_features: [...ANALYSED[features.mode]],
      ...(features.mode === "fast" ? { optimization: "fast_mode" as const } : {}),
      interpolation: "linear",
      ...levelMetadata(range),
      error_bound_percent: errorBoundPercent,
      max_error_percent: reduced.maxErrorPercent,
    },
  };
}

/** Amplitude A stands for floor + A/100 · (reference - floor) dBFS: the decibels can be had back from the keys. */
function levelMetadata(range: LevelRange) {
  const silent = !Number.isFinite(range.peakDb);
  return {
    level_scope: range.scope,
    level_reference_db: silent ? null : roundTo(range.peakDb, 1e-3),
    level_floor_db: silent ? null : roundTo(range.peakDb + LEVEL_FLOOR_DB, 1e-3),
  };
}

interface ReductionOptions {
  readonly keep: readonly number[];
  readonly maxGap: number;
  readonly errorBoundPercent: number;
}

function reduceProperties(curves: Partial<Record<MotionProperty, Float64Array>>, options: ReductionOptions) {
  const keys: Partial<Record<MotionProperty, Key[]>> = {};
  let maxErrorPercent = 0;
  for (const [property, curve] of Object.entries(curves) as [MotionProperty, Float64Array][]) {
    const onePercent = FULL_SCALE[property] / 100;
    const written = reduceProperty(curve, onePercent, options);
    keys[property] = written;
    maxErrorPercent = Math.max(maxErrorPercent, curveError(curve, written) / onePercent);
  }
  return { keys, maxErrorPercent: Math.ceil(maxErrorPercent * 1e4 - 1e-6) / 1e4 };
}

function reduceProperty(curve: Float64Array, onePercent: number, options: ReductionOptions): Key[] {
  // 0.001 for a scale of 10, 0.01 for all others. Half of it is lost on either side of the bound.
  const step = onePercent < 0.5 ? 1e-3 : 1e-2;
  const rounded = curve.map((value) => roundTo(value, step));
  const bound = Math.max(0, options.errorBoundPercent * onePercent - step / 2);
  return reduceCurve(rounded, { ...options, bound }).map((row) => [row, rounded[row]]);
}

function markedOnsets(features: NoteFeatures, rate: FrameRate): number[] {
  const last = features.levelDb.length - 1;
  const frames = [...features.onsetSec].map((sec) => Math.min(last, secToFrame(rate, sec)));
  return unique(frames).slice(0, features.mode === "fast" ? FAST_ONSETS : undefined);
}

/** Beats in [onset, end of the file), as frames from the onset; the beat the note begins on is frame 0. */
function markedBeats(input: KeyframesInput, startFrame: number): number[] {
  const { beatsSec = [], features, rate } = input;
  const endFrame = startFrame + features.levelDb.length;
  const frames: number[] = [];
  for (let i = firstAtOrAfter(beatsSec, input.startSec - 1); i < beatsSec.length; i++) {
    const frame = secToFrame(rate, beatsSec[i]);
    if (frame >= endFrame) break;
    if (frame >= startFrame) frames.push(frame - startFrame);
  }
  return unique(frames);
}

function loudestRow(levelDb: Float32Array): number {
  let loudest = 0;
  for (let row = 1; row < levelDb.length; row++) if (levelDb[row] > levelDb[loudest]) loudest = row;
  return loudest;
}

function unique(frames: readonly number[]): number[] {
  return [...new Set(frames)];
}

function toMarker(frame: number): [number, 100] {
  return [frame, 100];
}

/** Nearest multiple of a power of ten below 1, as the shortest decimal. */
function roundTo(value: number, step: number): number {
  const perUnit = Math.round(1 / step);
  return (Math.round(value * perUnit) + 0) / perUnit; // + 0: no negative zero
}
