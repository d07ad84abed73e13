/** Stage: parts and mix in stereo on the common clock, added up from the written notes. */

import { faultOf, isFault, type MixOutcome, type MixTask } from "../../render/audio/audioTask.js";
import { planMix } from "../../render/audio/mixPlan.js";
import { fulfil } from "../livingManifest.js";
import { NO_CONFIG, type Processor } from "../processor.js";
import { callWorker } from "../reply.js";
import { openAudioPool } from "./audio.js";
import { audioSettings } from "./planSounds.js";

const PART_FOLDER = "audio/parts";
const MIX_FILE = "audio/mix.wav";

export const mix: Processor = {
  info: {
    name: "mix",
    version: "1.0.0",
    kind: "stage",
    description: "Add the written notes up to parts and a mix in stereo.",
  },
  configSchema: NO_CONFIG,
  capabilities: {
    inputs: ["audioManifest", "rendered", "audioParts", "sounds", "bank"],
    outputs: [],
    external: ["mixer"],
  },
  async process(context) {
    const { bench, out, options, progress, signal } = context;
    const manifest = bench.get("audioManifest");
    const rendered = bench.get("rendered");
    const parts = bench.get("audioParts");
    progress.expect(parts.length + 1);
    if (rendered.size === 0) return;
    const keyOf = new Map([...rendered].map(([id, sound]) => [id, sound.key]));
    const plan = planMix(bench.get("sounds"), parts, {
      sampleRateHz: audioSettings(options).sampleRateHz,
      keyOf: (sound) => keyOf.get(sound.universalId) ?? "",
      frameCounts: new Map([...rendered.values()].map((sound) => [sound.key, sound.frameCount])),
    });
    const partPaths = parts.map((part) => `${PART_FOLDER}/${part.fileName}`);
    const task: MixTask = {
      kind: "mix",
      plan,
      soundFiles: new Map([...rendered.values()].map((sound) => [sound.key, out.resolve(sound.wav)])),
      partFiles: partPaths.map((path) => out.resolve(path)),
      mixFile: out.resolve(MIX_FILE),
    };
    const pool = openAudioPool(context, 1);
    try {
      const result = await callWorker<MixOutcome>(pool, context.dependency("mixer"), task, signal);
      if (isFault(result)) throw faultOf(result);
      const { document } = manifest;
      result.parts.forEach((fact, i) => {
        fulfil(document.parts[i].wav, { path: partPaths[i], ...fact });
      });
      if (document.mix) fulfil(document.mix, { path: MIX_FILE, ...result.mix });
      document.mixGainDb = result.gainDb;
    } finally {
      await pool.destroy();
    }
    manifest.complete();
    progress.advance(parts.length + 1);
  },
};
