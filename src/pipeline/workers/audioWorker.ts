/** Runs in a worker thread: renders batches of sounds, and adds the written ones up. */

import { workerData } from "node:worker_threads";
import { toLeitmotionError } from "../../core/error.js";
import { gainToDb } from "../../dsp/decibel.js";
import { writeSingleNoteMidi } from "../../formats/midi/writeMidi.js";
import { readWav } from "../../formats/wav/readWav.js";
import { streamStereoWav } from "../../formats/wav/wavStream.js";
import { writeWav } from "../../formats/wav/writeWav.js";
import { diskPath } from "../../io/diskPath.js";
import { type Journal, openJournal } from "../../io/journal.js";
import { type AtomicFile, openAtomicFile } from "../../io/openAtomicFile.js";
import { readInputFile } from "../../io/readInputFile.js";
import { GENERAL_MIDI_NAMES, PERCUSSION_NAME } from "../../render/audio/generalMidi.js";
import { measureMixGain, mixBlocks } from "../../render/audio/mix.js";
import { roundedEvents, type Sound } from "../../render/audio/sound.js";
import { cacheSounds } from "../../render/audio/soundCache.js";
import { foldToMono } from "../../render/audio/soundTail.js";
import { createSynth, renderSound, type Synth } from "../../render/audio/synth.js";
import { extractFeatures } from "../../render/keyframes/noteFeatures.js";
import type { FormerFile } from "../earlier/formerFiles.js";
import type {
  AudioTask,
  AudioWorkerData,
  MixOutcome,
  MixResult,
  MixTask,
  RenderResult,
  SoundFault,
  SoundOutcome,
  SoundToRender,
  TaskFault,
} from "../sounds/audioTask.js";
import { soundFacts } from "../sounds/soundFacts.js";
import { type FileToMake, writeArtifact } from "./writeArtifact.js";

const data = workerData as AudioWorkerData;
const { bank, settings, frameRate, keyframeMode } = data;
/** Files of this stage are found by what makes them; those that are made differ from what was there. */
const folder = { outDir: data.outDir, compare: false };
/** Made with the first sound: a thread that only mixes needs none. */
let synth: Promise<Synth> | null = null;
let journal: Journal | null = null;

/** Piscina's entry: a batch of sounds gives an outcome per sound, the mix of a piece its files. */
export default async function runAudioTask(task: AudioTask): Promise<RenderResult | MixOutcome> {
  if (task.kind === "mix") return mixPiece(task).catch(toFault);
  try {
    synth ??= createSynth(bank, settings);
    const ready = await synth;
    return task.sounds.map((sound) => renderOrFault(ready, sound));
  } catch (thrown) {
    return task.sounds.map(({ key }) => ({ key, ...toFault(thrown) }));
  }
}

function renderOrFault(ready: Synth, sound: SoundToRender): SoundOutcome | SoundFault {
  try {
    return renderOne(ready, sound);
  } catch (thrown) {
    return { key: sound.key, ...toFault(thrown) };
  }
}

function toFault(thrown: unknown): TaskFault {
  const { code, what, place } = toLeitmotionError(thrown);
  return { error: { code, what, place } };
}

function renderOne(ready: Synth, task: SoundToRender): SoundOutcome {
  const { channels, peak, limited } = renderSound(ready, task.sound, settings);
  const mono = channels.length === 2 ? foldToMono([channels[0], channels[1]]) : channels[0];
  const features = extractFeatures(mono, settings.sampleRateHz, frameRate, keyframeMode);
  const facts = soundFacts(features, task.analysisKey);
  const { universalId } = task;
  const wav = task.wav && writeArtifact(folder, task.wav, writeWav(channels, settings));
  const midi = task.midi && writeArtifact(folder, task.midi, singleNoteMidi(task.sound));
  if (wav) putOnRecord({ ...wav, universalId, sound: facts });
  if (midi) putOnRecord({ ...midi, universalId });
  return {
    key: task.key,
    frameCount: mono.length,
    peakDb: gainToDb(peak),
    limited,
    wav,
    midi,
    facts,
    features,
  };
}

/** What stands in the journal is not made again, should the run end here. */
function putOnRecord(file: FormerFile): void {
  if (data.journal === null) return;
  journal ??= openJournal(data.journal);
  journal.append(file);
}

/**
 * Named after its program, not its part, and rounded like its sound key: notes that sound identical share the file,
 * whichever of them comes first.
 */
function singleNoteMidi(sound: Sound): Uint8Array {
  const { program, percussion } = sound;
  const name = percussion ? PERCUSSION_NAME : GENERAL_MIDI_NAMES[program];
  const events = roundedEvents(sound, settings);
  return writeSingleNoteMidi({ name, channel: percussion ? 9 : 0, program, events });
}

/** Two passes over the notes: the first finds the gain, the second writes. */
async function mixPiece({ plan, soundFiles, partFiles, mixFile }: MixTask): Promise<MixResult> {
  const readSound = cacheSounds(
    (key) => readWav(readInputFile(resolve(soundFiles.get(key) ?? key))).channels,
  );
  const gain = await measureMixGain(plan, readSound);
  const wav = streamStereoWav(plan.frameCount, settings);
  const targets = [...partFiles, mixFile];
  const files: AtomicFile[] = [];
  try {
    for (const target of targets) files.push(openAtomicFile(resolve(target.path), { keepEqual: true }));
    for (const file of files) file.write(wav.header);
    for await (const { parts, mix } of mixBlocks(plan, readSound, { gain, bits: settings.bits })) {
      [...parts, mix].forEach((sides, k) => {
        files[k].write(wav.encode(sides));
      });
    }
    const facts = targets.map((target, k) => finish(target, files[k], gainToDb(gain)));
    return {
      gainDb: gainToDb(gain),
      durationSec: plan.frameCount / settings.sampleRateHz,
      parts: facts.slice(0, -1),
      mix: facts[facts.length - 1],
    };
  } finally {
    for (const file of files) file.discard();
  }
}

function finish(
  { path: relative, artifactKey }: FileToMake,
  file: AtomicFile,
  mixGainDb: number,
): FormerFile {
  const { sizeByte, sha256, modifiedAt } = file.finish();
  const fact = { path: relative, sizeByte, sha256, createdAt: modifiedAt, artifactKey };
  putOnRecord({ ...fact, universalId: null, mixGainDb });
  return { ...fact, universalId: null };
}

function resolve(relative: string): string {
  return diskPath(data.outDir, relative);
}
