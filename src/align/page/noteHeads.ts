/** From the heads of a group to the head of each of its notes. */

import type { FindMethod } from "../../schema/pageFindings.js";
import type { GroupHeads } from "./assignCell.js";
import type { ClusterMeanings } from "./cellContents.js";
import type { ExpectedGroup, ExpectedNote } from "./expectedHeads.js";
import type { HeadStems } from "./headStems.js";
import type { Candidate } from "./pageGeometry.js";
import { assignUnison } from "./unisonHeads.js";

/** A note with its head. */
export interface NoteHead {
  readonly note: ExpectedNote;
  readonly head: Candidate;
  readonly method: FindMethod;
}

/** The heads of a group, however it came to them. */
export interface FoundGroup {
  readonly group: ExpectedGroup;
  readonly heads: readonly Candidate[];
  readonly method: FindMethod;
}

export function toFoundGroup({ group, heads, method }: GroupHeads): FoundGroup {
  return { group: group.group, heads: heads.map((head) => head.candidate), method };
}

/** One note for one head is the rule; all notes share a single head; several heads are told apart by class and stem. */
export function headsOfNotes(found: FoundGroup, meanings: ClusterMeanings, stems: HeadStems): NoteHead[] {
  const { heads, method } = found;
  const notes = takeNotes(found);
  if (notes.length === 1) return [{ note: notes[0], head: heads[0], method }];
  if (heads.length === 1) {
    return notes.map((note) => ({ note, head: heads[0], method: method === "rescued" ? method : "shared" }));
  }
  const { headOf } = assignUnison(notes, heads, meanings, stems);
  return notes.map((note, k) => ({
    note,
    head: heads[headOf[k]],
    method: method === "rescued" ? method : "unison",
  }));
}

/** A note that need not be drawn has a head only if there is one more than the others need. */
function takeNotes({ group, heads }: FoundGroup): readonly ExpectedNote[] {
  const required = group.notes.filter((note) => !note.optional);
  return required.length >= heads.length ? required : group.notes;
}
