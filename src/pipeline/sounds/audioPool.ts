/** Worker threads that play: one pool per stage, all on the run's bank and settings. */
import type { AudioSettings } from "../../render/audio/sound.js";
import type { BuildOptions } from "../buildOptions.js";
import { JOURNAL_FILE } from "../earlier/earlierRuns.js";
import type { StageContext } from "../engine/processor.js";
import { openPool } from "../workers/workerPool.js";
import type { AudioWorkerData } from "./audioTask.js";

export function audioSettings(options: BuildOptions): AudioSettings {
  const { bits, noteChannels } = options;
  return { sampleRateHz: options.rateHz as AudioSettings["sampleRateHz"], bits, noteChannels };
}

/** The caller destroys it. */
export function openAudioPool({ options, bench, out }: StageContext, threads: number) {
  const workerData: AudioWorkerData = {
    bank: bench.get("bank"),
    settings: audioSettings(options),
    frameRate: options.frameRate,
    keyframeMode: options.keyframeMode,
    outDir: out.dir,
    journal: out.resolve(JOURNAL_FILE),
  };
  return openPool({ worker: "audioWorker", threads, workerData });
}
