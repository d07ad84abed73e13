/** Bytes of an XML file to text, in pieces, whatever the encoding. */
import { TextDecoder } from "node:util";
import { LeitmotionError } from "../../core/error.js";

/** Small enough to keep memory flat, large enough that the pieces cost nothing. */
const PIECE_BYTE = 1 << 18;

/**
 * Decode an XML document: byte order mark first, else UTF-16 by its pattern of zeros, else the declared
 * encoding, else UTF-8. NUL bytes after the document, which some exporters leave behind, are stripped.
 *
 * @throws LeitmotionError XML_MALFORMED if the declared encoding is unknown
 */
export function* decodeXml(bytes: Uint8Array): Generator<string> {
  const encoding = detectEncoding(bytes);
  const decoder = openDecoder(encoding);
  const end = contentEnd(bytes, encoding.startsWith("utf-16"));
  for (let at = 0; at < end; at += PIECE_BYTE) {
    const last = at + PIECE_BYTE >= end;
    yield decoder.decode(bytes.subarray(at, Math.min(end, at + PIECE_BYTE)), { stream: !last });
  }
}

function openDecoder(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding);
  } catch (cause) {
    throw new LeitmotionError("XML_MALFORMED", `Unknown encoding ${encoding}`, { line: 1 }, { cause });
  }
}

function detectEncoding(bytes: Uint8Array): string {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0 && b === 0x3c && c === 0 && d !== 0) return "utf-16be";
  if (a === 0x3c && b === 0 && c !== 0 && d === 0) return "utf-16le";
  const head = String.fromCharCode(...bytes.subarray(0, 256));
  const declared =
    /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1]?.toLowerCase() ?? "utf-8";
  // One byte per character, as the pattern just matched shows: such a file cannot be UTF-16 as it claims.
  return declared.startsWith("utf-16") || declared.startsWith("ucs-2") ? "utf-8" : declared;
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
