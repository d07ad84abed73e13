/** Hand-made MIDI bytes for the tests: nothing is shared with the reader under test. */

/** Bytes of a variable-length quantity. */
export function vlq(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

export function text(characters: string): number[] {
  return [...Buffer.from(characters, "latin1")];
}

export function chunk(tag: string, body: readonly number[]): number[] {
  const n = body.length;
  return [...text(tag), (n >>> 24) & 255, (n >> 16) & 255, (n >> 8) & 255, n & 255, ...body];
}

export function header(format: number, tracks: number, division: number): number[] {
  return chunk("MThd", [0, format, 0, tracks, division >> 8, division & 255]);
}

export const END = [0, 0xff, 0x2f, 0];

/** A track chunk; the end-of-track event is appended. */
export function track(...events: number[][]): number[] {
  return chunk("MTrk", [...events.flat(), ...END]);
}

export function on(delta: number, pitch: number, velocity = 64, channel = 0): number[] {
  return [...vlq(delta), 0x90 | channel, pitch, velocity];
}

export function off(delta: number, pitch: number, channel = 0): number[] {
  return [...vlq(delta), 0x80 | channel, pitch, 0];
}

export function meta(delta: number, type: number, body: readonly number[]): number[] {
  return [...vlq(delta), 0xff, type, ...vlq(body.length), ...body];
}

export function tempo(delta: number, usPerQuarter: number): number[] {
  return meta(delta, 0x51, [usPerQuarter >> 16, (usPerQuarter >> 8) & 255, usPerQuarter & 255]);
}

export function file(...chunks: number[][]): Uint8Array {
  return Uint8Array.from(chunks.flat());
}
