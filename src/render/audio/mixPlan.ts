/** Where every rendered note lies on the common clock. */
import type { AudioPart } from "./audioParts.js";
import { panGains } from "./audioParts.js";
import type { NoteSound } from "./soundPlan.js";

/** A rendered sound in a part. */
export interface Placement {
  /** Its sound key. */
  readonly key: string;
  /** Position in `MixPlan.parts`. */
  readonly part: number;
  readonly startSample: number;
  readonly frameCount: number;
}

export interface MixPlan {
  readonly parts: readonly { readonly gains: readonly [number, number] }[];
  /** By start; the order in which samples are added, the same on every run. */
  readonly placements: readonly Placement[];
  /** Length of every part and of the mix: to the end of the last sound. */
  readonly frameCount: number;
}

/**
 * Place the sounds that were rendered.
 *
 * @param sounds       by start and universal ID, as `planSounds` gives them
 * @param keyOf        sound key of a note
 * @param frameCounts  length of each rendered sound by key; notes without one (they failed) are left out
 */
export function planMix(
  sounds: readonly NoteSound[],
  parts: readonly AudioPart[],
  options: {
    readonly sampleRateHz: number;
    readonly keyOf: (sound: NoteSound) => string;
    readonly frameCounts: ReadonlyMap<string, number>;
  },
): MixPlan {
  const { sampleRateHz, keyOf, frameCounts } = options;
  const partIndex = new Map(parts.map((part, index) => [part.key, index]));
  const placements: Placement[] = [];
  for (const sound of sounds) {
    const key = keyOf(sound);
    const part = partIndex.get(sound.partKey);
    const frameCount = frameCounts.get(key);
    if (part === undefined || frameCount === undefined) continue;
    placements.push({ key, part, startSample: Math.round(sound.startSec * sampleRateHz), frameCount });
  }
  placements.sort((a, b) => a.startSample - b.startSample);
  const frameCount = placements.reduce((end, p) => Math.max(end, p.startSample + p.frameCount), 0);
  return { parts: parts.map(({ pan }) => ({ gains: panGains(pan) })), placements, frameCount };
}
