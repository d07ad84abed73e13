/** What a note's sound does, frame by frame of the composition. */
import type { FrameRate } from "../../core/frameRate.js";
import { gainToDb, SILENCE_DB } from "../../dsp/decibel.js";
import { createFrameAnalyser, type FrameAnalyser } from "../../dsp/frameAnalyser.js";
import { medianOfThree } from "../../dsp/medianFilter.js";
import { findOnsets } from "../../dsp/onsets.js";
import { rmsEnvelope } from "../../dsp/rmsEnvelope.js";
import { zeroCrossingRate } from "../../dsp/zeroCrossing.js";

export type KeyframeMode = "standard" | "fast";

/** Smallest and largest value heard; min > max where nothing was heard. */
export interface Extent {
  readonly min: number;
  readonly max: number;
}

export interface FeatureExtent {
  /** Loudest row, dBFS. */
  readonly peakDb: number;
  readonly centroidHz: Extent;
  readonly crossingHz: Extent;
  readonly spreadHz: Extent;
}

/**
 * One row per frame of the composition's grid, from the note's onset to the end of its file. Plain data and typed
 * arrays: it may be posted from a worker. Rows that are inaudible repeat the last audible one, save for the level.
 */
export interface NoteFeatures {
  readonly mode: KeyframeMode;
  readonly sampleRateHz: number;
  readonly sampleCount: number;
  /** Loudest 10 ms that begin in the frame, dBFS, >= -150. */
  readonly levelDb: Float32Array;
  readonly centroidHz: Float32Array;
  /** Sign changes per second. */
  readonly crossingHz: Float32Array;
  /** All zero in fast mode. */
  readonly spreadHz: Float32Array;
  /** C2–C7, 0 where the sound has no pitch; all zero in fast mode. */
  readonly pitchHz: Float32Array;
  /** Seconds from the start of the file, increasing. */
  readonly onsetSec: Float64Array;
  readonly extent: FeatureExtent;
}

/** The level is measured over windows of 10 ms, four hops. */
const LEVEL_HOP_SEC = 0.0025;
const LEVEL_WINDOW_HOPS = 4;
/** A row this far below the note's peak, or below the second figure, is inaudible. */
const AUDIBLE_RANGE_DB = 60;
const AUDIBLE_DBFS = -110;
/** Fast mode looks at the spectrum of every third frame, and at half the length. */
const FAST_STRIDE = 3;
const FAST_FRAME_SEC = 0.0232;

/**
 * Analyse the sound of one note over its full length.
 *
 * Windows begin at their frame, so that no row hears what came before or shows an attack early.
 *
 * @param samples       mono, full scale 1, beginning at the note's onset
 * @param sampleRateHz  > 0
 * @param rate          the composition's frame rate
 * @param mode          `fast`: no pitch and spread, spectrum of every third frame
 * @returns             ceil(duration · fps) rows, at least one
 * @cost                about 2 ms a second of sound at 30 fps in standard mode
 */
export function extractFeatures(
  samples: Float32Array,
  sampleRateHz: number,
  rate: FrameRate,
  mode: KeyframeMode,
): NoteFeatures {
  const starts = frameStarts(samples.length, sampleRateHz, rate);
  const levelDb = frameLevels(samples, sampleRateHz, starts);
  const peakDb = levelDb.reduce((a, b) => Math.max(a, b), SILENCE_DB);
  const floorDb = Math.max(AUDIBLE_DBFS, peakDb - AUDIBLE_RANGE_DB);
  const rows = spectralRows(samples, sampleRateHz, starts, mode, (row) => levelDb[row] >= floorDb);
  return {
    mode,
    sampleRateHz,
    sampleCount: samples.length,
    levelDb,
    ...rows.tracks,
    onsetSec: Float64Array.from(findOnsets(samples, sampleRateHz)),
    extent: {
      peakDb,
      centroidHz: extentOf(rows.tracks.centroidHz, rows.heard),
      crossingHz: extentOf(rows.tracks.crossingHz, rows.heard),
      spreadHz: extentOf(rows.tracks.spreadHz, rows.heard),
    },
  };
}

/** First sample of every frame that begins inside the file, and the end of the file. */
function frameStarts(sampleCount: number, sampleRateHz: number, rate: FrameRate): number[] {
  const frameCount = Math.max(1, Math.ceil((sampleCount * rate.num) / (sampleRateHz * rate.den)));
  const starts = Array.from({ length: frameCount }, (_, f) =>
    Math.round((f * rate.den * sampleRateHz) / rate.num),
  );
  starts.push(sampleCount);
  return starts;
}

function frameLevels(samples: Float32Array, sampleRateHz: number, starts: readonly number[]): Float32Array {
  const hopSample = Math.max(1, Math.round(LEVEL_HOP_SEC * sampleRateHz));
  const envelope = rmsEnvelope(samples, hopSample, LEVEL_WINDOW_HOPS);
  const levelDb = new Float32Array(starts.length - 1);
  for (let f = 0; f < levelDb.length; f++) {
    const first = Math.ceil(starts[f] / hopSample);
    const end = Math.max(first + 1, Math.ceil(starts[f + 1] / hopSample));
    let loudest = 0;
    for (let i = first; i < Math.min(end, envelope.length); i++) loudest = Math.max(loudest, envelope[i]);
    levelDb[f] = gainToDb(first < envelope.length ? loudest : (envelope.at(-1) ?? 0));
  }
  return levelDb;
}

type Tracks = Pick<NoteFeatures, "centroidHz" | "crossingHz" | "spreadHz" | "pitchHz">;

function spectralRows(
  samples: Float32Array,
  sampleRateHz: number,
  starts: readonly number[],
  mode: KeyframeMode,
  isAudible: (row: number) => boolean,
): { tracks: Tracks; heard: Uint8Array } {
  const rowCount = starts.length - 1;
  const analyser = analyserFor(sampleRateHz, mode);
  const [centroidHz, crossingHz, spreadHz, pitchHz] = [0, 0, 0, 0].map(() => new Float32Array(rowCount));
  const heard = new Uint8Array(rowCount);
  for (let row = 0; row < rowCount; row += mode === "fast" ? FAST_STRIDE : 1) {
    if (!isAudible(row)) continue;
    heard[row] = 1;
    const start = Math.max(0, Math.min(starts[row], samples.length - analyser.sizeSample));
    analyser.load(samples, start);
    const shape = analyser.shape();
    centroidHz[row] = shape.centroidHz;
    crossingHz[row] = zeroCrossingRate(samples, start, start + analyser.sizeSample, sampleRateHz);
    if (mode === "fast") continue;
    spreadHz[row] = shape.spreadHz;
    pitchHz[row] = analyser.pitchHz();
  }
  const fill = mode === "fast" ? interpolateUnheard : holdUnheard;
  for (const track of [centroidHz, crossingHz, spreadHz, pitchHz]) fill(track, heard);
  return { tracks: { centroidHz, crossingHz, spreadHz, pitchHz: medianOfThree(pitchHz) }, heard };
}

const analysers = new Map<string, FrameAnalyser>();

function analyserFor(sampleRateHz: number, mode: KeyframeMode): FrameAnalyser {
  const key = `${sampleRateHz} ${mode}`;
  let analyser = analysers.get(key);
  if (!analyser) {
    analyser = createFrameAnalyser(sampleRateHz, mode === "fast" ? FAST_FRAME_SEC : undefined);
    analysers.set(key, analyser);
  }
  return analyser;
}

/** Rows not heard take the value of the heard row before them, leading ones that of the first. */
function holdUnheard(track: Float32Array, heard: Uint8Array): void {
  let value = track[Math.max(0, heard.indexOf(1))];
  for (let row = 0; row < track.length; row++) {
    if (heard[row]) value = track[row];
    else track[row] = value;
  }
}

/** As `holdUnheard`, but rows between two heard ones lie on the line between these. */
function interpolateUnheard(track: Float32Array, heard: Uint8Array): void {
  holdUnheard(track, heard);
  let from = -1;
  for (let row = 0; row < track.length; row++) {
    if (!heard[row]) continue;
    for (let i = from + 1; from >= 0 && i < row; i++) {
      track[i] = track[from] + ((track[row] - track[from]) * (i - from)) / (row - from);
    }
    from = row;
  }
}

function extentOf(track: Float32Array, heard: Uint8Array): Extent {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < track.length; row++) {
    if (!heard[row]) continue;
    min = Math.min(min, track[row]);
    max = Math.max(max, track[row]);
  }
  return { min, max };
}
