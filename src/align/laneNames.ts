/** Does a track's name mean a part? */

/** Counts of likeness added where names agree: enough between doubling parts, never against different contents. */
const EQUAL = 0.05;
const CONTAINED = 0.03;

const ROMAN: Readonly<Record<string, string>> = { i: "1", ii: "2", iii: "3", iv: "4", v: "5" };

/** Lower case, without signs; Roman numbers as digits: "Violin II." is "violin" and "2". */
export function wordsOf(name: string): readonly string[] {
  if (name === "") return [];
  const words = name.toLowerCase().split(/[\s.,:;/()[\]_-]+/);
  return words.filter((word) => word !== "").map((word) => ROMAN[word] ?? word);
}

/** @returns 0.05 for equal names, 0.03 where one holds all words of the other, else 0 */
export function nameHint(partWords: readonly string[], trackWords: readonly string[]): number {
  if (partWords.length === 0 || trackWords.length === 0) return 0;
  const shared = partWords.filter((word) => trackWords.includes(word)).length;
  if (shared === partWords.length && shared === trackWords.length) return EQUAL;
  return shared === Math.min(partWords.length, trackWords.length) ? CONTAINED : 0;
}
