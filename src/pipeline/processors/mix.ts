/** Stage: parts and mix in stereo on the common clock, added up from the written notes. */
import { type MixPlan, planMix } from "../../render/audio/mixPlan.js";
import { artifactKey } from "../earlier/artifactKey.js";
import { FOLDERS } from "../earlier/manifestFiles.js";
import { NO_CONFIG, type Processor, type StageContext } from "../engine/processor.js";
import { fulfil } from "../output/livingManifest.js";
import type { FileFact } from "../output/outputFolder.js";
import { audioSettings, openAudioPool } from "../sounds/audioPool.js";
import { faultOf, isFault, type MixOutcome, type MixTask } from "../sounds/audioTask.js";
import { soundKeysOf } from "../sounds/soundKeys.js";
import { callWorker } from "../workers/askWorker.js";
import type { FileToMake } from "../workers/writeArtifact.js";

const MIX_VERSION = "1.0.0";

/** The files of a mix and the gain they share. */
interface Mixed {
  readonly parts: readonly FileFact[];
  readonly mix: FileFact;
  readonly gainDb: number;
}

type MixFiles = Pick<MixTask, "partFiles" | "mixFile">;

export const mix: Processor = {
  info: {
    name: "mix",
    version: MIX_VERSION,
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
    const { bench, ledger, progress, stage } = context;
    const parts = bench.get("audioParts");
    progress.expect(parts.length + 1);
    if (bench.get("rendered").size === 0) return;
    const plan = planOf(context);
    const files = filesOf(context, plan);
    const found = findMixed(context, files);
    const { document } = bench.get("audioManifest");
    const mixed = found ?? (await addUp(context, plan, files));
    mixed.parts.forEach((fact, i) => {
      fulfil(document.parts[i].wav, fact);
    });
    if (document.mix) fulfil(document.mix, mixed.mix);
    document.mixGainDb = mixed.gainDb;
    bench.get("audioManifest").complete();
    const count = parts.length + 1;
    ledger.stageFiles(stage, found ? { reused: count } : { made: count });
    progress.advance(count);
  },
};

function planOf({ bench, options }: StageContext): MixPlan {
  const rendered = bench.get("rendered");
  return planMix(bench.get("sounds"), bench.get("audioParts"), {
    sampleRateHz: audioSettings(options).sampleRateHz,
    keyOf: (sound) => rendered.get(sound.universalId)?.key ?? "",
    frameCounts: new Map([...rendered.values()].map(({ key, facts }) => [key, facts.frameCount])),
  });
}

/** One key for all: parts and mix share one gain, which hangs on every note. */
function filesOf({ bench, options }: StageContext, plan: MixPlan): MixFiles {
  const keysOf = soundKeysOf(options, bench.get("inputs"));
  const wavKeys = [...new Set(plan.placements.map(({ key }) => key))].map((key) => keysOf(key).wav);
  const key = artifactKey("mix", MIX_VERSION, audioSettings(options), plan, wavKeys);
  const file = (path: string): FileToMake => ({
    path,
    artifactKey: artifactKey("mix", MIX_VERSION, key, path),
  });
  return {
    partFiles: bench.get("audioParts").map((part) => file(`${FOLDERS.part}/${part.fileName}`)),
    mixFile: file(`${FOLDERS.mix}/mix.wav`),
  };
}

/** What an earlier run made of the same notes, if all of it is there. */
function findMixed({ bench }: StageContext, { partFiles, mixFile }: MixFiles): Mixed | null {
  const { files } = bench.get("earlier");
  const find = (file: FileToMake) => files.find(file.path, file.artifactKey);
  const mix = find(mixFile);
  if (mix?.mixGainDb === undefined) return null;
  const parts = partFiles.map(find).filter((part) => part !== null);
  return parts.length === partFiles.length ? { parts, mix, gainDb: mix.mixGainDb } : null;
}

async function addUp(context: StageContext, plan: MixPlan, files: MixFiles): Promise<Mixed> {
  const { bench, signal } = context;
  const soundFiles = new Map([...bench.get("rendered").values()].map(({ key, wav }) => [key, wav]));
  const task: MixTask = { kind: "mix", plan, soundFiles, ...files };
  const pool = openAudioPool(context, 1);
  try {
    const result = await callWorker<MixOutcome>(pool, context.dependency("mixer"), task, signal);
    if (isFault(result)) throw faultOf(result);
    const { files: former } = bench.get("earlier");
    const parts = result.parts.map((part) => former.keepDate(part));
    return { parts, mix: former.keepDate(result.mix), gainDb: result.gainDb };
  } finally {
    await pool.destroy();
  }
}
