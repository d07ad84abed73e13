/** Bytes of an engraved page, whoever drew it → what is drawn on it. */
import { Gunzip } from "fflate";
import { LeitmotionError } from "../../core/error.js";
import { assertWithin, DEFAULT_LIMITS, type Limits } from "../../core/limits.js";
import { decodeXml, detectEncoding } from "../musicxml/xmlText.js";
import { flattenSvg } from "./flattenSvg.js";
import { type LeftOut, LeftOutTally } from "./leftOut.js";
import { programOf } from "./pageProgram.js";
import { readPageTree } from "./pageTree.js";
import type { FlatSvg } from "./shapes.js";

export interface ForeignPage {
  readonly flat: FlatSvg;
  /** Program that drew it, with its version if known: `Sibelius`, `MuseScore 3.2`; else `unknown`. */
  readonly program: string;
  /** What was left out, most frequent first. */
  readonly ignored: readonly LeftOut[];
}

export interface ForeignPageOptions {
  /** For messages. */
  readonly fileName?: string;
  readonly limits?: Limits;
}

/** How files begin that are taken for pages by mistake. */
const OTHER_KINDS: readonly (readonly [string, string])[] = [
  ["%PDF", "a PDF document"],
  ["\x89PNG", "a PNG picture"],
  ["\xff\xd8\xff", "a JPEG picture"],
  ["PK\x03\x04", "a zip archive"],
  ["%!PS", "a PostScript document"],
];

/**
 * Read an SVG page in any encoding, plain or compressed (.svgz), safely: nothing in it is run, and nothing outside it is
 * opened. `readPageTree` says what is refused and what is left out.
 *
 * @returns shapes in drawing order, in units of the root viewBox; lines that were drawn as one path are apart, every text
 *          piece with a place of its own is a shape, and equal forms of equal size have equal tails. Shapes that only a
 *          clip or mask hides are among them
 * @throws  LeitmotionError FILE_TOO_LARGE, LIMIT_EXCEEDED (pageByte, pageElement, xmlDepth), PAGE_NOT_SVG, XML_MALFORMED,
 *          XML_ENTITY_REFUSED, SVG_SCRIPT_REFUSED, SVG_REFERENCE_REFUSED, SVG_VALUE_INVALID, each with file and, where
 *          it is known, line
 * @cost    linear in the bytes and in the elements drawn
 */
export function readForeignPage(bytes: Uint8Array, options: ForeignPageOptions = {}): ForeignPage {
  const { fileName, limits = DEFAULT_LIMITS } = options;
  try {
    const tally = new LeftOutTally();
    const plain = unpacked(bytes, limits);
    assertKind(plain);
    const encoding = detectEncoding(plain);
    if (encoding.guessed) tally.add("bytes that are not UTF-8");
    const { root, comments } = readPageTree(decodeXml(plain, encoding), limits, tally);
    const flat = flattenSvg(root, {
      limits,
      forFinding: true,
      leftOut: (name, count) => tally.add(name, count),
    });
    return { flat, program: programOf(root, comments, flat.shapes), ignored: tally.list() };
  } catch (thrown) {
    throw thrown instanceof LeitmotionError ? thrown.at({ file: fileName }) : thrown;
  }
}

function unpacked(bytes: Uint8Array, limits: Limits): Uint8Array {
  assertWithin(limits, "pageByte", bytes.length, "Bytes of the page");
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? inflate(bytes, limits) : bytes;
}

/** Small enough that a bomb is noticed long before it fills the memory. */
const PIECE_BYTE = 1 << 10;

function inflate(bytes: Uint8Array, limits: Limits): Uint8Array {
  const pieces: Uint8Array[] = [];
  let size = 0;
  let isWhole = false;
  const gunzip = new Gunzip((piece, isLast) => {
    size += piece.length;
    assertWithin(limits, "pageByte", size, "Bytes of the page, unpacked");
    pieces.push(piece);
    isWhole ||= isLast;
  });
  try {
    for (let at = 0; at < bytes.length; at += PIECE_BYTE)
      gunzip.push(bytes.subarray(at, at + PIECE_BYTE), at + PIECE_BYTE >= bytes.length);
  } catch (cause) {
    if (cause instanceof LeitmotionError) throw cause;
    throw new LeitmotionError("XML_MALFORMED", "The compressed page is damaged", {}, { cause });
  }
  if (!isWhole) throw new LeitmotionError("XML_MALFORMED", "The compressed page is cut short");
  return Buffer.concat(pieces);
}

function assertKind(bytes: Uint8Array): void {
  const head = String.fromCharCode(...bytes.subarray(0, 8));
  const other = OTHER_KINDS.find(([start]) => head.startsWith(start));
  if (other !== undefined) throw new LeitmotionError("PAGE_NOT_SVG", `This is ${other[1]}`);
  if (bytes.length === 0) throw new LeitmotionError("PAGE_NOT_SVG", "The file is empty");
}
