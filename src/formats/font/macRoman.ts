/** The upper half of Apple's Mac Roman character set. @source Unicode mapping table APPLE/ROMAN.TXT */

/** Bytes 80–FF in order; F0 is Apple's logo. */
const UPPER =
  "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø" +
  "¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

const characters = [...UPPER];
const bytes = new Map(characters.map((character, index) => [character.codePointAt(0), 0x80 + index]));

/** The code point of a byte; below 0x80 the byte itself. */
export function macRomanCode(byte: number): number {
  return byte < 0x80 ? byte : (characters[byte - 0x80].codePointAt(0) ?? byte);
}

/** The byte of a character, 0x80 … 0xFF, or null if Mac Roman does not have it there. */
export function macRomanByte(codePoint: number): number | null {
  return bytes.get(codePoint) ?? null;
}
