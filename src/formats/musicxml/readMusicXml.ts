/** MusicXML bytes to a `Score`. */
import { LeitmotionError, toLeitmotionError } from "../../core/error.js";
import { DEFAULT_LIMITS, type Limits } from "../../core/limits.js";
import type { Score } from "../../core/score.js";
import { finishScore } from "./finishScore.js";
import { isZip, unpackMxl } from "./mxl.js";
import { ScoreReader } from "./scoreReader.js";
import { streamXml, type XmlSource } from "./xmlStream.js";

export interface ReadOptions {
  /** Named in faults; the content alone decides how the file is read. */
  readonly fileName: string;
  readonly limits?: Limits;
}

/**
 * Read a score: plain or compressed (.mxl), part-wise or time-wise, in any encoding.
 *
 * The score is as written: ties are not merged and repeats not unfolded. What is odd but readable (a part missing from
 * the part list, an empty measure) is read and named in `warnings`.
 *
 * @throws LeitmotionError FILE_TOO_LARGE, LIMIT_EXCEEDED, XML_MALFORMED, XML_ENTITY_REFUSED, MXL_DAMAGED, MXL_NO_SCORE,
 *         SCORE_NOT_MUSICXML, SCORE_DIVISIONS_MISSING, SCORE_VALUE_INVALID, FRACTION_OVERFLOW; with file, line, column,
 *         part and measure where they are known
 * @cost   linear in the size of the file; memory: the score and one element of a measure
 */
export function readMusicXml(bytes: Uint8Array, options: ReadOptions): Score {
  const source = { fileName: options.fileName, limits: options.limits ?? DEFAULT_LIMITS };
  const reader = streamXml(scoreBytes(bytes, source), source, () => new ScoreReader(source.limits));
  try {
    return finishScore(reader.score, reader.roster);
  } catch (thrown) {
    throw toLeitmotionError(thrown, { file: options.fileName });
  }
}

/** The XML of the score: the bytes themselves, or what the archive names. */
export function scoreBytes(bytes: Uint8Array, source: XmlSource): Uint8Array {
  const { fileName, limits } = source;
  try {
    if (bytes.length > limits.fileByte) {
      throw new LeitmotionError(
        "FILE_TOO_LARGE",
        `${bytes.length} bytes are over the limit fileByte = ${limits.fileByte}`,
      );
    }
    if (!isZip(bytes)) assertLooksLikeXml(bytes);
    return isZip(bytes) ? unpackMxl(bytes, source) : bytes;
  } catch (error) {
    throw error instanceof LeitmotionError ? error.at({ file: fileName }) : error;
  }
}

const OTHER_TYPES: readonly (readonly [string, string])[] = [
  ["MThd", "a MIDI file"],
  ["RIFF", "a RIFF file (WAV or MIDI)"],
  ["%PDF", "a PDF file"],
];

/** A wrong type of file deserves a better word than a syntax fault in line 1. */
function assertLooksLikeXml(bytes: Uint8Array): void {
  const head = String.fromCharCode(...bytes.subarray(0, 4));
  const other = OTHER_TYPES.find(([magic]) => magic === head);
  if (other) throw new LeitmotionError("SCORE_NOT_MUSICXML", `This is ${other[1]}, not a score`);
}
