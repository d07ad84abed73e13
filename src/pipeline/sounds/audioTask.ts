/** What goes to the audio workers and what comes back: plain data that threads can hand over. */
import { type FaultCode, type FaultPlace, LeitmotionError } from "../../core/error.js";
import type { FrameRate } from "../../core/frameRate.js";
import type { MixPlan } from "../../render/audio/mixPlan.js";
import type { AudioSettings, Sound } from "../../render/audio/sound.js";
import type { KeyframeMode, NoteFeatures } from "../../render/keyframes/noteFeatures.js";
import type { SoundFacts } from "../../schema/audio.js";
import type { FileFact } from "../output/outputFolder.js";
import type { FileToMake } from "../workers/writeArtifact.js";

/** `workerData` of the pool. */
export interface AudioWorkerData {
  /** The whole bank file; every worker reads the same memory. */
  readonly bank: SharedArrayBuffer;
  readonly settings: AudioSettings;
  readonly frameRate: FrameRate;
  readonly keyframeMode: KeyframeMode;
  /** Output folder, absolute; all other paths are relative to it. */
  readonly outDir: string;
  /** Where finished files are put on record at once, absolute; null for nowhere. */
  readonly journal: string | null;
}

export type AudioTask = RenderTask | MixTask;

/** Render a batch of sounds that all differ. */
export interface RenderTask {
  readonly kind: "render";
  readonly sounds: readonly SoundToRender[];
}

export interface SoundToRender {
  readonly key: string;
  readonly sound: Sound;
  /** Goes into the facts. */
  readonly analysisKey: string;
  /** The note whose files are written; others may share them. */
  readonly universalId: string;
  /** null for a file that is there: then the sound is rendered to be listened to. */
  readonly wav: FileToMake | null;
  readonly midi: FileToMake | null;
}

export interface SoundOutcome {
  readonly key: string;
  readonly frameCount: number;
  /** dBFS */
  readonly peakDb: number;
  /** Turned down because it would have been too loud (see `finishSound`). */
  readonly limited: boolean;
  /** null if it was not asked for. */
  readonly wav: FileFact | null;
  readonly midi: FileFact | null;
  readonly facts: SoundFacts;
  readonly features: NoteFeatures;
}

/** Faults cross threads as data: an Error would lose its code on the way. */
export interface TaskFault {
  readonly error: { readonly code: FaultCode; readonly what: string; readonly place: FaultPlace };
}

/** A sound that could not be made; the others of its batch are. */
export interface SoundFault extends TaskFault {
  readonly key: string;
}

export type RenderResult = readonly (SoundOutcome | SoundFault)[];

/** Add up the written notes into parts and mix. One task for the whole piece. */
export interface MixTask {
  readonly kind: "mix";
  readonly plan: MixPlan;
  /** WAV of each sound key in the plan. */
  readonly soundFiles: ReadonlyMap<string, string>;
  /** One per part of the plan. */
  readonly partFiles: readonly FileToMake[];
  readonly mixFile: FileToMake;
}

export interface MixResult {
  readonly gainDb: number;
  readonly durationSec: number;
  readonly parts: readonly FileFact[];
  readonly mix: FileFact;
}

export type MixOutcome = MixResult | TaskFault;

export function isFault<Fault extends TaskFault>(outcome: object | Fault): outcome is Fault {
  return "error" in outcome;
}

/** The fault as it was thrown. */
export function faultOf({ error }: TaskFault): LeitmotionError {
  return new LeitmotionError(error.code, error.what, error.place);
}

/** Disk full, folder gone, bank unusable: no other note will fare better, the run should stop. */
export function isFatal({ error }: TaskFault): boolean {
  return error.code !== "NOTE_RENDER_FAILED" && error.code !== "INTERNAL";
}
