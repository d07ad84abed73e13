/** Times given by hand: what they do to a note and to the tie chain it belongs to. */
import type { NoteRecord } from "../schema/registry.js";
import type { SoundingNote, UnfoldedNote } from "../score/unfoldedScore.js";
import type { NoteMove } from "./corrections/resolveMoves.js";

/** By `UnfoldedNote.index`. */
export type MovedNotes = ReadonlyMap<number, NoteMove>;

export interface NoteSpan {
  readonly startSec: number;
  readonly endSec: number;
}

/** A new start without a new end moves the note as it is: its length stays. It never ends before it begins. */
export function spanOf({ startSec, endSec }: NoteMove, span: NoteSpan): NoteSpan {
  const start = startSec ?? span.startSec;
  const end = endSec ?? span.endSec + (start - span.startSec);
  return { startSec: start, endSec: Math.max(start, end) };
}

/** Of what is heard as one note: its first member gives the start, its last one the end. */
export function spanByHand({ members }: SoundingNote, span: NoteSpan, moved: MovedNotes): NoteSpan {
  const startSec = moved.get(members[0].index)?.startSec ?? null;
  const endSec = moved.get(members[members.length - 1].index)?.endSec ?? null;
  return startSec === null && endSec === null ? span : spanOf({ startSec, endSec }, span);
}

/** Where one member of a tie chain ends, the next begins: either may say when. Changes `starts`. */
export function setSeams({ members }: SoundingNote, starts: number[], moved: MovedNotes): void {
  for (let k = 1; k < starts.length; k++) {
    const seam = moved.get(members[k].index)?.startSec ?? moved.get(members[k - 1].index)?.endSec ?? null;
    if (seam !== null) starts[k] = seam;
  }
}

/** The timing of a member, marked if it is the user's. */
export function timingByHand(
  { index }: UnfoldedNote,
  moved: MovedNotes,
  timing: NoteRecord["timing"],
): NoteRecord["timing"] {
  return moved.has(index) ? { ...timing, source: "corrected_by_hand", confidence: 1 } : timing;
}
