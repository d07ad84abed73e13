/** Stage: keyframes of every note that has a sound, levels measured over the score; only those not there are built. */
import { syncFolder } from "../../io/writeFileAtomic.js";
import { JOURNAL_FILE } from "../earlier/earlierRuns.js";
import { FOLDERS } from "../earlier/manifestFiles.js";
import { NO_CONFIG, type Processor, type StageContext } from "../engine/processor.js";
import { fulfil } from "../output/livingManifest.js";
import type { FileFact } from "../output/outputFolder.js";
import { batchesOf } from "../sounds/batches.js";
import type { KeyframesResult, KeyframesTask, KeyframesWorkerData } from "../sounds/keyframesTask.js";
import { KEYFRAMES_VERSION, type NoteKeyframes, planKeyframes } from "../sounds/noteKeyframes.js";
import { SoundListener } from "../sounds/soundListener.js";
import { askWorker } from "../workers/askWorker.js";
import { fanOut, openPool } from "../workers/workerPool.js";

/** Notes per task. */
const BATCH = 64;

export const keyframes: Processor = {
  info: {
    name: "keyframes",
    version: KEYFRAMES_VERSION,
    kind: "stage",
    description: "Build the keyframes of every rendered note.",
  },
  configSchema: NO_CONFIG,
  capabilities: {
    inputs: ["audioManifest", "rendered", "sounds", "bank", "clock", "unfolded"],
    outputs: [],
    external: ["keyframe-builder", "synthesizer"],
    perNote: true,
  },
  async process(context) {
    const { bench, progress } = context;
    const manifest = bench.get("audioManifest");
    const rendered = bench.get("rendered");
    // Notes that sound identical stand side by side, so that a batch carries their features once.
    const entries = manifest.document.entries
      .filter((entry) => rendered.has(entry.universalId))
      .sort((a, b) => (a.soundKey < b.soundKey ? -1 : a.soundKey > b.soundKey ? 1 : 0));
    progress.expect(entries.length);
    if (entries.length === 0) return;
    const missing = findKeyframes(context, planKeyframes(context, entries));
    if (missing.length > 0) await buildMissing(context, missing);
    manifest.complete();
  },
};

/** @returns notes whose file is not there, or was made of something else */
function findKeyframes(context: StageContext, notes: readonly NoteKeyframes[]): NoteKeyframes[] {
  const { files } = context.bench.get("earlier");
  const missing = notes.filter((note) => {
    const found = files.find(note.file.path, note.file.artifactKey);
    if (found) settle(context, note, found, true);
    return !found;
  });
  context.progress.advance(notes.length - missing.length);
  return missing;
}

async function buildMissing(context: StageContext, notes: readonly NoteKeyframes[]): Promise<void> {
  const { bench, out, progress, threads } = context;
  const { files, listed } = bench.get("earlier");
  const workerData: KeyframesWorkerData = {
    outDir: out.dir,
    compare: listed.length > 0,
    journal: out.resolve(JOURNAL_FILE),
  };
  const pool = openPool({ worker: "keyframesWorker", threads, workerData });
  const listener = new SoundListener(context);
  const run = async (batch: readonly NoteKeyframes[]) => {
    const task = await taskOf(batch, listener);
    const builder = context.dependency("keyframe-builder");
    const facts = await askWorker<KeyframesResult>(pool, builder, task, context.signal);
    batch.forEach((note, i) => {
      settle(context, note, files.keepDate(facts[i]), false);
    });
    progress.advance(batch.length);
    bench.get("audioManifest").report();
  };
  try {
    await fanOut(batchesOf(notes, threads, BATCH), threads, run);
  } finally {
    await Promise.all([pool.destroy(), listener.close()]);
  }
  syncFolder(out.resolve(FOLDERS.keyframes));
}

async function taskOf(batch: readonly NoteKeyframes[], listener: SoundListener): Promise<KeyframesTask> {
  const features = await listener.featuresOf(batch.map(({ entry }) => entry.universalId));
  return {
    notes: batch.map(({ entry, input, file }) => ({
      input: { ...input, features: features.get(entry.soundKey)! },
      file,
    })),
  };
}

function settle(
  { ledger, stage }: StageContext,
  { entry }: NoteKeyframes,
  fact: FileFact,
  reused: boolean,
): void {
  fulfil(entry.files.keyframes, fact);
  ledger.stageFiles(stage, reused ? { reused: 1 } : { made: 1 });
  ledger.noteCompleted(stage, entry.universalId, reused);
}
