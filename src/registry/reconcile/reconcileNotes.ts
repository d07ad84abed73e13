/** IDs survive edits: the notes of the last finished registry are found again in the score as it is now. */
import type { Performance } from "../../core/performance.js";
import type { NoteRecord, Registry } from "../../schema/registry.js";
import type { UnfoldedScore } from "../../score/unfoldedScore.js";
import { mintMidiOnlyIds, mintNoteIds } from "../mintIds.js";
import { isSamePiece } from "./commonMusic.js";
import { HeadPairs } from "./headPairs.js";
import { editionOfRecords, editionOfScore, Numbering } from "./heads.js";
import { describeChange, type NoteChange } from "./noteChanges.js";
import { pairHeads } from "./pairHeads.js";
import { pairMeasures } from "./pairMeasures.js";
import { NEAR_SEC, pairMidiOnly } from "./pairMidiOnly.js";
import { pairParts } from "./pairParts.js";

/** A finished registry. */
export interface BaseRegistry {
  readonly records: readonly NoteRecord[];
  readonly piece: Registry["piece"];
}

export interface Reconciliation {
  /** The piece as the new score names it, under the ID that its notes' IDs are made of. */
  readonly piece: Registry["piece"];
  /** Universal ID by `UnfoldedNote.index`. */
  readonly noteIds: readonly string[];
  /** Universal IDs of performed notes that are not written, in the order of `midiOnly`. */
  readonly midiOnlyIds: readonly string[];
  /** Records, one for each notehead and pass and for each performed note that is not written. */
  readonly counts: Readonly<Record<"kept" | NoteChange["kind"], number>>;
  /** All but the kept: the new score's notes in order, then performed notes, then what has gone. Empty without a base. */
  readonly changes: readonly NoteChange[];
  /** False without a base, and where the base is another piece: nothing is kept then. */
  readonly samePiece: boolean;
}

/**
 * Align an earlier registry with a score, and give every note that is still the same note the ID it had.
 *
 * Parts are paired first, then measures, then noteheads; a head takes the IDs of its passes along. The rest gets new IDs,
 * none of which belongs to a note that has just gone. Neither the order of the records matters nor how a program numbers
 * parts, voices and staves.
 *
 * @param base      the last finished registry of this output folder, or null
 * @param midiOnly  indices into `performance.notes` of what is not written
 * @cost            about n log n in notes
 */
export function reconcileNotes(
  base: BaseRegistry | null,
  unfolded: UnfoldedScore,
  performance: Performance | null,
  midiOnly: readonly number[],
  piece: Registry["piece"],
): Reconciliation {
  if (!base) return nameAnew(unfolded, performance, midiOnly, piece);
  const found = findNotes(base, unfolded, performance, midiOnly, piece);
  const fates = found ?? NOTHING_FOUND;
  const pieceId = found ? base.piece.pieceId : piece.pieceId;
  const surviving = new Set([...fates.notes.values(), ...fates.strokes.values()].map((fate) => fate.id));
  const gone = base.records.filter((record) => !surviving.has(record.universalId));
  const barred = new Set(gone.map((record) => record.universalId));
  const kept = unfolded.notes.map(({ index }) => fates.notes.get(index)?.id);
  const keptStrokes = midiOnly.map((_, index) => fates.strokes.get(index)?.id);
  const noteIds = mintNoteIds(unfolded, pieceId, {
    kept,
    barred: new Set([...barred, ...defined(keptStrokes)]),
  });
  const midiOnlyIds = performance
    ? mintMidiOnlyIds(performance, midiOnly, pieceId, {
        kept: keptStrokes,
        barred: new Set([...barred, ...noteIds]),
      })
    : [];
  const changes = listChanges({ unfolded, fates, noteIds, midiOnlyIds, gone });
  return {
    piece: { ...piece, pieceId },
    noteIds,
    midiOnlyIds,
    counts: countFates(changes, noteIds.length + midiOnlyIds.length),
    changes,
    samePiece: found !== null,
  };
}

function nameAnew(
  unfolded: UnfoldedScore,
  performance: Performance | null,
  midiOnly: readonly number[],
  piece: Registry["piece"],
): Reconciliation {
  const noteIds = mintNoteIds(unfolded, piece.pieceId);
  const given = { kept: [], barred: new Set(noteIds) };
  const midiOnlyIds = performance ? mintMidiOnlyIds(performance, midiOnly, piece.pieceId, given) : [];
  const counts = { kept: 0, moved: 0, changed: 0, new: noteIds.length + midiOnlyIds.length, gone: 0 };
  return { piece, noteIds, midiOnlyIds, counts, changes: [], samePiece: false };
}

/** An old ID, and what has happened to its note; null where nothing did. */
interface Fate {
  readonly id: string;
  readonly change: Pick<NoteChange, "kind" | "reason"> | null;
}

interface Fates {
  /** By `UnfoldedNote.index`. */
  readonly notes: ReadonlyMap<number, Fate>;
  /** By position in `midiOnly`. */
  readonly strokes: ReadonlyMap<number, Fate>;
  /** Universal IDs whose notehead is still there, but not played in that pass. */
  readonly unplayed: ReadonlySet<string>;
  /** Notes that were there, but not played in that pass, by `UnfoldedNote.index`. */
  readonly replayed: ReadonlySet<number>;
}

const NOTHING_FOUND: Fates = {
  notes: new Map(),
  strokes: new Map(),
  unplayed: new Set(),
  replayed: new Set(),
};

/** What has become of each old note; null if the base is another piece. */
function findNotes(
  base: BaseRegistry,
  unfolded: UnfoldedScore,
  performance: Performance | null,
  midiOnly: readonly number[],
  piece: Registry["piece"],
): Fates | null {
  const numbering = new Numbering();
  const old = editionOfRecords(base.records, numbering);
  const fresh = editionOfScore(unfolded, numbering);
  const newPartOf = pairParts(old, fresh);
  const pairs = new HeadPairs(old, fresh, newPartOf, pairMeasures(old, fresh, newPartOf));
  const lanes = pairHeads(pairs);
  if (!isSamePiece(pairs, base.piece.pieceId === piece.pieceId)) return null;
  const notes = new Map<number, Fate>();
  const unplayed = new Set<string>();
  const replayed = new Set<number>();
  pairs.newOf.forEach((partner, index) => {
    if (partner < 0) return;
    const [before, after] = [old.heads[index], fresh.heads[partner]];
    const change = describeChange({ old, fresh, newPartOf, lanes }, before, after);
    for (const [pass, id] of before.passes) {
      const note = after.passes.get(pass);
      if (note === undefined) unplayed.add(id);
      else notes.set(note, { id, change });
    }
    for (const [pass, note] of after.passes) if (!before.passes.has(pass)) replayed.add(note);
  });
  const strokes = pairMidiOnly(base.records, performance, midiOnly).map(
    ({ universalId, index, oldSec, newSec }) =>
      [index, { id: universalId, change: strokeChange(oldSec, newSec) }] as const,
  );
  return { notes, strokes: new Map(strokes), unplayed, replayed };
}

function strokeChange(oldSec: number, newSec: number): Fate["change"] {
  if (Math.abs(newSec - oldSec) <= NEAR_SEC) return null;
  return { kind: "moved", reason: `onset ${oldSec.toFixed(2)} s is now ${newSec.toFixed(2)} s` };
}

interface Outcome {
  readonly unfolded: UnfoldedScore;
  readonly fates: Fates;
  readonly noteIds: readonly string[];
  readonly midiOnlyIds: readonly string[];
  readonly gone: readonly NoteRecord[];
}

function listChanges({ unfolded, fates, noteIds, midiOnlyIds, gone }: Outcome): NoteChange[] {
  const changes: NoteChange[] = [];
  const add = (universalId: string, fate: Fate | undefined, reasonIfNew: string) => {
    if (!fate) changes.push({ universalId, kind: "new", reason: reasonIfNew });
    else if (fate.change) changes.push({ universalId, ...fate.change });
  };
  for (const { index, pass } of unfolded.notes) {
    const reason = fates.replayed.has(index)
      ? `pass ${pass} was not played before`
      : "not in the score before";
    add(noteIds[index], fates.notes.get(index), reason);
  }
  midiOnlyIds.forEach((id, index) => {
    add(id, fates.strokes.get(index), "not in the performance before");
  });
  const goneIds = gone.map((record) => record.universalId);
  const reasonOf = new Map(gone.map((record) => [record.universalId, goneReason(record, fates)]));
  for (const id of goneIds.sort())
    changes.push({ universalId: id, kind: "gone", reason: reasonOf.get(id) as string });
  return changes;
}

function goneReason({ universalId, score }: NoteRecord, { unplayed }: Fates): string {
  if (!score) return "not in the performance any more, or written now";
  return unplayed.has(universalId)
    ? `pass ${score.pass} is not played any more`
    : "not in the score any more";
}

function countFates(changes: readonly NoteChange[], records: number): Reconciliation["counts"] {
  const counts = { kept: 0, moved: 0, changed: 0, new: 0, gone: 0 };
  for (const { kind } of changes) counts[kind]++;
  return { ...counts, kept: records - counts.moved - counts.changed - counts.new };
}

function defined(ids: readonly (string | undefined)[]): string[] {
  return ids.filter((id) => id !== undefined);
}
