/** MIDI files that are whole but say absurd things: random bytes alone would mostly be refused. */
import { vlq } from "../formats/midi/midiFile.js";
import { joined, mutateBytes } from "./mutateBytes.js";
import type { Seeded } from "./seeded.js";

/** Without their delta time. */
const EVENTS: readonly (readonly number[])[] = [
  [0xff, 0x51, 3, 0, 0, 0],
  [0xff, 0x51, 3, 0, 0, 1],
  [0xff, 0x51, 3, 0xff, 0xff, 0xff],
  [0xff, 0x58, 4, 0, 2, 24, 8],
  [0xff, 0x58, 4, 255, 7, 24, 8],
  [0xff, 0x2f, 0],
  [0x90, 127, 127],
  [0x80, 60, 0],
  [0x90, 60, 0],
  [0xf0, 2, 1, 0xf7],
  [0xc9, 127],
  [0xb0, 64, 127],
  [0xe0, 0, 127],
  [0xff, 0x21, 1, 200],
  [0xff, 0x03, 3, 0xff, 0xfe, 0],
];

const DELTAS = [0, 1, 127, 128, 480, 100_000, 2 ** 28 - 1];
const DIVISIONS = [1, 2, 24, 96, 480, 0x7fff, 0x8000, 0xe728, 0xe250, 0xe850, 0];

/** Change header fields, or events of a track, and set its length right again. */
export function mutateMidi(bytes: Uint8Array, random: Seeded): Uint8Array {
  const chunks = splitChunks(bytes);
  const header = chunks[0].slice();
  if (random.next() < 0.15) header.set(toWord(random.pick(DIVISIONS)), 12);
  if (random.next() < 0.05) header.set(toWord(random.below(4)), 8);
  let tracks = chunks.slice(1).map((chunk) => (random.next() < 0.6 ? mutateTrack(chunk, random) : chunk));
  if (random.next() < 0.05) tracks = tracks.slice(1);
  if (random.next() < 0.05) tracks = tracks.concat(tracks);
  if (random.next() < 0.9) header.set(toWord(tracks.length), 10);
  return joined([header, ...tracks]);
}

function splitChunks(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const end = at + 8 + view.getUint32(at + 4);
    chunks.push(bytes.subarray(at, end));
    at = end;
  }
  return chunks;
}

function mutateTrack(chunk: Uint8Array, random: Seeded): Uint8Array {
  const body = chunk.subarray(8);
  let changed = body;
  if (random.next() < 0.15) {
    changed = mutateBytes(body, random);
  } else {
    let events = splitEvents(body);
    for (let count = 1 + random.below(6); count > 0; count--) events = mutateEvents(events, random);
    changed = joined(events.map(({ delta, body: event }) => Uint8Array.from([...vlq(delta), ...event])));
  }
  const head = chunk.slice(0, 8);
  new DataView(head.buffer).setUint32(4, changed.length);
  return joined([head, changed]);
}

interface Event {
  readonly delta: number;
  readonly body: readonly number[];
}

/** Events of a track, running status written out, so that any order of them is one. */
function splitEvents(body: Uint8Array): Event[] {
  const events: Event[] = [];
  let at = 0;
  let running = 0;
  const readLength = () => {
    let value = 0;
    do value = value * 128 + (body[at] & 0x7f);
    while (body[at++] >= 0x80);
    return value;
  };
  while (at < body.length) {
    const delta = readLength();
    const hasStatus = body[at] >= 0x80;
    const status = hasStatus ? body[at++] : running;
    const from = at;
    if (status === 0xff) {
      at++;
      const length = readLength();
      at += length;
    } else {
      running = status;
      at += status >> 4 === 0xc || status >> 4 === 0xd ? 1 : 2;
    }
    events.push({ delta, body: [status, ...body.subarray(from, at)] });
  }
  return events;
}

function mutateEvents(events: readonly Event[], random: Seeded): Event[] {
  if (events.length === 0) return [];
  const at = random.below(events.length);
  const event = events[at];
  const replaced = (...others: Event[]) => events.toSpliced(at, 1, ...others);
  switch (random.below(7)) {
    case 0:
      return replaced(event, { delta: random.pick(DELTAS), body: random.pick(EVENTS) });
    case 1:
      return replaced();
    case 2:
      return replaced(event, event);
    case 3:
      return replaced({ ...event, delta: random.pick(DELTAS) });
    case 4: {
      const other = random.below(events.length);
      return events.map((e, i) => (i === at ? events[other] : i === other ? event : e));
    }
    case 5:
      return events.slice(0, at).concat(events.slice(random.below(events.length)));
    default:
      return replaced({
        ...event,
        body: event.body.map((byte, i) => (i === 0 ? byte : byte ^ (1 << random.below(7)))),
      });
  }
}

function toWord(value: number): [number, number] {
  return [value >> 8, value & 255];
}
