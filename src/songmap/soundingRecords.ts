/** The registry's records as the Song Map needs them: by unfolded note, and one per sounding note. */
import { LeitmotionError } from "../core/error.js";
import { formatFraction } from "../core/fraction.js";
import type { WrittenPitch } from "../core/pitch.js";
import type { NoteRecord } from "../schema/registry.js";
import type { UnfoldedNote, UnfoldedScore } from "../score/unfoldedScore.js";

/** A note as it is heard: a single note, or a tie chain from its first onset to its last end. */
export interface SoundingRecord {
  readonly record: NoteRecord;
  /** Later members of the chain, in order. */
  readonly tied: readonly NoteRecord[];
  readonly startSec: number;
  readonly endSec: number;
  readonly midi: number;
  /** Null where nobody knows it. */
  readonly velocity: number | null;
  /** Not a drum stroke: it has a place in melody and harmony. */
  readonly isPitched: boolean;
}

/** Velocities of notes that no MIDI file plays, by universal ID. */
export type VelocityOf = (universalId: string) => number | null;

const DRUM_CHANNEL = 9;

/** Sounding notes by start, then by the order of the registry. */
export function soundingRecords(records: readonly NoteRecord[], velocityOf: VelocityOf): SoundingRecord[] {
  const tiedByGroup = new Map<string, NoteRecord[]>();
  for (const record of records) {
    if (!record.chain || record.chain.isPrimary) continue;
    const group = tiedByGroup.get(record.chain.tiedGroupId);
    if (group) group.push(record);
    else tiedByGroup.set(record.chain.tiedGroupId, [record]);
  }
  const sounding: SoundingRecord[] = [];
  for (const record of records) {
    if (record.chain && !record.chain.isPrimary) continue;
    const tied = (record.chain && tiedByGroup.get(record.chain.tiedGroupId)) ?? [];
    const midi = record.midi?.pitch ?? record.score?.pitch.midi;
    if (midi === undefined)
      throw new LeitmotionError("INTERNAL", "A note without a pitch", { note: record.universalId });
    sounding.push({
      record,
      tied: tied.toSorted((a, b) => (a.chain?.positionInGroup ?? 0) - (b.chain?.positionInGroup ?? 0)),
      startSec: record.timing.startSec,
      endSec: tied.reduce((end, r) => Math.max(end, r.timing.endSec), record.timing.endSec),
      midi,
      velocity: record.midi?.velocity ?? velocityOf(record.universalId),
      isPitched: !(record.score?.unpitched ?? record.midi?.channel === DRUM_CHANNEL),
    });
  }
  return sounding.sort((a, b) => a.startSec - b.startSec);
}

/**
 * The record of each unfolded note, by its index.
 *
 * Both sides are told apart by part, measure, pass, staff, voice, place, pitch and order; equals are paired in order.
 *
 * @throws LeitmotionError INTERNAL if a note has no record
 */
export function recordsByNote(unfolded: UnfoldedScore, records: readonly NoteRecord[]): NoteRecord[] {
  const queues = new Map<string, NoteRecord[]>();
  for (const record of records) {
    if (!record.score) continue;
    const key = keyOfRecord(record.score);
    const queue = queues.get(key);
    if (queue) queue.push(record);
    else queues.set(key, [record]);
  }
  const taken = new Map<string, number>();
  return unfolded.notes.map((note) => {
    const key = keyOfNote(unfolded, note);
    const at = taken.get(key) ?? 0;
    taken.set(key, at + 1);
    const record = queues.get(key)?.[at];
    if (!record) throw new LeitmotionError("INTERNAL", `No record for the note ${key}`);
    return record;
  });
}

function keyOfRecord(score: NonNullable<NoteRecord["score"]>): string {
  const place = [
    score.partId,
    score.measureIndex,
    score.pass,
    score.staff,
    score.voice,
    score.measureQuarter,
  ];
  return joinKey(place, score.pitch, score.grace?.order, score.chordIndex);
}

function keyOfNote(unfolded: UnfoldedScore, { note, pass }: UnfoldedNote): string {
  const partId = unfolded.score.parts[note.partIndex].id;
  const place = [
    partId,
    note.measureIndex,
    pass,
    note.staff,
    note.voice,
    formatFraction(note.measureQuarter),
  ];
  return joinKey(place, note.pitch, note.grace?.order, note.chordIndex);
}

function joinKey(
  place: readonly (string | number)[],
  { step, alter, octave }: WrittenPitch,
  graceOrder: number | undefined,
  chordIndex: number,
): string {
  return [...place, step, alter, octave, graceOrder ?? "", chordIndex].join("|");
}
