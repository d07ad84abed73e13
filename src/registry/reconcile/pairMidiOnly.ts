/** Performed notes that are not written, found again in another take or export of the performance. */
import type { Performance, PerformedNote } from "../../core/performance.js";
import type { NoteRecord } from "../../schema/registry.js";
import { roundSec } from "../rounding.js";

/** A performed note without a place in the score. */
interface Stroke {
  readonly track: string;
  readonly channel: number;
  readonly pitch: number;
  readonly onsetSec: number;
}

export interface StrokePair {
  readonly universalId: string;
  /** Into `midiOnly`. */
  readonly index: number;
  readonly oldSec: number;
  readonly newSec: number;
}

/** Two takes put a note so far apart at most. */
export const NEAR_SEC = 0.25;

/**
 * Pair performed notes of one key, in order of time: first in the same track and channel, then in the same channel,
 * then anywhere. Notes at nearly the same second are paired; what is left between them only if both sides hold equally
 * many. A note that is still there and written now is none of them: nobody else gets its ID.
 */
export function pairMidiOnly(
  records: readonly NoteRecord[],
  performance: Performance | null,
  midiOnly: readonly number[],
): StrokePair[] {
  const registered = records.filter((record) => record.score === null && record.midi !== null);
  if (!performance || registered.length === 0) return [];
  const names = new Map(performance.tracks.map((track) => [track.index, track.name]));
  const strokeOf = ({ track, channel, pitch, onsetSec }: PerformedNote) => ({
    track: names.get(track) || String(track),
    channel,
    pitch,
    onsetSec,
  });
  const unwritten = new Set(midiOnly);
  const written = new Set(
    performance.notes.filter(({ index }) => !unwritten.has(index)).map((note) => placeOf(strokeOf(note))),
  );
  const olds = registered
    .map(({ universalId, midi }) => ({ universalId, ...oldStroke(midi as NonNullable<NoteRecord["midi"]>) }))
    .filter((stroke) => !written.has(placeOf(stroke)));
  const news = midiOnly.map((noteIndex, index) => ({ index, ...strokeOf(performance.notes[noteIndex]) }));
  olds.sort((a, b) => a.onsetSec - b.onsetSec || (a.universalId < b.universalId ? -1 : 1));
  news.sort((a, b) => a.onsetSec - b.onsetSec || a.index - b.index);
  const keys: ((stroke: Stroke) => string)[] = [
    ({ track, channel, pitch }) => `${pitch}|${channel}|${track}`,
    ({ channel, pitch }) => `${pitch}|${channel}`,
    ({ pitch }) => String(pitch),
  ];
  const pairs: StrokePair[] = [];
  let [openOld, openNew] = [olds, news];
  for (const key of keys) {
    const newGroups = groupBy(openNew, key);
    for (const [name, group] of groupBy(openOld, key)) {
      for (const [a, b] of pairInTime(group, newGroups.get(name) ?? []))
        pairs.push({ universalId: a.universalId, index: b.index, oldSec: a.onsetSec, newSec: b.onsetSec });
    }
    const doneOld = new Set(pairs.map((pair) => pair.universalId));
    const doneNew = new Set(pairs.map((pair) => pair.index));
    openOld = openOld.filter((stroke) => !doneOld.has(stroke.universalId));
    openNew = openNew.filter((stroke) => !doneNew.has(stroke.index));
  }
  return pairs;
}

function oldStroke({ track, trackName, channel, pitch, onsetSec }: NonNullable<NoteRecord["midi"]>): Stroke {
  return { track: trackName || String(track), channel, pitch, onsetSec };
}

/** Where a note lies, to the microsecond, as the registry rounds. */
function placeOf({ track, channel, pitch, onsetSec }: Stroke): string {
  return `${pitch}|${channel}|${roundSec(onsetSec)}|${track}`;
}

function groupBy<T extends Stroke>(
  strokes: readonly T[],
  keyOf: (stroke: Stroke) => string,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const stroke of strokes) {
    const key = keyOf(stroke);
    const group = groups.get(key);
    if (group) group.push(stroke);
    else groups.set(key, [stroke]);
  }
  return groups;
}

/** Both lists by time. */
function pairInTime<A extends Stroke, B extends Stroke>(olds: readonly A[], news: readonly B[]): [A, B][] {
  const pairs: [A, B][] = [];
  let [fromOld, fromNew] = [0, 0];
  const pairBetween = (toOld: number, toNew: number) => {
    if (toOld - fromOld !== toNew - fromNew) return;
    for (let k = 0; k < toOld - fromOld; k++) pairs.push([olds[fromOld + k], news[fromNew + k]]);
  };
  let [i, j] = [0, 0];
  while (i < olds.length && j < news.length) {
    const late = news[j].onsetSec - olds[i].onsetSec;
    if (Math.abs(late) > NEAR_SEC) {
      if (late > 0) i++;
      else j++;
      continue;
    }
    pairBetween(i, j);
    pairs.push([olds[i++], news[j++]]);
    [fromOld, fromNew] = [i, j];
  }
  pairBetween(olds.length, news.length);
  return pairs;
}
