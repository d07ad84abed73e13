/** The chunks of a MIDI file: header, division, tracks. */
import { LeitmotionError } from "../../core/error.js";
import type { PerformanceWarning } from "../../core/performance.js";
import { DEFAULT_US_PER_QUARTER } from "../../core/tempoMap.js";
import { MidiBytes } from "./midiBytes.js";

/**
 * How ticks are counted. A SMPTE division becomes the musical one with the same ticks per second:
 * a "quarter" of one second (1.001 s for 29.97 fps), whose tempo nothing in the file may change.
 */
export interface MidiDivision {
  readonly ppq: number;
  readonly usPerQuarter: number;
  readonly smpte: boolean;
}

export interface MidiChunks {
  readonly format: 0 | 1;
  readonly division: MidiDivision;
  readonly tracks: readonly MidiBytes[];
  readonly warnings: readonly PerformanceWarning[];
}

/**
 * Split a file into its header and its track chunks; chunks of other kinds are passed over.
 *
 * @param bytes  whole file, also wrapped in RIFF ("RMID")
 * @throws LeitmotionError MIDI_MALFORMED with the byte offset, MIDI_FORMAT_UNSUPPORTED for format 2 and above
 * @source Standard MIDI Files 1.0, chapter 2
 */
export function readMidiChunks(bytes: Uint8Array, fileName: string): MidiChunks {
  const input = unwrapRiff(new MidiBytes(bytes, fileName));
  const { format, trackCount, division } = readHeader(input);
  const warnings: PerformanceWarning[] = [];
  const tracks: MidiBytes[] = [];
  while (input.left > 0) {
    const chunkAt = input.at;
    const chunk = input.left < 8 ? null : readChunk(input, tracks.length >= trackCount);
    if (chunk === null) {
      if (tracks.length < trackCount) throw input.malformed("Chunk header is cut off", chunkAt);
      const message = `${input.end - chunkAt} bytes behind the last track are ignored`;
      warnings.push({ code: "MIDI_TRAILING_BYTES", message, byte: chunkAt });
      break;
    }
    if (chunk.tag === "MTrk") tracks.push(chunk.body);
    else if (chunk.tag === "MThd") throw input.malformed("A second header chunk", chunkAt);
  }
  if (tracks.length < trackCount) {
    throw input.malformed(`The header promises ${trackCount} tracks, the file holds ${tracks.length}`);
  }
  if (tracks.length > (format === 0 ? 1 : trackCount)) {
    const message = `Format ${format}, ${trackCount} tracks in the header, ${tracks.length} in the file: all are read`;
    warnings.push({ code: "MIDI_TRACK_COUNT", message });
  }
  return { format, division, tracks, warnings };
}

function unwrapRiff(input: MidiBytes): MidiBytes {
  const { bytes, fileName } = input;
  if (input.slice(0, input.end).tag() !== "RIFF") return input;
  const riff = new MidiBytes(bytes, fileName, 4);
  const riffByte = riff.uint32Le("RIFF length");
  if (riffByte > riff.left) throw riff.malformed(`RIFF claims ${riffByte} bytes, ${riff.left} are left`, 4);
  if (riff.tag() !== "RMID") throw riff.malformed("RIFF file is not RIFF-MIDI (RMID)", 8);
  while (riff.left >= 8) {
    const tag = riff.tag();
    const body = riff.uint32Le("RIFF chunk length");
    const from = riff.at;
    riff.take(Math.min(body + (body % 2), Math.max(body, riff.left)), `RIFF chunk ${tag}`);
    if (tag === "data") return riff.slice(from, from + body);
  }
  throw riff.malformed("RIFF-MIDI file without a data chunk");
}

function readHeader(input: MidiBytes): { format: 0 | 1; trackCount: number; division: MidiDivision } {
  const headerAt = input.at;
  if (input.left === 0) throw input.malformed("The file is empty");
  if (input.tag() !== "MThd") throw input.malformed("Not a MIDI file: it does not begin with MThd", headerAt);
  const length = input.uint32("Header length");
  if (length < 6) throw input.malformed(`Header of ${length} bytes instead of 6`, headerAt + 4);
  const body = input.slice(input.at, input.at + length);
  input.take(length, "Header");
  const format = body.uint16("Format");
  if (format > 1) {
    const place = { file: input.fileName, byte: body.at - 2 };
    throw new LeitmotionError("MIDI_FORMAT_UNSUPPORTED", `MIDI format ${format}`, place);
  }
  const trackCount = body.uint16("Number of tracks");
  return { format: format as 0 | 1, trackCount, division: readDivision(body) };
}

/** @source Standard MIDI Files 1.0: bit 15 set = SMPTE: negative frames per second, then ticks per frame */
function readDivision(body: MidiBytes): MidiDivision {
  const at = body.at;
  const word = body.uint16("Division");
  if (word < 0x8000) {
    if (word === 0) throw body.malformed("Division of 0 ticks per quarter", at);
    return { ppq: word, usPerQuarter: DEFAULT_US_PER_QUARTER, smpte: false };
  }
  const framesPerSec = 256 - (word >> 8);
  const ticksPerFrame = word & 0xff;
  if (![24, 25, 29, 30].includes(framesPerSec) || ticksPerFrame === 0) {
    throw body.malformed(`SMPTE division of ${framesPerSec} frames and ${ticksPerFrame} ticks`, at);
  }
  const dropFrame = framesPerSec === 29; // 30 drop frame: 30000/1001 frames per second
  return {
    ppq: (dropFrame ? 30 : framesPerSec) * ticksPerFrame,
    usPerQuarter: dropFrame ? 1_001_000 : 1_000_000,
    smpte: true,
  };
}

/** The next chunk; null for rubbish behind the last track, which is refused before it. */
function readChunk(input: MidiBytes, mayBeRubbish: boolean): { tag: string; body: MidiBytes } | null {
  const chunkAt = input.at;
  const tag = input.tag();
  const length = input.uint32("Chunk length");
  if (length > input.left) {
    if (mayBeRubbish && tag !== "MTrk") return null;
    throw input.malformed(
      `Chunk ${printable(tag)} claims ${length} bytes, ${input.left} are left`,
      chunkAt + 4,
    );
  }
  const body = input.slice(input.at, input.at + length);
  input.take(length, "Chunk");
  return { tag, body };
}

function printable(tag: string): string {
  return /^[ -~]{4}$/.test(tag) ? tag : `0x${Buffer.from(tag, "latin1").toString("hex")}`;
}
