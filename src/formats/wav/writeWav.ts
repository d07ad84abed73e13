/** Samples to a PCM WAV file. */
import { LeitmotionError } from "../../core/error.js";

export interface WavFormat {
  /** 1 … 2^32 - 1, a whole number. */
  readonly sampleRateHz: number;
  readonly bits: 16 | 24 | 32;
}

const PCM = 1;
const EXTENSIBLE = 0xfffe;
/** RIFF sizes are 32 bits wide. */
const MAX_RIFF_BYTE = 2 ** 32 - 1;
/** KSDATAFORMAT_SUBTYPE_PCM without its first two bytes, which repeat the format tag. */
export const SUBTYPE_TAIL = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71] as const;

/**
 * Write whole-number PCM.
 *
 * A sample x becomes x · 2^(bits-1), rounded to the nearest whole number (halves away from zero) and clamped to
 * the range of the format: 1.0 becomes the greatest positive value, and so does all above it. No dither, so the
 * same samples give the same bytes. One and two channels are plain PCM, more are WAVE_FORMAT_EXTENSIBLE without
 * speaker positions.
 *
 * @param channels  1–65535 arrays of the same number of samples, full scale -1 … 1
 * @throws LeitmotionError FILE_TOO_LARGE if the file would not fit into 4 GiB; INTERNAL for a sample that is not
 *   finite, and for channels of different lengths
 */
export function writeWav(channels: readonly Float32Array[], format: WavFormat): Uint8Array {
  const frameCount = channels[0]?.length ?? 0;
  if (channels.length === 0 || channels.some((c) => c.length !== frameCount)) {
    throw new LeitmotionError("INTERNAL", "Channels of a WAV file differ in length, or there is none");
  }
  const byteCount = wavByteCount(channels.length, frameCount, format.bits);
  if (byteCount - 8 > MAX_RIFF_BYTE) {
    throw new LeitmotionError("FILE_TOO_LARGE", `A WAV file of ${byteCount} bytes: the format ends at 4 GiB`);
  }
  const bytes = new Uint8Array(byteCount);
  const dataAt = writeHeader(bytes, channels.length, frameCount, format);
  channels.forEach((samples, k) => {
    writeChannel(bytes, dataAt + (k * format.bits) / 8, samples, format.bits, channels.length);
  });
  return bytes;
}

/** Size of the file `writeWav` makes, bytes. */
export function wavByteCount(channelCount: number, frameCount: number, bits: 16 | 24 | 32): number {
  const dataByte = (channelCount * frameCount * bits) / 8;
  return (channelCount > 2 ? 68 : 44) + dataByte + (dataByte % 2);
}

/** @returns offset of the first sample */
function writeHeader(bytes: Uint8Array, channelCount: number, frameCount: number, format: WavFormat): number {
  const { bits, sampleRateHz } = format;
  const view = new DataView(bytes.buffer);
  const blockByte = (channelCount * bits) / 8;
  const extensible = channelCount > 2;
  const fmtByte = extensible ? 40 : 16;
  writeTag(bytes, 0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  writeTag(bytes, 8, "WAVE");
  writeTag(bytes, 12, "fmt ");
  view.setUint32(16, fmtByte, true);
  view.setUint16(20, extensible ? EXTENSIBLE : PCM, true);
  view.setUint16(22, channelCount, true);
  view.setUint32(24, sampleRateHz, true);
  view.setUint32(28, sampleRateHz * blockByte, true);
  view.setUint16(32, blockByte, true);
  view.setUint16(34, bits, true);
  if (extensible) {
    view.setUint16(36, 22, true); // size of the extension
    view.setUint16(38, bits, true); // valid bits; the channel mask at 40 stays 0
    view.setUint16(44, PCM, true);
    bytes.set(SUBTYPE_TAIL, 46);
  }
  writeTag(bytes, 20 + fmtByte, "data");
  view.setUint32(24 + fmtByte, frameCount * blockByte, true);
  return 28 + fmtByte;
}

function writeChannel(
  bytes: Uint8Array,
  at: number,
  samples: Float32Array,
  bits: number,
  channelCount: number,
): void {
  const scale = 2 ** (bits - 1);
  const stride = (bits / 8) * channelCount;
  for (let i = 0; i < samples.length; i++, at += stride) {
    const exact = samples[i] * scale;
    if (!Number.isFinite(exact))
      throw new LeitmotionError("INTERNAL", `Sample ${i} of a WAV file is ${samples[i]}`);
    const rounded = exact < 0 ? -Math.floor(0.5 - exact) : Math.floor(exact + 0.5);
    const value = Math.max(-scale, Math.min(scale - 1, rounded)) | 0;
    bytes[at] = value;
    bytes[at + 1] = value >> 8;
    if (bits > 16) bytes[at + 2] = value >> 16;
    if (bits > 24) bytes[at + 3] = value >> 24;
  }
}

function writeTag(bytes: Uint8Array, at: number, tag: string): void {
  for (let k = 0; k < 4; k++) bytes[at + k] = tag.charCodeAt(k);
}
