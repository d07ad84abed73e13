/** Stage: render every note's WAV and single-note MIDI in worker threads; equal sounds once. */
import { LeitmotionError } from "../../core/error.js";
import { linkOrCopy } from "../../io/linkOrCopy.js";
import { syncFolder } from "../../io/writeFileAtomic.js";
import {
  type AudioWorkerData,
  faultOf,
  isFatal,
  isFault,
  type RenderResult,
  type RenderTask,
  type SoundFault,
  type SoundOutcome,
} from "../../render/audio/audioTask.js";
import type { AudioEntry } from "../../schema/audio.js";
import { fulfil, giveUp } from "../livingManifest.js";
import { NO_CONFIG, type Processor, type StageContext } from "../processor.js";
import type { RenderedSound } from "../renderedSound.js";
import { callWorker } from "../reply.js";
import { fanOut, openPool } from "../workerPool.js";
import { audioSettings } from "./planSounds.js";

const WAV_FOLDER = "audio/notes";
const MIDI_FOLDER = "midi/notes";
/** Sounds per task: enough to keep a worker busy, few enough for a smooth progress view. */
const BATCH = 16;

/** Entries of `audio.json` that sound identical, with the sound they share. */
interface SoundGroup {
  readonly key: string;
  readonly members: AudioEntry[];
  readonly task: RenderTask["sounds"][number];
}

export const audio: Processor = {
  info: {
    name: "audio",
    version: "1.0.0",
    kind: "stage",
    description: "Render every note's WAV and single-note MIDI; equal sounds once.",
  },
  configSchema: NO_CONFIG,
  capabilities: {
    inputs: ["audioManifest", "sounds", "bank"],
    outputs: ["rendered"],
    external: ["synthesizer"],
    perNote: true,
  },
  async process(context) {
    const { bench, progress, out } = context;
    const manifest = bench.get("audioManifest");
    const { entries } = manifest.document;
    progress.expect(entries.length);
    const rendered = new Map<string, RenderedSound>();
    if (entries.length > 0) await renderGroups(context, groupSounds(context, entries), rendered);
    for (const folder of [WAV_FOLDER, MIDI_FOLDER]) if (rendered.size > 0) syncFolder(out.resolve(folder));
    manifest.complete();
    bench.put("rendered", rendered);
  },
};

/** Open the worker pool of this run's bank and settings. */
export function openAudioPool({ options, bench }: StageContext, threads: number) {
  const workerData: AudioWorkerData = {
    bank: bench.get("bank"),
    settings: audioSettings(options),
    frameRate: options.frameRate,
    keyframeMode: options.keyframeMode,
  };
  return openPool({ worker: "audioWorker", threads, workerData });
}

async function renderGroups(
  context: StageContext,
  groups: readonly SoundGroup[],
  rendered: Map<string, RenderedSound>,
): Promise<void> {
  const pool = openAudioPool(context, context.threads);
  const synthesizer = context.dependency("synthesizer");
  const byKey = new Map(groups.map((group) => [group.key, group]));
  try {
    const batches: RenderTask[] = [];
    for (let at = 0; at < groups.length; at += BATCH) {
      batches.push({ kind: "render", sounds: groups.slice(at, at + BATCH).map((group) => group.task) });
    }
    const render = async (batch: RenderTask) => {
      const results = await callWorker<RenderResult>(pool, synthesizer, batch, context.signal);
      for (const result of results) settle(context, byKey.get(result.key)!, result, rendered);
      context.bench.get("audioManifest").report();
    };
    await fanOut(batches, context.threads, render);
  } finally {
    await pool.destroy();
  }
}

function groupSounds({ bench, out }: StageContext, entries: readonly AudioEntry[]): SoundGroup[] {
  const soundOf = new Map(bench.get("sounds").map((sound) => [sound.universalId, sound]));
  const groups = new Map<string, SoundGroup>();
  for (const entry of entries) {
    const group = groups.get(entry.soundKey);
    if (group) {
      group.members.push(entry);
      continue;
    }
    const { program, percussion, events } = soundOf.get(entry.universalId)!;
    groups.set(entry.soundKey, {
      key: entry.soundKey,
      members: [entry],
      task: {
        key: entry.soundKey,
        sound: { program, percussion, events },
        wavFile: out.resolve(`${WAV_FOLDER}/${entry.files.wav.predictedFilename}`),
        midiFile: out.resolve(`${MIDI_FOLDER}/${entry.files.midi.predictedFilename}`),
      },
    });
  }
  return [...groups.values()];
}

/** Put a finished (or failed) sound on record for every note that has it. */
function settle(
  { out, progress }: StageContext,
  group: SoundGroup,
  result: SoundOutcome | SoundFault,
  rendered: Map<string, RenderedSound>,
): void {
  if (isFault(result) && isFatal(result)) throw faultOf(result);
  for (const entry of group.members) {
    const { wav, midi } = entry.files;
    if (isFault(result)) {
      const error = new LeitmotionError("NOTE_RENDER_FAILED", result.error.what, {
        note: entry.universalId,
      });
      giveUp(wav, error);
      giveUp(midi, error);
      giveUp(entry.files.keyframes, error);
      progress.fail(entry.universalId, error);
      continue;
    }
    const wavPath = `${WAV_FOLDER}/${wav.predictedFilename}`;
    const midiPath = `${MIDI_FOLDER}/${midi.predictedFilename}`;
    if (entry !== group.members[0]) {
      linkOrCopy(group.task.wavFile, out.resolve(wavPath));
      linkOrCopy(group.task.midiFile, out.resolve(midiPath));
    }
    fulfil(wav, { path: wavPath, ...result.wav });
    fulfil(midi, { path: midiPath, ...result.midi });
    rendered.set(entry.universalId, {
      key: group.key,
      wav: wavPath,
      frameCount: result.frameCount,
      features: result.features,
    });
  }
  progress.advance(group.members.length);
}
