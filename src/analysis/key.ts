/** Key of a stretch of music from how long each pitch class sounds. */
import type { Analyser, Finding, PitchClassWeights } from "./analyser.js";

export type KeyMode = "major" | "minor";

export interface FoundKey {
  /** Pitch class of the tonic. */
  readonly tonic: number;
  readonly mode: KeyMode;
}

/**
 * How well each degree fits, tonic first.
 *
 * @source C. Krumhansl, E. Kessler, Psychological Review 89 (1982): probe tone ratings
 */
const PROFILES: Readonly<Record<KeyMode, readonly number[]>> = {
  major: [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88],
  minor: [6.33, 2.68, 3.52, 5.38, 2.6, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17],
};
const MODES: readonly KeyMode[] = ["major", "minor"];

export interface KeyQuestion {
  readonly weights: PitchClassWeights;
  /** Keys that come into question; all 24 by default. */
  readonly among?: readonly FoundKey[];
}

/** A key among all 24 takes this many pitch classes to tell. */
const FEWEST_PITCH_CLASSES = 3;

/**
 * The key whose profile correlates best with the weights; null where all pitch classes weigh the same, as in silence,
 * and where fewer than three are to decide between all keys. Confidence is (r + 1) / 2, held between 0.5 and 0.95.
 */
export const analyseKey: Analyser<KeyQuestion, FoundKey> = ({ weights, among = ALL_KEYS }) => {
  if (among === ALL_KEYS && weights.filter((w) => w > 0).length < FEWEST_PITCH_CLASSES) return null;
  let best: Finding<FoundKey> | null = null;
  let highest = Number.NEGATIVE_INFINITY;
  for (const key of among) {
    const r = keyCorrelation(weights, key);
    if (!(r > highest)) continue;
    highest = r;
    best = { value: key, confidence: Math.max(0.5, Math.min(0.95, (r + 1) / 2)) };
  }
  return best;
};

const ALL_KEYS: readonly FoundKey[] = MODES.flatMap((mode) =>
  Array.from({ length: 12 }, (_, tonic) => ({ tonic, mode })),
);

/** Pearson's r of the weights and the key's profile: pitch class p is degree p - tonic. NaN for even weights. */
function keyCorrelation(weights: PitchClassWeights, { tonic, mode }: FoundKey): number {
  const profile = PROFILES[mode];
  const meanWeight = weights.reduce((a, b) => a + b, 0) / 12;
  const meanProfile = profile.reduce((a, b) => a + b, 0) / 12;
  let [both, ofWeights, ofProfile] = [0, 0, 0];
  for (let p = 0; p < 12; p++) {
    const w = weights[p] - meanWeight;
    const f = profile[(p - tonic + 12) % 12] - meanProfile;
    both += w * f;
    ofWeights += w * w;
    ofProfile += f * f;
  }
  return both / Math.sqrt(ofWeights * ofProfile);
}
