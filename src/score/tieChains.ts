/** Ties merged: the noteheads that are heard as one note. */
import { add, type Fraction, formatFraction } from "../core/fraction.js";
import type { NotatedNote } from "../core/score.js";
import type { SoundingNote, UnfoldedNote } from "./unfoldedScore.js";

/**
 * Join tied notes. A tie leads from a note with a tie start to a note of the same part and sounding key with a tie
 * stop that begins exactly where the first one ends, with repeats unfolded; of several the one in the same staff
 * and voice. A stop without such a start is an onset, a start without such a stop a plain note.
 *
 * @param notes  in order of their onsets
 * @returns      sounding notes in order of their first members; every note is in exactly one
 */
export function joinTies(notes: readonly UnfoldedNote[]): SoundingNote[] {
  const stopsByKey = groupBy(
    notes.filter(({ note }) => note.tieStop),
    (n) => tieKey(n.note, n.onsetQuarter),
  );
  const startsByKey = groupBy(
    notes.filter(({ note }) => note.tieStart),
    (n) => tieKey(n.note, endOf(n)),
  );
  // By position in `notes`: what a note is tied to, and whether it is tied to one before it.
  const next = new Int32Array(notes.length).fill(-1);
  const isContinued = new Uint8Array(notes.length);
  for (const [key, starts] of startsByKey) {
    for (const [from, to] of pairTies(starts, stopsByKey.get(key) ?? [])) {
      next[from.index] = to.index;
      isContinued[to.index] = 1;
    }
  }
  const sounding: SoundingNote[] = [];
  for (let i = 0; i < notes.length; i++) {
    if (isContinued[i] === 0) sounding.push(soundChain(sounding.length, notes, next, i));
  }
  return sounding;
}

function tieKey(note: NotatedNote, at: Fraction): string {
  return `${note.partIndex}|${note.soundingMidi}|${formatFraction(at)}`;
}

function endOf({ note, onsetQuarter }: UnfoldedNote): Fraction {
  return add(onsetQuarter, note.durationQuarter);
}

/**
 * Pair starts with stops of one place and key: first those of one staff and voice, then of one staff, of one voice, of
 * neither; in each round the first start gets the first stop that is left.
 *
 * @cost  linear where staff and voice agree; starts × stops at worst
 */
function pairTies(
  starts: readonly UnfoldedNote[],
  stops: readonly UnfoldedNote[],
): [from: UnfoldedNote, to: UnfoldedNote][] {
  const pairs: [UnfoldedNote, UnfoldedNote][] = [];
  let openStarts = starts;
  const openStops = [...stops];
  for (let strangeness = 0; strangeness <= MAX_STRANGENESS; strangeness++) {
    openStarts = openStarts.filter((from) => {
      // A grace note ends where it begins: it is never continued by one before it.
      const at = openStops.findIndex(
        (to) => to.index > from.index && strangenessOf(from, to) === strangeness,
      );
      if (at < 0) return true;
      pairs.push([from, openStops[at]]);
      openStops.splice(at, 1);
      return false;
    });
  }
  return pairs;
}

const MAX_STRANGENESS = 3;

/** 0 same staff and voice … 3 neither. */
function strangenessOf({ note: from }: UnfoldedNote, { note: to }: UnfoldedNote): number {
  return Number(from.voice !== to.voice) + 2 * Number(from.staff !== to.staff);
}

function soundChain(
  index: number,
  notes: readonly UnfoldedNote[],
  next: Int32Array,
  first: number,
): SoundingNote {
  const { onsetQuarter, note } = notes[first];
  const members: [UnfoldedNote, ...UnfoldedNote[]] = [notes[first]];
  let { durationQuarter } = note;
  for (let i = next[first]; i >= 0; i = next[i]) {
    members.push(notes[i]);
    durationQuarter = add(durationQuarter, notes[i].note.durationQuarter);
  }
  return { index, members, onsetQuarter, durationQuarter, midi: note.soundingMidi };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
