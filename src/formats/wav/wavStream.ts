/** A WAV file of known length, block by block: for recordings too long to hold. */
import { LeitmotionError } from "../../core/error.js";
import { type WavFormat, wavByteCount, writeWav } from "./writeWav.js";

export interface WavStream {
  /** The file's first bytes. */
  readonly header: Uint8Array;
  /** Size of the finished file. */
  readonly byteCount: number;
  /** The bytes of the next samples, left and right. */
  encode(sides: readonly [Float32Array, Float32Array]): Uint8Array;
}

/**
 * Prepare a stereo file: header, then every block in order, together the bytes `writeWav` would give for the whole.
 *
 * @param frameCount  samples per channel of the finished file
 * @throws LeitmotionError FILE_TOO_LARGE if the file would not fit into 4 GiB
 */
export function streamStereoWav(frameCount: number, format: WavFormat): WavStream {
  const headerByte = wavByteCount(2, 0, format.bits);
  const byteCount = wavByteCount(2, frameCount, format.bits);
  if (byteCount - 8 > 2 ** 32 - 1) {
    throw new LeitmotionError("FILE_TOO_LARGE", `A WAV file of ${byteCount} bytes: the format ends at 4 GiB`);
  }
  const silent = new Float32Array(0);
  const header = writeWav([silent, silent], format);
  const view = new DataView(header.buffer);
  view.setUint32(4, byteCount - 8, true);
  view.setUint32(headerByte - 4, byteCount - headerByte, true);
  return { header, byteCount, encode: (sides) => writeWav(sides, format).subarray(headerByte) };
}
