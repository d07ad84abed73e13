/** What the audio stage leaves for keyframes and mix: one entry per note that was rendered. */
import type { NoteFeatures } from "../render/keyframes/noteFeatures.js";

export interface RenderedSound {
  /** Notes with the same key sound identical and share features and file contents. */
  readonly key: string;
  /** The note's WAV, relative to the output folder. */
  readonly wav: string;
  readonly frameCount: number;
  readonly features: NoteFeatures;
}
