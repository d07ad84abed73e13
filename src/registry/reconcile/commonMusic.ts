/** Are two editions editions of one piece? */

import type { HeadPairs } from "./headPairs.js";
import type { Edition, Head } from "./heads.js";

/** Notes of a phrase; phrases are compared by intervals and lengths, so a transposed piece is found too. */
const PHRASE_NOTES = 8;
/** Share of the different phrases of the smaller edition that the other one must have, and how many at least. */
const MIN_PHRASE_SHARE = 0.1;
const MIN_PHRASES = { stranger: 4, namesake: 2 };
/** Shares of the smaller and of the larger edition's notes that stand unchanged, where phrases say nothing. */
const STRANGER = { ofSmaller: 0.5, ofLarger: 0.25 };
/** The same where title, composer or ID say that it is the same piece. */
const NAMESAKE = { ofSmaller: 0.25, ofLarger: 0.1 };
/** A namesake that holds so much of the smaller edition is a draft of the larger one. */
const DRAFT_SHARE = 0.75;
const MIN_UNCHANGED = 6;
/** So few notes in both editions prove little: of namesakes half of them need to be found at all. */
const FEW_NOTES = 8;
const FEW_FOUND_SHARE = 0.5;

/**
 * Judge by the notes that were paired unchanged, and by the phrases that both editions have.
 *
 * @param isNamesake  both carry the same piece ID
 */
export function isSamePiece(pairs: HeadPairs, isNamesake: boolean): boolean {
  const { old, fresh } = pairs;
  const smaller = Math.min(old.heads.length, fresh.heads.length);
  const larger = Math.max(old.heads.length, fresh.heads.length);
  if (smaller === 0) return isNamesake;
  const unchanged = countUnchanged(pairs);
  const holds = (least: typeof STRANGER) =>
    unchanged >= least.ofSmaller * smaller && unchanged >= least.ofLarger * larger;
  if (isNamesake) {
    if (holds(NAMESAKE) || unchanged >= DRAFT_SHARE * smaller) return true;
    const found = pairs.newOf.reduce((count, partner) => count + Number(partner >= 0), 0);
    if (larger <= FEW_NOTES && found >= FEW_FOUND_SHARE * larger) return true;
  } else if (unchanged >= MIN_UNCHANGED && holds(STRANGER)) return true;
  return sharePhrases(phrasesOf(old), phrasesOf(fresh), MIN_PHRASES[isNamesake ? "namesake" : "stranger"]);
}

function countUnchanged({ old, fresh, newOf }: HeadPairs): number {
  let unchanged = 0;
  newOf.forEach((partner, index) => {
    if (partner >= 0 && old.heads[index].content === fresh.heads[partner].content) unchanged++;
  });
  return unchanged;
}

function sharePhrases(a: ReadonlySet<string>, b: ReadonlySet<string>, least: number): boolean {
  let shared = 0;
  for (const phrase of a) if (b.has(phrase)) shared++;
  return shared >= least && shared >= MIN_PHRASE_SHARE * Math.min(a.size, b.size);
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
    const lengths = line.map((head) => (head.graceOrder === null ? head.durationQuarter : "grace"));
    const steps = line.map(
      (head, i) => `${i > 0 ? head.pitch.midi - line[i - 1].pitch.midi : 0} ${lengths[i]}`,
    );
    for (let from = 0; from + PHRASE_NOTES <= line.length; from++)
      phrases.add(`${lengths[from]} ${steps.slice(from + 1, from + PHRASE_NOTES).join(" ")}`);
  }
  return phrases;
}
