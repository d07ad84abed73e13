/** Words that steer the player: "D.C. al Fine", "To Coda". */

export type JumpWord = "da-capo" | "dal-segno" | "to-coda" | "coda" | "fine";

/** First match wins: "D.S. al Coda" is a dal segno, "D.C. al Fine" a da capo. */
const PATTERNS: readonly (readonly [JumpWord, RegExp])[] = [
  ["da-capo", /^(d\.\s*c\.?|dc|da\s+capo)(?=$|[\s.,;])/i],
  ["dal-segno", /^(d\.\s*s\.?|ds|dal\s+segno|del\s+segno)(?=$|[\s.,;])/i],
  ["to-coda", /^(to|al|alla)\s+(the\s+)?coda\b/i],
  ["fine", /^(il\s+)?fine\.?$/i],
  ["coda", /^coda\.?$/i],
];

/** Read a direction's words as a jump; null unless the whole text begins as one does. */
export function parseJumpWord(text: string): JumpWord | null {
  const plain = text.trim().replace(/\s+/g, " ");
  return PATTERNS.find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
}
