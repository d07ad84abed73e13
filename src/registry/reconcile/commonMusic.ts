/** Are two editions editions of one piece? */

import type { HeadPairs } from "./headPairs.js";
import type { Edition, Head } from "./heads.js";

/** Notes of a phrase; phrases are compared by intervals and lengths, so a transposed piece is found too. */
const PHRASE_NOTES = 8;
/** Share of the different phrases of the smaller edition that the other one must have, and how many at least. */
const MIN_PHRASE_SHARE = 0.1;
const MIN_PHRASES = 4;
/** Share of the smaller edition's notes that stand unchanged, where phrases say nothing. */
const MIN_UNCHANGED_SHARE = 0.5;
const MIN_UNCHANGED = 4;
/** The same share where title, composer or ID say that it is the same piece. */
const MIN_UNCHANGED_SHARE_NAMED = 0.25;
/** So few notes prove nothing either way: the name decides. */
const FEW_NOTES = 8;

/**
 * Judge by the notes that were paired unchanged, and by the phrases that both editions have.
 *
 * @param isNamesake  both carry the same piece ID
 */
export function isSamePiece(pairs: HeadPairs, isNamesake: boolean): boolean {
  const { old, fresh } = pairs;
  const smaller = Math.min(old.heads.length, fresh.heads.length);
  if (smaller === 0) return isNamesake;
  if (isNamesake && smaller <= FEW_NOTES) return pairs.newOf.some((partner) => partner >= 0);
  const unchanged = countUnchanged(pairs);
  if (isNamesake && unchanged >= MIN_UNCHANGED_SHARE_NAMED * smaller) return true;
  if (unchanged >= MIN_UNCHANGED && unchanged >= MIN_UNCHANGED_SHARE * smaller) return true;
  return sharePhrases(phrasesOf(old), phrasesOf(fresh));
}

function countUnchanged({ old, fresh, newOf }: HeadPairs): number {
  let unchanged = 0;
  newOf.forEach((partner, index) => {
    if (partner >= 0 && old.heads[index].content === fresh.heads[partner].content) unchanged++;
  });
  return unchanged;
}

function sharePhrases(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  let shared = 0;
  for (const phrase of a) if (b.has(phrase)) shared++;
  return shared >= MIN_PHRASES && shared >= MIN_PHRASE_SHARE * Math.min(a.size, b.size);
}

/** Every different phrase: eight notes of a voice that follow each other. */
function phrasesOf(edition: Edition<unknown>): Set<string> {
  const lines = new Map<string, Head<unknown>[]>();
  for (const head of edition.heads) {
    const lane = `${head.partIndex}|${head.staff}|${head.voice}`;
    const line = lines.get(lane);
    if (line) line.push(head);
    else lines.set(lane, [head]);
  }
  const phrases = new Set<string>();
  for (const line of lines.values()) {
    const steps = line.map((head, i) => {
      const interval = i === 0 ? 0 : head.pitch.midi - line[i - 1].pitch.midi;
      return [interval, head.graceOrder === null ? head.durationQuarter : "grace"] as const;
    });
    for (let end = PHRASE_NOTES; end <= steps.length; end++) {
      const phrase = steps.slice(end - PHRASE_NOTES, end);
      phrases.add(`${phrase[0][1]} ${phrase.slice(1).join(" ")}`);
    }
  }
  return phrases;
}
