/** Stage: decide what sounds, foretell every sound file, and refuse a disk that is too small. */
import { LeitmotionError } from "../../core/error.js";
import { freeSpaceByte } from "../../io/freeSpace.js";
import { audioNames, soundPitchName } from "../../render/audio/audioNames.js";
import { planAudioParts } from "../../render/audio/audioParts.js";
import { estimateAudioByte } from "../../render/audio/estimateAudio.js";
import { type AudioSettings, soundKey } from "../../render/audio/sound.js";
import { type NoteSound, planSounds, type ScoreSound } from "../../render/audio/soundPlan.js";
import type { AudioEntry, AudioManifest } from "../../schema/audio.js";
import { fromDocument } from "../../schema/codec.js";
import { predictFile } from "../../schema/livingFile.js";
import type { NoteRecord } from "../../schema/registry.js";
import { keptName } from "../earlier/keptNames.js";
import { AUDIO_FILE } from "../earlier/manifestFiles.js";
import { NO_CONFIG, type Processor, type StageContext } from "../engine/processor.js";
import type { Workbench } from "../engine/workbench.js";
import { fulfil, LivingManifest, newMetadata } from "../output/livingManifest.js";
import { audioSettings } from "../sounds/audioPool.js";
import { soundPath } from "../sounds/soundGroups.js";
import { soundKeysOf } from "../sounds/soundKeys.js";

export const planSoundsProcessor: Processor = {
  info: {
    name: "plan-sounds",
    version: "1.0.0",
    kind: "stage",
    description: "Decide what sounds, and foretell every sound file.",
  },
  configSchema: NO_CONFIG,
  capabilities: {
    inputs: ["records", "score", "performance", "scorePerformance", "soundingOf"],
    outputs: ["sounds", "audioParts", "audioManifest"],
  },
  async process(context) {
    const { options, bench, out, progress } = context;
    const records = bench.get("records");
    const score = bench.get("score");
    const sounds = planSounds(records, {
      score,
      performance: bench.get("performance"),
      scoreSounds: scoreSoundsOf(bench),
    });
    progress.expect(sounds.length);
    const settings = audioSettings(options);
    const parts = planAudioParts(sounds, score);
    const document: AudioManifest = {
      schemaId: "audio.v1",
      version: "1.0.0",
      format: { rateHz: settings.sampleRateHz, bits: settings.bits, noteChannels: settings.noteChannels },
      entries: entriesOf(context, records, sounds),
      parts: parts.map((part) => ({
        partId: part.partId,
        track: part.track,
        instrument: part.instrument,
        pan: part.pan,
        notes: part.noteCount,
        wav: predicted(part.fileName),
      })),
      mixGainDb: null,
      mix: sounds.length > 0 ? predicted("mix.wav") : null,
      Metadata: newMetadata(),
    };
    const missing = findSounds(context, document.entries);
    assertRoom(out.dir, sounds, missing, settings);
    const manifest = new LivingManifest(out, "audio.v1", AUDIO_FILE, document);
    manifest.complete();
    bench.put("sounds", sounds);
    bench.put("audioParts", parts);
    bench.put("audioManifest", manifest);
    progress.advance(sounds.length);
  },
};

function predicted(name: string) {
  return fromDocument(predictFile(name));
}

function entriesOf(
  { bench, options }: StageContext,
  records: readonly NoteRecord[],
  sounds: readonly NoteSound[],
): AudioEntry[] {
  const settings = audioSettings(options);
  const recordOf = new Map(records.map((record) => [record.universalId, record]));
  const earlier = bench.get("earlier");
  return sounds.map((sound) => {
    const record = recordOf.get(sound.universalId)!;
    const names = audioNames(record, sound);
    const file = (kind: keyof typeof names) => predicted(keptName(earlier, kind, record, names[kind]));
    return {
      universalId: sound.universalId,
      partId: sound.partId,
      track: sound.track,
      instrument: sound.instrument,
      program: sound.program,
      percussion: sound.percussion,
      pitch: soundPitchName(record, sound),
      timingData: {
        startSeconds: sound.startSec,
        durationSeconds: sound.durationSec,
        velocity: sound.velocity,
      },
      events: sound.events.map(({ pitch, velocity, startSec, durationSec }) => ({
        pitch,
        velocity,
        startSeconds: startSec,
        durationSeconds: durationSec,
      })),
      soundKey: soundKey(sound, settings),
      sound: null,
      files: { wav: file("wav"), midi: file("midi"), keyframes: file("keyframes") },
    };
  });
}

/**
 * What earlier runs made and is still there needs no rendering.
 *
 * @returns entries of which a file is missing
 */
function findSounds({ bench, options }: StageContext, entries: readonly AudioEntry[]): AudioEntry[] {
  const { files } = bench.get("earlier");
  const keysOf = soundKeysOf(options, bench.get("inputs"));
  return entries.filter((entry) => {
    const keys = keysOf(entry.soundKey);
    const wav = files.find(soundPath("wav", entry), keys.wav);
    const midi = files.find(soundPath("midi", entry), keys.midi);
    if (wav) fulfil(entry.files.wav, wav);
    if (midi) fulfil(entry.files.midi, midi);
    if (wav?.sound?.analysisKey === keys.analysis) entry.sound = wav.sound;
    return !wav || !midi;
  });
}

/** What the score's own performance says of each note that begins a sound; null when a MIDI file plays. */
function scoreSoundsOf(bench: Workbench): ReadonlyMap<string, ScoreSound> | null {
  const played = bench.get("scorePerformance");
  if (!played) return null;
  return new Map([...bench.get("soundingOf")].map(([id, sounding]) => [id, played.sounds[sounding]]));
}

/** Room for what is missing; nothing is asked for where all notes are there. */
function assertRoom(
  dir: string,
  sounds: readonly NoteSound[],
  missing: readonly AudioEntry[],
  settings: AudioSettings,
): void {
  if (missing.length === 0) return;
  const ids = new Set(missing.map((entry) => entry.universalId));
  const toRender = sounds.filter((sound) => ids.has(sound.universalId));
  const { noteByte } = estimateAudioByte(toRender, settings);
  const neededByte = noteByte + estimateAudioByte(sounds, settings).mixByte;
  const freeByte = freeSpaceByte(dir);
  if (neededByte <= freeByte) return;
  const megabytes = (bytes: number) => Math.ceil(bytes / 1e6);
  throw new LeitmotionError(
    "OUTPUT_FULL",
    `The sounds need up to ${megabytes(neededByte)} MB, and ${megabytes(freeByte)} MB are free`,
    { path: dir },
  );
}
