/** File names that are safe on Windows, macOS and Linux, whatever a part or a pitch is called. */

const MAX_LENGTH = 60;
/** What a text without a single usable character is called. */
const FALLBACK = "unnamed";

/** Latin letters that NFKD does not take apart, and the signs of music. */
const SPELLED: Readonly<Record<string, string>> = {
  ß: "ss",
  ẞ: "SS",
  æ: "ae",
  Æ: "AE",
  œ: "oe",
  Œ: "OE",
  ø: "o",
  Ø: "O",
  đ: "d",
  Đ: "D",
  ð: "d",
  Ð: "D",
  þ: "th",
  Þ: "Th",
  ł: "l",
  Ł: "L",
  ı: "i",
  "#": "s",
  "♯": "s",
  "♭": "b",
  "♮": "n",
};

/** Names that Windows keeps for devices, with any extension and in any case. */
const RESERVED = /^(con|prn|aux|nul|conin|conout|clock|com[0-9]|lpt[0-9])$/i;

/**
 * Turn a text into one component of a file name: ASCII letters, digits, `.`, `_` and `-` only, 1 to `maxLength`
 * characters, no separator, dot or dash at either end, no device name of Windows.
 * Accents are dropped, `#` becomes `s`, everything else that is not allowed becomes one `_`.
 * Different texts can give the same name, also when only their case differs: callers add an ID.
 *
 * @param text       any text, may be empty
 * @param maxLength  longest result in characters, >= 1
 * @example safeFileName("Flûte 1/2") // "Flute_1_2"
 * @example safeFileName("F#4")       // "Fs4"
 * @example safeFileName("con.")      // "con_"
 */
export function safeFileName(text: string, maxLength = MAX_LENGTH): string {
  const ascii = spellOut(text)
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^A-Za-z0-9._-]+/g, "_")
    .replace(/_{2,}/g, "_");
  const trimmed = trimEnds(trimEnds(ascii).slice(0, maxLength)) || FALLBACK.slice(0, maxLength);
  return defuseReserved(trimmed, maxLength);
}

function spellOut(text: string): string {
  return [...text.normalize("NFC")].map((letter) => SPELLED[letter] ?? letter).join("");
}

function trimEnds(text: string): string {
  return text.replace(/^[._-]+|[._-]+$/g, "");
}

/** `con` and `con.x` are the same device: the stem before the first dot gets a `_`. */
function defuseReserved(name: string, maxLength: number): string {
  const dot = name.indexOf(".");
  const stem = dot < 0 ? name : name.slice(0, dot);
  return RESERVED.test(stem)
    ? `${stem}_${name.slice(stem.length)}`.slice(0, Math.max(maxLength, stem.length + 1))
    : name;
}
