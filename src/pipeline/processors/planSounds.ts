/** Stage: decide what sounds, foretell every sound file, and refuse a disk that is too small. */
import { LeitmotionError } from "../../core/error.js";
import { freeSpaceByte } from "../../io/freeSpace.js";
import { audioNames, soundPitchName } from "../../render/audio/audioNames.js";
import { planAudioParts } from "../../render/audio/audioParts.js";
import { estimateAudioByte } from "../../render/audio/estimateAudio.js";
import { type AudioSettings, soundKey } from "../../render/audio/sound.js";
import { type NoteSound, planSounds, type ScoreSound } from "../../render/audio/soundPlan.js";
import type { AudioManifest } from "../../schema/audio.js";
import { fromDocument } from "../../schema/codec.js";
import { predictFile } from "../../schema/livingFile.js";
import type { NoteRecord } from "../../schema/registry.js";
import type { BuildOptions } from "../buildOptions.js";
import { LivingManifest, newMetadata } from "../livingManifest.js";
import { NO_CONFIG, type Processor } from "../processor.js";
import type { Workbench } from "../workbench.js";

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
  async process({ options, bench, out, progress }) {
    const records = bench.get("records");
    const score = bench.get("score");
    const sounds = planSounds(records, {
      score,
      performance: bench.get("performance"),
      scoreSounds: scoreSoundsOf(bench),
    });
    progress.expect(sounds.length);
    const settings = audioSettings(options);
    assertRoom(out.dir, sounds, settings);
    const parts = planAudioParts(sounds, score);
    const document: AudioManifest = {
      schemaId: "audio.v1",
      version: "1.0.0",
      format: { rateHz: settings.sampleRateHz, bits: settings.bits, noteChannels: settings.noteChannels },
      entries: entriesOf(records, sounds, settings),
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
    const manifest = new LivingManifest(out, "audio.v1", "manifests/audio.json", document);
    manifest.complete();
    bench.put("sounds", sounds);
    bench.put("audioParts", parts);
    bench.put("audioManifest", manifest);
    progress.advance(sounds.length);
  },
};

export function audioSettings(options: BuildOptions): AudioSettings {
  const { bits, noteChannels } = options;
  return { sampleRateHz: options.rateHz as AudioSettings["sampleRateHz"], bits, noteChannels };
}

function predicted(name: string) {
  return fromDocument(predictFile(name));
}

function entriesOf(
  records: readonly NoteRecord[],
  sounds: readonly NoteSound[],
  settings: AudioSettings,
): AudioManifest["entries"] {
  const recordOf = new Map(records.map((record) => [record.universalId, record]));
  return sounds.map((sound) => {
    const record = recordOf.get(sound.universalId)!;
    const names = audioNames(record, sound);
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
      files: {
        wav: predicted(names.wav),
        midi: predicted(names.midi),
        keyframes: predicted(names.keyframes),
      },
    };
  });
}

/** What the score's own performance says of each note that begins a sound; null when a MIDI file plays. */
function scoreSoundsOf(bench: Workbench): ReadonlyMap<string, ScoreSound> | null {
  const played = bench.get("scorePerformance");
  if (!played) return null;
  return new Map([...bench.get("soundingOf")].map(([id, sounding]) => [id, played.sounds[sounding]]));
}

function assertRoom(dir: string, sounds: readonly NoteSound[], settings: AudioSettings): void {
  const { totalByte } = estimateAudioByte(sounds, settings);
  const freeByte = freeSpaceByte(dir);
  if (totalByte <= freeByte) return;
  const megabytes = (bytes: number) => Math.ceil(bytes / 1e6);
  throw new LeitmotionError(
    "OUTPUT_FULL",
    `The sounds need up to ${megabytes(totalByte)} MB, and ${megabytes(freeByte)} MB are free`,
    { path: dir },
  );
}
