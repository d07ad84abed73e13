/** Universal IDs: made of the piece and the musical content of a note, so the same score gives the same IDs anywhere. */
import { formatFraction } from "../core/fraction.js";
import type { Performance, PerformedNote } from "../core/performance.js";
import type { Score } from "../core/score.js";
import { uuidsV5, uuidV5 } from "../core/uuid.js";
import type { Registry } from "../schema/registry.js";
import type { UnfoldedNote, UnfoldedScore } from "../score/unfoldedScore.js";

/** Fixed for all time: UUID v5 of the name "leitmotion" in the DNS namespace of RFC 9562. */
export const LEITMOTION_NAMESPACE = uuidV5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "leitmotion");

/**
 * Who the piece is. `piece_id` is made of the given ID; else of title, composer and movement; else, where
 * the score names none of them, of the file's base name.
 *
 * @param fileName  base name of the score file, never a path
 */
export function identifyPiece(score: Score, fileName: string, givenId?: string | null): Registry["piece"] {
  const { header } = score;
  const title = header.title.trim();
  const composer = header.composer.trim();
  const movement = [header.movementNumber.trim(), header.movementTitle.trim()].filter(Boolean).join(" ");
  const named = title !== "" || composer !== "" || movement !== "";
  const identity = givenId
    ? ["id", givenId]
    : named
      ? ["work", title, composer, movement]
      : ["file", fileName];
  return { pieceId: uuidV5(LEITMOTION_NAMESPACE, JSON.stringify(identity)), title, composer, movement };
}

/** What is there already when IDs are minted. */
export interface GivenIds {
  /** IDs that notes have kept, by the note's position; the others are minted. */
  readonly kept: readonly (string | undefined)[];
  /** IDs that no note may be given: those of notes that have just gone. */
  readonly barred: ReadonlySet<string>;
}

const NOTHING_GIVEN: GivenIds = { kept: [], barred: new Set() };

/**
 * One ID per unfolded note, by `UnfoldedNote.index`, all different.
 *
 * The name is part, measure, pass, staff, voice, onset in the measure, written pitch, grace order, and the
 * ordinal among notes that agree in all of these (document order): the first whose ID nobody has.
 */
export function mintNoteIds(unfolded: UnfoldedScore, pieceId: string, given = NOTHING_GIVEN): string[] {
  const inDocumentOrder = [...unfolded.notes].sort((a, b) => a.note.index - b.note.index || a.pass - b.pass);
  const mint = minter(pieceId, given);
  const ids = new Array<string>(unfolded.notes.length);
  for (const note of inDocumentOrder)
    ids[note.index] = given.kept[note.index] ?? mint(contentOf(unfolded, note));
  return ids;
}

/** IDs of performed notes that are not written: track, channel, pitch, onset tick, ordinal among equals. */
export function mintMidiOnlyIds(
  performance: Performance,
  noteIndices: readonly number[],
  pieceId: string,
  given = NOTHING_GIVEN,
): string[] {
  const mint = minter(pieceId, given);
  return noteIndices.map((index, i) => given.kept[i] ?? mint(midiContentOf(performance.notes[index])));
}

/** Makes IDs of contents, never one that is kept, barred, or made before. */
function minter(pieceId: string, { kept, barred }: GivenIds): (content: (string | number)[]) => string {
  const idOf = uuidsV5(pieceId);
  const keptIds = new Set(kept);
  const ordinals = new Map<string, number>();
  return (content) => {
    const key = JSON.stringify(content).slice(0, -1); // the ordinal is the last item of the list
    let ordinal = ordinals.get(key) ?? 0;
    let id: string;
    do id = idOf(`${key},${ordinal++}]`);
    while (keptIds.has(id) || barred.has(id));
    ordinals.set(key, ordinal);
    return id;
  };
}

/** The ID of the drawing: that of the note's first pass, by `UnfoldedNote.index`. */
export function noteheadIds(unfolded: UnfoldedScore, noteIds: readonly string[]): string[] {
  const first = new Map<number, { pass: number; id: string }>();
  for (const { index, note, pass } of unfolded.notes) {
    const known = first.get(note.index);
    if (!known || pass < known.pass) first.set(note.index, { pass, id: noteIds[index] });
  }
  return unfolded.notes.map((n) => first.get(n.note.index)?.id ?? noteIds[n.index]);
}

function contentOf(unfolded: UnfoldedScore, { note, pass }: UnfoldedNote): (string | number)[] {
  const { pitch, grace } = note;
  return [
    "note",
    unfolded.score.parts[note.partIndex].id,
    note.measureIndex,
    pass,
    note.staff,
    note.voice,
    formatFraction(note.measureQuarter),
    `${pitch.step}${pitch.alter}/${pitch.octave}`,
    grace ? `${grace.kind}${grace.order}` : "",
  ];
}

function midiContentOf(note: PerformedNote): (string | number)[] {
  return ["midi", note.track, note.channel, note.pitch, note.onsetTick];
}
