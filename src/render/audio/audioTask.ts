/** What goes to the audio workers and what comes back: plain data that threads can hand over. */
import type { FrameRate } from "../../core/frameRate.js";
import type { KeyframeMode, NoteFeatures } from "../keyframes/noteFeatures.js";
import type { MixPlan } from "./mixPlan.js";
import type { AudioSettings, Sound } from "./sound.js";

/** `workerData` of the pool. */
export interface AudioWorkerData {
  /** The whole bank file; every worker reads the same memory. */
  readonly bank: SharedArrayBuffer;
  readonly settings: AudioSettings;
  readonly frameRate: FrameRate;
  readonly keyframeMode: KeyframeMode;
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
  /** Where to write, absolute. */
  readonly wavFile: string;
  readonly midiFile: string;
}

export interface FileOutcome {
  readonly sizeByte: number;
  readonly sha256: string;
}

export interface SoundOutcome {
  readonly key: string;
  readonly frameCount: number;
  /** dBFS */
  readonly peakDb: number;
  /** Turned down because it would have been too loud (see `finishSound`). */
  readonly limited: boolean;
  readonly wav: FileOutcome;
  readonly midi: FileOutcome;
  readonly features: NoteFeatures;
}

/** A sound that could not be made; the others of its batch are. */
export interface SoundFault {
  readonly key: string;
  readonly error: { readonly code: string; readonly message: string };
}

export type RenderResult = readonly (SoundOutcome | SoundFault)[];

/** Add up the written notes into parts and mix. One task for the whole piece. */
export interface MixTask {
  readonly kind: "mix";
  readonly plan: MixPlan;
  /** WAV of each sound key in the plan, absolute. */
  readonly soundFiles: ReadonlyMap<string, string>;
  /** One per part of the plan, absolute. */
  readonly partFiles: readonly string[];
  readonly mixFile: string;
}

export interface MixResult {
  readonly gainDb: number;
  readonly durationSec: number;
  readonly parts: readonly FileOutcome[];
  readonly mix: FileOutcome;
}

export function isFault(outcome: SoundOutcome | SoundFault): outcome is SoundFault {
  return "error" in outcome;
}
