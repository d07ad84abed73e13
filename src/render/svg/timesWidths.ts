/** Advance widths of Times, in 1/1000 of the font size. @source Adobe Core 14 AFM files: Times-Roman, -Bold, -Italic, -BoldItalic */

/** Characters 0x20–0x7E, in order. */
const ROMAN =
  "250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 500 500 278 278 564 564 " +
  "564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722 667 556 611 722 722 944 722 722 611 333 " +
  "278 333 469 500 333 444 500 444 500 444 333 500 500 278 278 500 278 778 500 500 500 500 333 389 278 500 500 722 500 500 " +
  "444 480 200 480 541";
const BOLD =
  "250 333 555 500 500 1000 833 278 333 333 500 570 250 333 250 278 500 500 500 500 500 500 500 500 500 500 333 333 570 570 " +
  "570 500 930 722 667 722 722 667 611 778 778 389 500 778 667 944 722 778 611 778 722 556 667 722 722 1000 722 722 667 333 " +
  "278 333 581 500 333 500 556 444 556 444 333 500 556 278 333 556 278 833 556 500 556 556 444 389 333 556 500 722 500 500 " +
  "444 394 220 394 520";
const ITALIC =
  "250 333 420 500 500 833 778 214 333 333 500 675 250 333 250 278 500 500 500 500 500 500 500 500 500 500 333 333 675 675 " +
  "675 500 920 611 611 667 722 611 611 722 722 333 444 667 556 833 667 722 611 722 611 500 556 722 611 833 611 556 556 389 " +
  "278 389 422 500 333 500 500 444 500 444 278 500 500 278 278 444 278 722 500 500 500 500 389 389 278 500 444 667 444 444 " +
  "389 400 275 400 541";
const BOLD_ITALIC =
  "250 389 555 500 500 833 778 278 333 333 500 570 250 333 250 278 500 500 500 500 500 500 500 500 500 500 333 333 570 570 " +
  "570 500 832 667 667 667 722 667 667 722 778 389 500 667 611 889 722 722 611 722 667 556 611 722 667 889 667 611 611 333 " +
  "278 333 570 500 333 500 500 444 500 444 333 500 556 278 278 500 278 778 556 500 500 500 389 389 278 556 444 667 500 444 " +
  "389 348 220 348 570";

const [roman, bold, italic, boldItalic] = [ROMAN, BOLD, ITALIC, BOLD_ITALIC].map((row) =>
  row.split(" ").map(Number),
);

/** What a character outside ASCII is taken for; accented letters are as wide as their base. */
const FALLBACK = 500;

export interface TextStyle {
  readonly fontWeight: string;
  readonly fontStyle: string;
}

/** Width of a text in Times, in 1/1000 of the font size. */
export function timesWidth(text: string, style: TextStyle): number {
  const row = rowOf(style);
  let sum = 0;
  for (const character of text) sum += row[baseOf(character) - 0x20] ?? FALLBACK;
  return sum;
}

/** Whether the width is the font's own, not a guess. */
export function hasTimesWidth(text: string): boolean {
  return [...text].every((character) => roman[baseOf(character) - 0x20] !== undefined);
}

function rowOf({ fontWeight, fontStyle }: TextStyle): readonly number[] {
  if (fontWeight === "bold") return fontStyle === "italic" ? boldItalic : bold;
  return fontStyle === "italic" ? italic : roman;
}

function baseOf(character: string): number {
  return character.normalize("NFD").codePointAt(0) ?? 0;
}
