/** Runs in a worker thread: renders batches of sounds, and adds the written ones up. */
import { workerData } from "node:worker_threads";
import { toLeitmotionError } from "../core/error.js";
import { gainToDb } from "../dsp/decibel.js";
import { writeSingleNoteMidi } from "../formats/midi/writeMidi.js";
import { readWav } from "../formats/wav/readWav.js";
import { streamStereoWav } from "../formats/wav/wavStream.js";
import { writeWav } from "../formats/wav/writeWav.js";
import { sha256Hex } from "../io/hash.js";
import { type AtomicFile, openAtomicFile } from "../io/openAtomicFile.js";
import { readInputFile } from "../io/readInputFile.js";
import { writeFileAtomic } from "../io/writeFileAtomic.js";
import type {
  AudioTask,
  AudioWorkerData,
  FileOutcome,
  MixOutcome,
  MixResult,
  MixTask,
  RenderResult,
  SoundFault,
  SoundOutcome,
  SoundToRender,
  TaskFault,
} from "../render/audio/audioTask.js";
import { GENERAL_MIDI_NAMES, PERCUSSION_NAME } from "../render/audio/generalMidi.js";
import { measureMixGain, mixBlocks } from "../render/audio/mix.js";
import type { Sound } from "../render/audio/sound.js";
import { cacheSounds } from "../render/audio/soundCache.js";
import { foldToMono } from "../render/audio/soundTail.js";
import { createSynth, renderSound, type Synth } from "../render/audio/synth.js";
import { extractFeatures } from "../render/keyframes/noteFeatures.js";

const { bank, settings, frameRate, keyframeMode } = workerData as AudioWorkerData;
/** Made with the first sound: a thread that only mixes needs none. */
let synth: Promise<Synth> | null = null;

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

function renderOne(ready: Synth, { key, sound, wavFile, midiFile }: SoundToRender): SoundOutcome {
  const { channels, peak, limited } = renderSound(ready, sound, settings);
  const mono = channels.length === 2 ? foldToMono([channels[0], channels[1]]) : channels[0];
  return {
    key,
    frameCount: mono.length,
    peakDb: gainToDb(peak),
    limited,
    wav: writeOutcome(wavFile, writeWav(channels, settings)),
    midi: writeOutcome(midiFile, singleNoteMidi(sound)),
    features: extractFeatures(mono, settings.sampleRateHz, frameRate, keyframeMode),
  };
}

/** Named after its program, not its part: parts that sound identical share the file. */
function singleNoteMidi({ program, percussion, events }: Sound): Uint8Array {
  const name = percussion ? PERCUSSION_NAME : GENERAL_MIDI_NAMES[program];
  return writeSingleNoteMidi({ name, channel: percussion ? 9 : 0, program, events });
}

function writeOutcome(file: string, bytes: Uint8Array): FileOutcome {
  writeFileAtomic(file, bytes, { durable: false });
  return { sizeByte: bytes.length, sha256: sha256Hex(bytes) };
}

/** Two passes over the notes: the first finds the gain, the second writes. */
async function mixPiece({ plan, soundFiles, partFiles, mixFile }: MixTask): Promise<MixResult> {
  const readSound = cacheSounds((key) => readWav(readInputFile(soundFiles.get(key) ?? key)).channels);
  const gain = await measureMixGain(plan, readSound);
  const wav = streamStereoWav(plan.frameCount, settings);
  const files: AtomicFile[] = [];
  try {
    for (const file of [...partFiles, mixFile]) files.push(openAtomicFile(file));
    for (const file of files) file.write(wav.header);
    for await (const { parts, mix } of mixBlocks(plan, readSound, { gain, bits: settings.bits })) {
      [...parts, mix].forEach((sides, k) => {
        files[k].write(wav.encode(sides));
      });
    }
    const outcomes = files.map((file) => file.finish());
    return {
      gainDb: gainToDb(gain),
      durationSec: plan.frameCount / settings.sampleRateHz,
      parts: outcomes.slice(0, -1),
      mix: outcomes[outcomes.length - 1],
    };
  } finally {
    for (const file of files) file.discard();
  }
}
