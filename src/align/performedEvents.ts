/** Performed notes as typed arrays in onset order, with their lanes (a channel of a track). */
import type { Performance } from "../core/performance.js";
import { ALIGN } from "./alignConstants.js";

export interface PerformedEvents {
  readonly count: number;
  /** Position in `Performance.notes`. */
  readonly noteIndex: Int32Array;
  readonly onsetSec: Float64Array;
  readonly pitch: Uint8Array;
  readonly lane: Uint16Array;
  readonly lanes: readonly Lane[];
  /** Distance to the nearest note of the same pitch, seconds (Infinity if it is the only one). */
  readonly separationSec: Float64Array;
}

export interface Lane {
  readonly track: number;
  readonly channel: number;
  readonly trackName: string;
}

/** Ordered by onset, then pitch, track, channel and length, so that the order of the input does not matter. */
export function buildPerformedEvents(performance: Performance): PerformedEvents {
  const order = performance.notes.map((_, i) => i);
  const notes = performance.notes;
  order.sort((a, b) => {
    const x = notes[a];
    const y = notes[b];
    return (
      x.onsetSec - y.onsetSec ||
      x.pitch - y.pitch ||
      x.track - y.track ||
      x.channel - y.channel ||
      x.offsetSec - y.offsetSec ||
      x.velocity - y.velocity
    );
  });
  const count = order.length;
  const noteIndex = new Int32Array(order);
  const onsetSec = new Float64Array(count);
  const pitch = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    onsetSec[row] = notes[order[row]].onsetSec;
    pitch[row] = notes[order[row]].pitch;
  }
  const { lane, lanes } = numberLanes(performance, noteIndex);
  return {
    count,
    noteIndex,
    onsetSec,
    pitch,
    lane,
    lanes,
    separationSec: separations(onsetSec, pitch),
  };
}

/** @param noteIndex  note of each row */
function numberLanes(
  { notes, tracks }: Performance,
  noteIndex: Int32Array,
): { lane: Uint16Array; lanes: Lane[] } {
  const key = new Float64Array(notes.length);
  for (let row = 0; row < key.length; row++) {
    const { track, channel } = notes[noteIndex[row]];
    key[row] = track * 16 + channel;
  }
  const keys = [...new Set(key)].sort((a, b) => a - b);
  const lane = new Uint16Array(key.length);
  if (keys.length > 1) {
    const numbers = new Map(keys.map((of, i) => [of, i]));
    for (let row = 0; row < key.length; row++) lane[row] = numbers.get(key[row]) as number;
  }
  const names = new Map(tracks.map((t) => [t.index, t.name]));
  const lanes = keys.map((of) => {
    const track = Math.floor(of / 16);
    return { track, channel: of % 16, trackName: names.get(track) ?? "" };
  });
  return { lane, lanes };
}

function separations(onsetSec: Float64Array, pitch: Uint8Array): Float64Array {
  const separation = new Float64Array(onsetSec.length).fill(Number.POSITIVE_INFINITY);
  const last = new Int32Array(128).fill(-1);
  for (let i = 0; i < onsetSec.length; i++) {
    const before = last[pitch[i]];
    if (before >= 0) {
      const distance = onsetSec[i] - onsetSec[before];
      separation[i] = distance;
      separation[before] = Math.min(separation[before], distance);
    }
    last[pitch[i]] = i;
  }
  return separation;
}

/** What the following passes walk along: performed notes, doublings on other lanes counted once. */
export interface CoarseRows {
  /** Row of `PerformedEvents`. */
  readonly row: Int32Array;
  readonly onsetSec: Float64Array;
  readonly pitch: Uint8Array;
}

/**
 * Strokes of one pitch that may be one written sound are one row, the first of them: within `ALIGN.doublingSec` on
 * different lanes, and as many as there are parts in unison on that pitch within `ALIGN.ensembleSec` on any.
 *
 * @param voices  for each pitch the most parts that have it at one onset; see `countVoices`
 */
export function coarseRows(events: PerformedEvents, voices: Uint8Array): CoarseRows {
  const firstRow = new Int32Array(128).fill(-1);
  const strokes = new Int32Array(128);
  const rows: number[] = [];
  for (let i = 0; i < events.count; i++) {
    const pitch = events.pitch[i];
    const first = firstRow[pitch];
    const sinceSec = first < 0 ? Number.POSITIVE_INFINITY : events.onsetSec[i] - events.onsetSec[first];
    const doubled =
      (sinceSec <= ALIGN.doublingSec && events.lane[first] !== events.lane[i]) ||
      (sinceSec <= ALIGN.ensembleSec && strokes[pitch] < voices[pitch]);
    if (doubled) {
      strokes[pitch]++;
      continue;
    }
    firstRow[pitch] = i;
    strokes[pitch] = 1;
    rows.push(i);
  }
  return {
    row: Int32Array.from(rows),
    onsetSec: Float64Array.from(rows, (i) => events.onsetSec[i]),
    pitch: Uint8Array.from(rows, (i) => events.pitch[i]),
  };
}
