/** What the audio stage leaves for keyframes and mix: one entry per note whose WAV is there. */
import type { NoteFeatures } from "../../render/keyframes/noteFeatures.js";
import type { SoundFacts } from "../../schema/audio.js";

export interface RenderedSound {
  /** Notes with the same key sound identical and share features and file contents. */
  readonly key: string;
  /** The note's WAV, relative to the output folder. */
  readonly wav: string;
  readonly facts: SoundFacts;
  /** null for a sound that was there before: who needs them has it rendered again. */
  readonly features: NoteFeatures | null;
}
