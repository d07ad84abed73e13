/** A cursor over the bytes of a MIDI file that knows where it is when something is wrong. */
import { LeitmotionError } from "../../core/error.js";

/** Reads forward from `at`, never past `end`; every refusal names the file and the byte. */
export class MidiBytes {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** Offset in the file of the next byte. */
  at: number;
  /** Offset behind the last byte that may be read. */
  readonly end: number;

  constructor(bytes: Uint8Array, fileName: string, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.fileName = fileName;
    this.at = at;
    this.end = end;
  }

  /** The same bytes between two offsets; `at` of this cursor does not move. */
  slice(from: number, to: number): MidiBytes {
    return new MidiBytes(this.bytes, this.fileName, from, to);
  }

  get left(): number {
    return this.end - this.at;
  }

  /** @throws LeitmotionError MIDI_MALFORMED if there is no byte left */
  uint8(what: string): number {
    if (this.at >= this.end) throw this.malformed(`${what} is cut off`);
    return this.bytes[this.at++];
  }

  uint16(what: string): number {
    return this.uint8(what) * 256 + this.uint8(what);
  }

  uint32(what: string): number {
    return this.uint16(what) * 65536 + this.uint16(what);
  }

  /** Little-endian, as RIFF writes it. */
  uint32Le(what: string): number {
    const low = this.uint8(what) + this.uint8(what) * 256;
    return low + (this.uint8(what) + this.uint8(what) * 256) * 65536;
  }

  /** Four characters, or fewer at the end. */
  tag(): string {
    const from = this.at;
    this.at = Math.min(this.end, from + 4);
    return String.fromCharCode(...this.bytes.subarray(from, this.at));
  }

  /**
   * A variable-length quantity: seven bits a byte, high bit set on all but the last, at most four bytes.
   *
   * @returns 0 … 0x0FFFFFFF
   */
  variableLength(what: string): number {
    const from = this.at;
    let byte = this.uint8(what);
    let value = byte & 0x7f;
    for (let count = 1; byte >= 0x80; count++) {
      if (count === 4) throw this.malformed(`${what} is longer than four bytes`, from);
      byte = this.uint8(what);
      value = value * 128 + (byte & 0x7f);
    }
    return value;
  }

  /** A data byte, 0–127. */
  data(what: string): number {
    const byte = this.uint8(what);
    if (byte > 0x7f) throw this.malformed(`${what} is no data byte (0x${byte.toString(16)})`, this.at - 1);
    return byte;
  }

  /** The next `count` bytes, not copied. */
  take(count: number, what: string): Uint8Array {
    if (count > this.left) throw this.malformed(`${what} claims ${count} bytes, ${this.left} are left`);
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  malformed(what: string, byte = this.at): LeitmotionError {
    return new LeitmotionError("MIDI_MALFORMED", what, { file: this.fileName, byte });
  }
}

/** Text of a meta event: UTF-8 where the bytes are valid UTF-8, else Latin-1; without NUL padding. */
export function decodeMidiText(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    text = Buffer.from(bytes).toString("latin1");
  }
  return text.replaceAll("\0", "");
}
