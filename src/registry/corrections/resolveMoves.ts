/** Corrections `move`: which note they mean, and when it begins and ends. */
import type { Correction, MoveCorrection } from "../../schema/overrides.js";
import type { NoteRecord } from "../../schema/registry.js";
import type { CorrectionOutcome } from "../../schema/run.js";
import { roundSec } from "../rounding.js";
import type { CorrectionDesk } from "./correctionDesk.js";
import { assertFree, factsOf } from "./resolveLinks.js";

/** Times that a note is given by hand, seconds; null keeps what the note has. */
export interface NoteMove {
  readonly startSec: number | null;
  readonly endSec: number | null;
}

export interface NoteMoves {
  /** By `UnfoldedNote.index`. */
  readonly written: ReadonlyMap<number, NoteMove>;
  /** Performed notes that are not written, by index. */
  readonly unwritten: ReadonlyMap<number, NoteMove>;
}

export const NO_MOVES: NoteMoves = { written: new Map(), unwritten: new Map() };

/**
 * Find the note of each correction, and its times on the clock of this run.
 *
 * @param midiOnly  performed notes without a written one, once links are corrected
 * @throws LeitmotionError OVERRIDES_INVALID if two corrections move one note
 */
export function resolveMoves(
  corrections: readonly Correction[],
  midiOnly: readonly number[],
  desk: CorrectionDesk,
): NoteMoves {
  const written = new Map<number, NoteMove>();
  const unwritten = new Map<number, NoteMove>();
  const taken = { written: new Map<number, Correction>(), unwritten: new Map<number, Correction>() };
  const free = new Set(midiOnly);
  for (const correction of corrections) {
    if (correction.kind !== "move") continue;
    const found = desk.find(correction.note);
    if (found.kind === "written") {
      assertFree(taken.written, found.index, correction);
      written.set(found.index, moveNote(correction, desk.idOf(found.index), desk));
      continue;
    }
    if (found.kind !== "unwritten" && found.kind !== "performed") {
      desk.refuseUnfound(correction, found);
      continue;
    }
    const id = found.kind === "performed" ? found.universalId : found.record.universalId;
    const stroke = found.kind === "performed" ? found.noteIndex : findStroke(found.record, desk);
    if (stroke === null) {
      const why = `the performed note ${id} is not in the MIDI file any more`;
      desk.refuse(correction, "OVERRIDE_NOTE_NOT_FOUND", why, id);
    } else if (!free.has(stroke)) {
      const why = "the performed note is a written one now: move that";
      desk.refuse(correction, "OVERRIDE_NOT_OBEYED", why, id);
    } else {
      assertFree(taken.unwritten, stroke, correction);
      unwritten.set(stroke, moveNote(correction, id, desk, factsOf(desk.performance!.notes[stroke])));
    }
  }
  return { written, unwritten };
}

function findStroke({ universalId, midi }: NoteRecord, desk: CorrectionDesk): number | null {
  return (midi && desk.performed?.findAgain(midi, desk.shiftAt(universalId))) ?? null;
}

/** The times of the file are those of the last run; where the music has moved since, they move along. */
function moveNote(
  correction: MoveCorrection,
  universalId: string,
  desk: CorrectionDesk,
  performed: CorrectionOutcome["performed"] = null,
): NoteMove {
  const { startSec, endSec } = desk.formerOf(correction, universalId) ?? correction;
  const shiftSec = desk.shiftAt(universalId);
  const carry = (sec: number | null) => (sec === null ? null : roundSec(sec + shiftSec));
  const move = { startSec: carry(startSec), endSec: carry(endSec) };
  desk.obey(correction, universalId, { ...move, performed });
  return move;
}
