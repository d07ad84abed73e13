/** Corrections `link` and `unlink`: which sounding note and which performed note they mean. */
import type { Alignment } from "../../align/alignNotes.js";
import type { LinkCorrections } from "../../align/applyOverrides.js";
import { LeitmotionError } from "../../core/error.js";
import type { PerformedNote } from "../../core/performance.js";
import type { Correction, LinkCorrection } from "../../schema/overrides.js";
import { roundSec } from "../rounding.js";
import { type CorrectionDesk, nameOf, whyUnfound } from "./correctionDesk.js";
import type { PerformedFacts } from "./performedFinder.js";

/**
 * Find the notes of each correction, in the order of the file. What cannot be found is told the desk.
 *
 * @param alignment  as the match found it
 * @throws LeitmotionError OVERRIDES_INVALID if two corrections say different things of one note
 */
export function resolveLinks(
  corrections: readonly Correction[],
  alignment: Alignment | null,
  desk: CorrectionDesk,
): LinkCorrections {
  const links: { soundingIndex: number; noteIndex: number }[] = [];
  const unlinks: number[] = [];
  const bySounding = new Map<number, Correction>();
  const byPerformed = new Map<number, LinkCorrection>();
  for (const correction of corrections) {
    if (correction.kind === "move") continue;
    const found = desk.find(correction.note);
    if (found.kind !== "written") {
      desk.refuseUnfound(correction, found);
      continue;
    }
    const id = desk.idOf(found.index);
    if (!alignment || !desk.performance) {
      desk.refuse(correction, "OVERRIDE_NOT_OBEYED", "this run has no MIDI file", id);
      continue;
    }
    const soundingIndex = desk.soundingOf(found.index);
    assertFree(bySounding, soundingIndex, correction);
    if (correction.kind === "unlink") {
      unlinks.push(soundingIndex);
      desk.obey(correction, id, {});
      continue;
    }
    const target = findTarget(correction, { id, soundingIndex, alignment, desk });
    if (typeof target === "string") {
      desk.refuse(correction, "OVERRIDE_PERFORMED_NOT_FOUND", target, id);
      continue;
    }
    if (target.isGuess && byPerformed.has(target.noteIndex)) {
      const why = `the performed note is not there any more; the nearest belongs to line ${byPerformed.get(target.noteIndex)!.line}`;
      desk.refuse(correction, "OVERRIDE_PERFORMED_NOT_FOUND", why, id);
      continue;
    }
    assertFree(byPerformed, target.noteIndex, correction);
    links.push({ soundingIndex, noteIndex: target.noteIndex });
    desk.obey(correction, id, { performed: factsOf(desk.performance.notes[target.noteIndex]) });
  }
  return { links, unlinks };
}

/** Enter a correction; another one of the same note is a contradiction. */
export function assertFree<C extends Correction>(taken: Map<number, C>, index: number, correction: C): void {
  const other = taken.get(index);
  if (other) {
    const what = `"${nameOf(correction)}" contradicts "${nameOf(other)}" in line ${other.line}: both are about one note`;
    throw new LeitmotionError("OVERRIDES_INVALID", what, { file: "overrides.yaml", line: correction.line });
  }
  taken.set(index, correction);
}

/** What a performed note is known by in another take or export. */
export function factsOf({ track, channel, pitch, onsetSec }: PerformedNote): PerformedFacts {
  return { track, channel, pitch, onsetSec: roundSec(onsetSec) };
}

interface LinkSources {
  readonly id: string;
  readonly soundingIndex: number;
  readonly alignment: Alignment;
  readonly desk: CorrectionDesk;
}

/** Index of the performed note; `isGuess` if it was looked for where the music has moved. Or why there is none. */
type Target = { readonly noteIndex: number; readonly isGuess: boolean } | string;

function findTarget(correction: LinkCorrection, sources: LinkSources): Target {
  const { id, soundingIndex, desk } = sources;
  const { to } = correction;
  const primaryId = desk.idOf(desk.unfolded.sounding[soundingIndex].members[0].index);
  const shiftSec = desk.shiftAt(primaryId);
  const known = desk.formerOf(correction, id)?.performed;
  if (known) return findAgain(desk, known, shiftSec);
  if (typeof to === "string") return findById(to, sources, shiftSec);
  const noteIndex = desk.performed!.findPlace(to, shiftSec);
  return noteIndex === null
    ? "no performed note of that pitch begins within 0.25 s"
    : { noteIndex, isGuess: shiftSec !== 0 };
}

function findAgain(desk: CorrectionDesk, facts: PerformedFacts, shiftSec: number): Target {
  const noteIndex = desk.performed!.findAgain(facts, shiftSec);
  if (noteIndex !== null) return { noteIndex, isGuess: shiftSec !== 0 };
  const sec = (facts.onsetSec + shiftSec).toFixed(3);
  return `no performed note of key ${facts.pitch} begins within 0.25 s of ${sec} s, where it should be now`;
}

/** An unwritten performed note, or the one that a written note has, or had when the last run looked. */
function findById(text: string, { alignment, desk }: LinkSources, shiftSec: number): Target {
  const found = desk.find(text);
  if (found.kind === "performed") return { noteIndex: found.noteIndex, isGuess: false };
  if (found.kind === "unknown" || found.kind === "ambiguous") return whyUnfound(text, found);
  if (found.kind !== "written") return findRecorded(text, found.record.midi, desk, shiftSec);
  const soundingIndex = desk.soundingOf(found.index);
  const record = desk.recordOf(desk.idOf(desk.unfolded.sounding[soundingIndex].members[0].index));
  if (record) return findRecorded(text, record.midi, desk, shiftSec);
  const link = alignment.links.find((each) => each.soundingIndex === soundingIndex);
  return link ? { noteIndex: link.noteIndex, isGuess: false } : `nobody played the note ${text}`;
}

function findRecorded(
  text: string,
  midi: PerformedFacts | null,
  desk: CorrectionDesk,
  shiftSec: number,
): Target {
  return midi ? findAgain(desk, midi, shiftSec) : `nobody played the note ${text}`;
}
