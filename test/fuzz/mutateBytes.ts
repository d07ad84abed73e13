/** Damage that any file can take: flipped, cut, lost, doubled and swapped bytes. */
import type { Seeded } from "./seeded.js";

type Damage = (bytes: Uint8Array, random: Seeded) => Uint8Array;

const DAMAGES: readonly Damage[] = [flip, flip, truncate, remove, double, swap, overwrite];

/** One damage, seldom two or three. */
export function mutateBytes(bytes: Uint8Array, random: Seeded): Uint8Array {
  let damaged = bytes;
  for (let count = random.pick([1, 1, 1, 1, 2, 3]); count > 0; count--)
    damaged = random.pick(DAMAGES)(damaged, random);
  return damaged;
}

function flip(bytes: Uint8Array, random: Seeded): Uint8Array {
  const copy = bytes.slice();
  for (let count = 1 + random.below(8); count > 0 && copy.length > 0; count--) {
    copy[random.below(copy.length)] ^= 1 << random.below(8);
  }
  return copy;
}

function truncate(bytes: Uint8Array, random: Seeded): Uint8Array {
  return bytes.slice(0, random.below(bytes.length + 1));
}

function stretch(bytes: Uint8Array, random: Seeded): [from: number, to: number] {
  const from = random.below(bytes.length + 1);
  return [from, Math.min(bytes.length, from + 1 + random.below(random.pick([4, 40, 400])))];
}

function remove(bytes: Uint8Array, random: Seeded): Uint8Array {
  const [from, to] = stretch(bytes, random);
  return joined([bytes.subarray(0, from), bytes.subarray(to)]);
}

function double(bytes: Uint8Array, random: Seeded): Uint8Array {
  const [from, to] = stretch(bytes, random);
  return joined([bytes.subarray(0, to), bytes.subarray(from)]);
}

function swap(bytes: Uint8Array, random: Seeded): Uint8Array {
  const copy = bytes.slice();
  const size = 1 + random.below(8);
  const room = Math.max(1, copy.length - size);
  const [a, b] = [random.below(room), random.below(room)];
  const kept = copy.slice(a, a + size);
  copy.copyWithin(a, b, b + size);
  copy.set(kept.subarray(0, Math.max(0, copy.length - b)), Math.min(b, copy.length));
  return copy;
}

/** A run of one value: zeros and 0xff are what lengths and counts break on. */
function overwrite(bytes: Uint8Array, random: Seeded): Uint8Array {
  const [from, to] = stretch(bytes, random);
  const copy = bytes.slice();
  return copy.fill(random.pick([0, 0x7f, 0x80, 0xff]), from, Math.min(to, from + 4));
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(pieces));
}
