/** Bytes of an XML file to text, in pieces, whatever the encoding. */
import { isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";
import { LeitmotionError } from "../../core/error.js";

/** Small enough to keep memory flat, large enough that the pieces cost nothing. */
const PIECE_BYTE = 1 << 18;

/** What a document is taken for that should be UTF-8 and is not. */
const FALLBACK_ENCODING = "windows-1252";

export interface XmlEncoding {
  /** A label `TextDecoder` knows, or whatever the document declares. */
  readonly label: string;
  /** The document's own word was wrong. */
  readonly guessed: boolean;
}

/**
 * Decode an XML document. NUL bytes after it, which some exporters leave behind, are stripped.
 *
 * @returns pieces of the text, none of which ends inside a character
 * @throws LeitmotionError XML_MALFORMED if the declared encoding is unknown
 */
export function* decodeXml(bytes: Uint8Array, { label }: XmlEncoding): Generator<string> {
  if (label === "utf-8") {
    yield* decodeUtf8(bytes);
    return;
  }
  const decoder = openDecoder(label);
  const end = contentEnd(bytes, label.startsWith("utf-16"));
  for (let at = 0; at < end; at += PIECE_BYTE) {
    const last = at + PIECE_BYTE >= end;
    yield decoder.decode(bytes.subarray(at, Math.min(end, at + PIECE_BYTE)), { stream: !last });
  }
}

/** Bytes known to be UTF-8. Unlike the decoder's, letters of Western languages take one byte of memory each. */
function* decodeUtf8(bytes: Uint8Array): Generator<string> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, contentEnd(bytes, false));
  const isMarked = buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf;
  let from = isMarked ? 3 : 0;
  while (from < buffer.length) {
    let to = Math.min(buffer.length, from + PIECE_BYTE);
    while ((buffer[to] & 0xc0) === 0x80) to--;
    yield buffer.toString("utf8", from, to);
    from = to;
  }
}

function openDecoder(label: string): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch (cause) {
    throw new LeitmotionError("XML_MALFORMED", `Unknown encoding ${label}`, { line: 1 }, { cause });
  }
}

/**
 * The encoding of a document: byte order mark first, else UTF-16 by its pattern of zeros, else the declared encoding,
 * else UTF-8. Bytes that should be UTF-8 and are not are taken for Latin letters.
 */
export function detectEncoding(bytes: Uint8Array): XmlEncoding {
  const wide = wideLabel(bytes);
  if (wide !== null) return { label: wide, guessed: false };
  const head = String.fromCharCode(...bytes.subarray(0, 256));
  const declared =
    /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1]?.toLowerCase() ?? "utf-8";
  // One byte per character, as the pattern just matched shows: such a file cannot be UTF-16 as it may claim.
  const isUnicode = /^(utf-?8|utf-?16|ucs-?2)/.test(declared);
  if (!isUnicode) return { label: declared, guessed: false };
  return isUtf8(bytes) ? { label: "utf-8", guessed: false } : { label: FALLBACK_ENCODING, guessed: true };
}

function wideLabel([a, b, c, d]: Uint8Array): string | null {
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0 && b === 0x3c && c === 0 && d !== 0) return "utf-16be";
  if (a === 0x3c && b === 0 && c !== 0 && d === 0) return "utf-16le";
  return null;
}

/** Length without trailing NULs; in UTF-16 only whole zero units are cut. */
function contentEnd(bytes: Uint8Array, wide: boolean): number {
  let end = bytes.length;
  if (!wide) {
    while (end > 0 && bytes[end - 1] === 0) end--;
    return end;
  }
  end -= end % 2;
  while (end > 1 && bytes[end - 1] === 0 && bytes[end - 2] === 0) end -= 2;
  return end;
}
