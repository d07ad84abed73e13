/** Names of a note's files: what a finished run once called them stays, whatever becomes of pitch, measure or velocity. */
import type { NoteRecord } from "../../schema/registry.js";
import type { EarlierRuns } from "./earlierRuns.js";
import type { FileKind } from "./manifestFiles.js";

type NamedNote = Pick<NoteRecord, "universalId" | "shortId">;

/**
 * The name that the base run gave a note's file, else `name`. Only a name that carries the note's own ID is kept: so no
 * two notes share one, on disks that ignore case too, and a manifest that was tampered with names no other file.
 */
export function keptName(
  { nameOf }: Pick<EarlierRuns, "nameOf">,
  kind: FileKind,
  note: NamedNote,
  name: string,
): string {
  const former = nameOf(kind, note.universalId);
  return former !== undefined && isPlain(former) && carriesId(former, note) ? former : name;
}

/** One component of a path, of the characters that `safeFileName` leaves. */
function isPlain(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,150}$/.test(name);
}

/** `…_{short ID}.wav`, `…_{short ID}_keyframes.json`; `notehead_{8 or more digits of the ID}_….svg`. */
function carriesId(name: string, { universalId, shortId }: NamedNote): boolean {
  const digits = /^notehead_([0-9a-f-]{8,36})_.*\.svg$/.exec(name)?.[1];
  if (digits !== undefined) return universalId.startsWith(digits) && digits.length >= shortId.length;
  return /_([0-9a-f-]+)(\.wav|\.mid|_keyframes\.json)$/.exec(name)?.[1] === shortId;
}
