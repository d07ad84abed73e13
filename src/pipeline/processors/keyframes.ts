/** Stage: keyframes of every rendered note, levels measured over the score. */

import { toNumber } from "../../core/fraction.js";
import { quarterToSec, type ScoreClock, secToQuarter } from "../../core/scoreClock.js";
import { syncFolder } from "../../io/writeFileAtomic.js";
import type { KeyframesInput } from "../../render/keyframes/buildKeyframes.js";
import { levelRangesOf } from "../../render/keyframes/levelRange.js";
import type { AudioEntry } from "../../schema/audio.js";
import { beatGrid } from "../../score/beatGrid.js";
import type { KeyframesResult, KeyframesTask } from "../keyframesTask.js";
import { fulfil } from "../livingManifest.js";
import { NO_CONFIG, type Processor, type StageContext } from "../processor.js";
import { askWorker } from "../reply.js";
import { fanOut, openPool } from "../workerPool.js";

const FOLDER = "keyframes";
const BATCH = 64;
const BEAT_MARGIN_SEC = 0.1;

export const keyframes: Processor = {
  info: {
    name: "keyframes",
    version: "1.0.0",
    kind: "stage",
    description: "Build the keyframes of every rendered note.",
  },
  configSchema: NO_CONFIG,
  capabilities: {
    inputs: ["audioManifest", "rendered", "clock", "unfolded"],
    outputs: [],
    external: ["keyframe-builder"],
    perNote: true,
  },
  async process(context) {
    const { bench, out, progress, signal } = context;
    const manifest = bench.get("audioManifest");
    const rendered = bench.get("rendered");
    // Notes that sound identical stand side by side, so that a batch carries their features once.
    const entries = manifest.document.entries
      .filter((entry) => rendered.has(entry.universalId))
      .sort((a, b) => (a.soundKey < b.soundKey ? -1 : a.soundKey > b.soundKey ? 1 : 0));
    progress.expect(entries.length);
    if (entries.length === 0) return;
    const inputs = keyframesInputs(context, entries);
    const pool = openPool({ worker: "keyframesWorker", threads: context.threads });
    try {
      const run = async (at: number) => {
        const batch = entries.slice(at, at + BATCH);
        const pathOf = (entry: AudioEntry) => `${FOLDER}/${entry.files.keyframes.predictedFilename}`;
        const notes = batch.map((entry, i) => ({ input: inputs[at + i], file: out.resolve(pathOf(entry)) }));
        const facts = await askWorker<KeyframesResult>(
          pool,
          context.dependency("keyframe-builder"),
          { notes } satisfies KeyframesTask,
          signal,
        );
        batch.forEach((entry, i) => {
          fulfil(entry.files.keyframes, { path: pathOf(entry), ...facts[i] });
        });
        progress.advance(batch.length);
        manifest.report();
      };
      const starts = entries.map((_, i) => i).filter((i) => i % BATCH === 0);
      await fanOut(starts, context.threads, run);
    } finally {
      await pool.destroy();
    }
    syncFolder(out.resolve(FOLDER));
    manifest.complete();
  },
};

function keyframesInputs({ bench, options }: StageContext, entries: readonly AudioEntry[]): KeyframesInput[] {
  const rendered = bench.get("rendered");
  const clock = bench.get("clock");
  const ranges = levelRangesOf(
    entries.map((entry) => ({
      universalId: entry.universalId,
      partId: entry.partId ?? `track:${entry.track}`,
      features: rendered.get(entry.universalId)!.features,
    })),
    options.levelScope,
  );
  const beatsSec = beatGrid(bench.get("unfolded")).beats.map((beat) =>
    quarterToSec(clock, toNumber(beat.quarter)),
  );
  return entries.map((entry) => {
    const { features } = rendered.get(entry.universalId)!;
    const startSec = entry.timingData.startSeconds;
    const endSec = startSec + features.sampleCount / features.sampleRateHz;
    return {
      universalId: entry.universalId,
      audioFile: entry.files.wav.actualFilename ?? entry.files.wav.predictedFilename,
      features,
      range: ranges.get(entry.universalId)!,
      rate: options.frameRate,
      startSec,
      tempoBpm: tempoAt(clock, startSec),
      // A beat just outside may fall on the note's first or last frame.
      beatsSec: between(beatsSec, startSec - BEAT_MARGIN_SEC, endSec + BEAT_MARGIN_SEC),
      errorBoundPercent: options.keyframeErrorPercent,
    };
  });
}

/** Quarters per minute over the quarter that begins at a time. */
function tempoAt(clock: ScoreClock, startSec: number): number {
  const quarter = secToQuarter(clock, startSec);
  const lengthSec = quarterToSec(clock, quarter + 1) - quarterToSec(clock, quarter);
  return Math.round(1000 * (60 / Math.max(1e-3, lengthSec))) / 1000;
}

/** The part of an increasing list that lies in [from, to). */
function between(values: readonly number[], from: number, to: number): number[] {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < from) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < values.length && values[end] < to) end++;
  return values.slice(low, end);
}
