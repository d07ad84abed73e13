/** Chord of a set of sounding notes. */
import type { Analyser, Finding, PitchClassWeights } from "./analyser.js";

/** Semitones above the root, by the shorthand of C. Harte's chord syntax. */
export const CHORD_KINDS = {
  maj: [0, 4, 7],
  min: [0, 3, 7],
  dim: [0, 3, 6],
  aug: [0, 4, 8],
  "7": [0, 4, 7, 10],
  maj7: [0, 4, 7, 11],
  min7: [0, 3, 7, 10],
  minmaj7: [0, 3, 7, 11],
  hdim7: [0, 3, 6, 10],
  dim7: [0, 3, 6, 9],
  sus4: [0, 5, 7],
  sus2: [0, 2, 7],
} as const satisfies Record<string, readonly number[]>;

export type ChordKind = keyof typeof CHORD_KINDS;

export interface FoundChord {
  /** Pitch class of the root. */
  readonly root: number;
  readonly kind: ChordKind;
}

export interface ChordQuestion {
  /** How much each pitch class sounds: seconds, or 1 for each note of a set. */
  readonly weights: PitchClassWeights;
  /** Pitch class of the lowest note, or null. */
  readonly bass: number | null;
}

/** Price of a chord tone that does not sound, by its place in the chord: root, third, fifth, seventh. */
const MISSING_PRICE = [0.4, 0.4, 0.15, 0.4];
/** The lowest note is the root more often than not; it also decides between the roots of dim7, aug and sus. */
const BASS_IS_ROOT = 0.1;
/** Less of the whole than this is no chord tone. */
const PRESENT_SHARE = 0.02;
/** A chord that explains less is no chord. */
const LOWEST_SCORE = 0.5;

/**
 * The chord that explains most of the sound: the share of its tones, less the share of all others, less the price of
 * those that are missing. Null below three pitch classes, and where no chord explains three quarters of the sound.
 */
export const analyseChord: Analyser<ChordQuestion, FoundChord> = ({ weights, bass }) => {
  const sum = weights.reduce((a, b) => a + b, 0);
  const shares = weights.map((w) => w / sum);
  if (!(sum > 0) || shares.filter((share) => share > PRESENT_SHARE).length < 3) return null;
  let best: Finding<FoundChord> | null = null;
  let highest = LOWEST_SCORE;
  for (const [kind, tones] of KINDS) {
    for (let root = 0; root < 12; root++) {
      const fit = chordFit(shares, root, tones);
      const score = fit + (bass === root ? BASS_IS_ROOT : 0);
      if (fit < LOWEST_SCORE || score <= highest + 1e-9) continue;
      highest = score;
      best = { value: { root, kind }, confidence: Math.min(1, fit) };
    }
  }
  return best;
};

/** Triads first: an object would put its key "7" before all others. */
const KINDS = (Object.entries(CHORD_KINDS) as [ChordKind, readonly number[]][]).sort(
  (a, b) => a[1].length - b[1].length,
);

function chordFit(shares: readonly number[], root: number, tones: readonly number[]): number {
  let inside = 0;
  let price = 0;
  tones.forEach((tone, i) => {
    const share = shares[(root + tone) % 12];
    inside += share;
    if (share <= PRESENT_SHARE) price += MISSING_PRICE[i];
  });
  return 2 * inside - 1 - price;
}
