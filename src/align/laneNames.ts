/** Does a track's name mean a part? */

/** Counts of likeness added where names agree: enough between doubling parts, never against different contents. */
const EQUAL = 0.05;
const CONTAINED = 0.03;

const ROMAN: Readonly<Record<string, string>> = { i: "1", ii: "2", iii: "3", iv: "4", v: "5" };

/** @returns 0.05 for equal names, 0.03 where one holds all words of the other, else 0 */
export function nameHint(partName: string, trackName: string): number {
  const part = wordsOf(partName);
  const track = wordsOf(trackName);
  if (part.length === 0 || track.length === 0) return 0;
  const shared = part.filter((word) => track.includes(word)).length;
  if (shared === part.length && part.length === track.length) return EQUAL;
  return shared === Math.min(part.length, track.length) ? CONTAINED : 0;
}

/** Lower case, without signs; Roman numbers as digits: "Violin II" is "violin 2". */
function wordsOf(name: string): string[] {
  const words = name.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return words.filter((word) => word !== "").map((word) => ROMAN[word] ?? word);
}
