/** What the keyframes of each note are made of, and the key under which a later run finds them. */

import { toNumber } from "../../core/fraction.js";
import { formatFrameRate } from "../../core/frameRate.js";
import { quarterToSec, type ScoreClock, secToQuarter } from "../../core/scoreClock.js";
import { firstAtOrAfter } from "../../core/sortedSearch.js";
import type { KeyframesInput } from "../../render/keyframes/buildKeyframes.js";
import { type LevelRange, levelRangesOf } from "../../render/keyframes/levelRange.js";
import type { AudioEntry } from "../../schema/audio.js";
import { beatGrid } from "../../score/beatGrid.js";
import { artifactKey } from "../earlier/artifactKey.js";
import { FOLDERS } from "../earlier/manifestFiles.js";
import type { StageContext } from "../engine/processor.js";
import type { FileToMake } from "../workers/writeArtifact.js";
import { featureExtent } from "./soundFacts.js";

/** Of the processor `keyframes`: raise it when the same sound would get other keyframes. */
export const KEYFRAMES_VERSION = "1.0.0";
const BEAT_MARGIN_SEC = 0.1;

export interface NoteKeyframes {
  readonly entry: AudioEntry;
  /** Features apart: they are only needed where the file is missing. */
  readonly input: Omit<KeyframesInput, "features">;
  readonly file: FileToMake;
}

/** @param entries  rendered ones; levels are measured over all of them */
export function planKeyframes(
  { bench, options }: StageContext,
  entries: readonly AudioEntry[],
): NoteKeyframes[] {
  const rendered = bench.get("rendered");
  const clock = bench.get("clock");
  const ranges = rangesOf(entries, options.levelScope);
  const beatsSec = beatGrid(bench.get("unfolded")).beats.map((beat) =>
    quarterToSec(clock, toNumber(beat.quarter)),
  );
  return entries.map((entry) => {
    const { facts } = rendered.get(entry.universalId)!;
    const startSec = entry.timingData.startSeconds;
    const endSec = startSec + facts.frameCount / options.rateHz;
    const input = {
      universalId: entry.universalId,
      audioFile: entry.files.wav.actualFilename ?? entry.files.wav.predictedFilename,
      range: ranges.get(entry.universalId)!,
      rate: options.frameRate,
      startSec,
      tempoBpm: tempoAt(clock, startSec),
      // A beat just outside may fall on the note's first or last frame.
      beatsSec: between(beatsSec, startSec - BEAT_MARGIN_SEC, endSec + BEAT_MARGIN_SEC),
      errorBoundPercent: options.keyframeErrorPercent,
    };
    const path = `${FOLDERS.keyframes}/${entry.files.keyframes.predictedFilename}`;
    return { entry, input, file: { path, artifactKey: keyframesKey(input, facts.analysisKey) } };
  });
}

function rangesOf(
  entries: readonly AudioEntry[],
  scope: "score" | "part" | "note",
): ReadonlyMap<string, LevelRange> {
  const notes = entries.map(({ universalId, partId, track, sound }) => ({
    universalId,
    partId: partId ?? `track:${track}`,
    features: { extent: featureExtent(sound!) },
  }));
  return levelRangesOf(notes, scope);
}

/** All that decides the bytes. */
function keyframesKey(input: NoteKeyframes["input"], analysisKey: string): string {
  const { rate, ...rest } = input;
  return artifactKey("keyframes", KEYFRAMES_VERSION, analysisKey, formatFrameRate(rate), rest);
}

/** Quarters per minute over the quarter that begins at a time. */
function tempoAt(clock: ScoreClock, startSec: number): number {
  const quarter = secToQuarter(clock, startSec);
  const lengthSec = quarterToSec(clock, quarter + 1) - quarterToSec(clock, quarter);
  return Math.round(1000 * (60 / Math.max(1e-3, lengthSec))) / 1000;
}

/** The part of an increasing list that lies in [from, to). */
function between(values: readonly number[], from: number, to: number): number[] {
  return values.slice(firstAtOrAfter(values, from), firstAtOrAfter(values, to));
}
