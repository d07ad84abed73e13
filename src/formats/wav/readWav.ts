/** WAV file to samples. */
import { LeitmotionError } from "../../core/error.js";
import { assertWithin, DEFAULT_LIMITS, type Limits } from "../../core/limits.js";
import { SUBTYPE_TAIL } from "./writeWav.js";

export interface Wav {
  readonly sampleRateHz: number;
  /** Size of a stored sample: 8, 16, 24, 32 or 64. */
  readonly bits: number;
  readonly encoding: "pcm" | "float";
  /** One array per channel, all of the same length; full scale -1 … 1. */
  readonly channels: readonly Float32Array[];
}

/** More channels than any recording has; a lying header is stopped before memory is asked for. */
const MAX_CHANNELS = 64;
const MAX_RATE_HZ = 1_000_000;
const ENCODINGS: Readonly<Record<number, string>> = {
  2: "Microsoft ADPCM",
  6: "A-law",
  7: "µ-law",
  17: "IMA ADPCM",
  49: "GSM 6.10",
  80: "MPEG audio",
  85: "MP3",
};

/**
 * Read PCM of 8, 16, 24 or 32 bits and floating point of 32 or 64 bits, plain or WAVE_FORMAT_EXTENSIBLE.
 *
 * Whole numbers are divided by 2^(bits-1) of the stored size. 32-bit whole numbers and 64-bit floats are rounded to
 * single precision. Chunks other than `fmt ` and `data` are passed over, as is anything behind the RIFF chunk.
 *
 * @param options  `fileName` for messages; `limits` on bytes and seconds
 * @throws LeitmotionError WAV_MALFORMED with the byte, also naming an encoding that is not read; LIMIT_EXCEEDED
 * @source Multimedia Programming Interface and Data Specifications 1.0 (RIFF WAVE); mmreg.h for the tags
 */
export function readWav(bytes: Uint8Array, options: { fileName?: string; limits?: Limits } = {}): Wav {
  const { fileName = "audio.wav", limits = DEFAULT_LIMITS } = options;
  const refuse: Refuse = (what, byte) => {
    throw new LeitmotionError("WAV_MALFORMED", what, { file: fileName, byte });
  };
  try {
    assertWithin(limits, "fileByte", bytes.length, "WAV file");
    const { format, dataAt, dataByte } = readChunks(bytes, refuse);
    const frameCount = dataByte / format.blockByte;
    if (!Number.isInteger(frameCount))
      refuse(`Audio data of ${dataByte} bytes is no whole number of frames`, dataAt);
    assertWithin(limits, "durationSec", frameCount / format.sampleRateHz, "Length of the recording");
    const channels = Array.from({ length: format.channelCount }, (_, k) => {
      return readChannel(bytes, dataAt + (k * format.bits) / 8, frameCount, format, refuse);
    });
    return { sampleRateHz: format.sampleRateHz, bits: format.bits, encoding: format.encoding, channels };
  } catch (thrown) {
    throw thrown instanceof LeitmotionError ? thrown.at({ file: fileName }) : thrown;
  }
}

type Refuse = (what: string, byte: number) => never;

interface StoredFormat {
  readonly encoding: "pcm" | "float";
  readonly channelCount: number;
  readonly sampleRateHz: number;
  readonly blockByte: number;
  readonly bits: number;
}

function readChunks(
  bytes: Uint8Array,
  refuse: Refuse,
): { format: StoredFormat; dataAt: number; dataByte: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const riff = tagAt(bytes, 0);
  if (riff === "RIFX" || riff === "RF64") refuse(`${riff} files are not read, only RIFF`, 0);
  if (bytes.length < 12 || riff !== "RIFF" || tagAt(bytes, 8) !== "WAVE") refuse("Not a WAV file", 0);
  let format: StoredFormat | null = null;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const tag = tagAt(bytes, at);
    const length = view.getUint32(at + 4, true);
    const left = bytes.length - at - 8;
    if (length > left) refuse(`Chunk "${tag}" claims ${length} bytes, ${left} are left`, at + 4);
    if (tag === "fmt ") format = readFormat(view, at + 8, length, refuse);
    else if (tag === "data") {
      if (format === null) return refuse("Audio data before its format", at);
      return { format, dataAt: at + 8, dataByte: length };
    }
    at += 8 + length + (length % 2);
  }
  return refuse(format === null ? "No format chunk" : "No audio data", bytes.length);
}

function readFormat(view: DataView, at: number, length: number, refuse: Refuse): StoredFormat {
  if (length < 16) refuse(`Format chunk of ${length} bytes`, at);
  const channelCount = view.getUint16(at + 2, true);
  const sampleRateHz = view.getUint32(at + 4, true);
  const blockByte = view.getUint16(at + 12, true);
  const encoding = readEncoding(view, at, length, refuse);
  const bits = 8 * Math.ceil(view.getUint16(at + 14, true) / 8);
  if (channelCount < 1 || channelCount > MAX_CHANNELS) refuse(`${channelCount} channels`, at + 2);
  if (sampleRateHz < 1 || sampleRateHz > MAX_RATE_HZ) refuse(`Sample rate of ${sampleRateHz} Hz`, at + 4);
  const known = encoding === "pcm" ? [8, 16, 24, 32] : [32, 64];
  if (!known.includes(bits))
    refuse(`${encoding === "pcm" ? "PCM" : "Floating point"} of ${bits} bits`, at + 14);
  if (blockByte * 8 !== bits * channelCount) {
    refuse(`Frames of ${blockByte} bytes do not hold ${channelCount} samples of ${bits} bits`, at + 12);
  }
  return { encoding, channelCount, sampleRateHz, blockByte, bits };
}

function readEncoding(view: DataView, at: number, length: number, refuse: Refuse): "pcm" | "float" {
  let tag = view.getUint16(at, true);
  if (tag === 0xfffe) {
    const known = length >= 40 && SUBTYPE_TAIL.every((byte, k) => view.getUint8(at + 26 + k) === byte);
    if (!known) refuse("Extensible format of an unknown kind", at + 24);
    tag = view.getUint16(at + 24, true);
  }
  if (tag === 1) return "pcm";
  if (tag === 3) return "float";
  return refuse(`Encoding ${ENCODINGS[tag] ?? `number ${tag}`} is not read, only PCM and floating point`, at);
}

function readChannel(
  bytes: Uint8Array,
  at: number,
  frameCount: number,
  { encoding, bits, blockByte }: StoredFormat,
  refuse: Refuse,
): Float32Array {
  const samples = new Float32Array(frameCount);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const unit = 2 ** -(bits - 1);
  for (let i = 0; i < frameCount; i++, at += blockByte) {
    if (encoding === "float") {
      const sample = bits === 32 ? view.getFloat32(at, true) : view.getFloat64(at, true);
      samples[i] = sample;
      if (!Number.isFinite(samples[i])) refuse(`Sample ${i} is ${sample}`, at);
    } else if (bits === 16) samples[i] = view.getInt16(at, true) * unit;
    else if (bits === 24) samples[i] = (view.getUint16(at, true) | (view.getInt8(at + 2) << 16)) * unit;
    else if (bits === 32) samples[i] = view.getInt32(at, true) * unit;
    else samples[i] = (bytes[at] - 128) * unit;
  }
  return samples;
}

function tagAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4)).replace(/[^ -~]/g, "?");
}
