/** The chunks of a RIFF file, with sizes that are true. */
import { LeitmotionError } from "../../core/error.js";

export interface RiffChunk {
  /** Four characters; of a LIST or RIFF chunk the kind of list. */
  readonly tag: string;
  /** Content, without header and kind of list. */
  readonly startByte: number;
  readonly endByte: number;
  readonly isList: boolean;
}

/**
 * The chunks between two bytes, in order.
 *
 * @throws LeitmotionError SOUNDFONT_INVALID with the byte of a chunk that is longer than what holds it
 */
export function readChunks(view: DataView, startByte: number, endByte: number): RiffChunk[] {
  const chunks: RiffChunk[] = [];
  for (let at = startByte; at + 8 <= endByte; ) {
    const tag = tagAt(view, at);
    const sizeByte = view.getUint32(at + 4, true);
    const contentEnd = at + 8 + sizeByte;
    if (contentEnd > endByte)
      throw damaged(`Chunk "${tag}" claims ${sizeByte} bytes, ${endByte - at - 8} are left`, at);
    const isList = tag === "LIST" || tag === "RIFF";
    if (isList && sizeByte < 4) throw damaged(`List of ${sizeByte} bytes`, at);
    chunks.push({
      tag: isList ? tagAt(view, at + 8) : tag,
      startByte: isList ? at + 12 : at + 8,
      endByte: contentEnd,
      isList,
    });
    at = contentEnd + (sizeByte % 2);
  }
  return chunks;
}

export function tagAt(view: DataView, at: number): string {
  const codes = [0, 1, 2, 3].map((k) => view.getUint8(at + k));
  return String.fromCharCode(...codes.map((code) => (code >= 32 && code < 127 ? code : 63)));
}

export function damaged(what: string, byte: number): LeitmotionError {
  return new LeitmotionError("SOUNDFONT_INVALID", what, { byte });
}
