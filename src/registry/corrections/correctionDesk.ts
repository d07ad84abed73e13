/** What corrections by hand are resolved with: the notes of this run, and what the last run knew of them. */
import type { Performance } from "../../core/performance.js";
import type { Correction, PerformedPlace } from "../../schema/overrides.js";
import type { NoteRecord } from "../../schema/registry.js";
import type { CorrectionOutcome } from "../../schema/run.js";
import type { UnfoldedScore } from "../../score/unfoldedScore.js";
import type { BaseRegistry } from "../reconcile/reconcileNotes.js";
import { LocalShift } from "./localShift.js";
import { type FoundNote, NoteFinder } from "./noteFinder.js";
import { PerformedFinder } from "./performedFinder.js";

export interface DeskSources {
  readonly unfolded: UnfoldedScore;
  /** Universal IDs by `UnfoldedNote.index`. */
  readonly noteIds: readonly string[];
  /** null when the score performs itself. */
  readonly performance: Performance | null;
  /** The IDs its notes would have if none of them were written; asked for when needed. */
  readonly mintPerformedIds: () => readonly string[];
  /** When a sounding note is heard, corrections apart, seconds; undefined if nobody plays it. */
  readonly onsetOf: (soundingIndex: number) => number | undefined;
  readonly base: BaseRegistry | null;
  /** What became of the corrections of that run. */
  readonly former: readonly CorrectionOutcome[];
  /** Its times are those of this run: the same MIDI file, or, where the score performs itself, the same score. */
  readonly timesKept: boolean;
}

/** A correction that cannot be followed: the run goes on without it. */
export interface CorrectionWarning {
  readonly line: number;
  readonly code: (typeof WARNING_CODES)[number];
  readonly message: string;
}

export const WARNING_CODES = [
  "OVERRIDE_NOTE_NOT_FOUND",
  "OVERRIDE_PERFORMED_NOT_FOUND",
  "OVERRIDE_NOT_OBEYED",
] as const;

export class CorrectionDesk {
  readonly unfolded: UnfoldedScore;
  readonly performance: Performance | null;
  readonly performed: PerformedFinder | null;
  readonly warnings: CorrectionWarning[] = [];
  readonly outcomes: CorrectionOutcome[] = [];
  readonly #finder: NoteFinder;
  readonly #noteIds: readonly string[];
  readonly #recordOf: ReadonlyMap<string, NoteRecord>;
  readonly #soundingOf: readonly number[];
  readonly #former: ReadonlyMap<string, CorrectionOutcome>;
  readonly #shift: LocalShift | null;

  constructor(sources: DeskSources) {
    const { unfolded, noteIds, performance, base, onsetOf } = sources;
    const records = base?.records ?? [];
    this.unfolded = unfolded;
    this.performance = performance;
    this.performed = performance && new PerformedFinder(performance);
    this.#noteIds = noteIds;
    this.#finder = new NoteFinder(noteIds, records, sources.mintPerformedIds);
    this.#recordOf = new Map(records.map((record) => [record.universalId, record]));
    this.#soundingOf = soundingByNote(unfolded);
    this.#former = new Map(
      sources.former.filter((outcome) => outcome.obeyed).map((outcome) => [keyOf(outcome), outcome]),
    );
    const onsets = new Map(
      unfolded.sounding.map(({ members, index }) => [noteIds[members[0].index], onsetOf(index)]),
    );
    this.#shift = sources.timesKept || !base ? null : new LocalShift(records, (id) => onsets.get(id));
  }

  find(text: string): FoundNote {
    return this.#finder.find(text);
  }

  /** Index of the sounding note that an unfolded note is, or is part of. */
  soundingOf(noteIndex: number): number {
    return this.#soundingOf[noteIndex];
  }

  idOf(noteIndex: number): string {
    return this.#noteIds[noteIndex];
  }

  /** The last run's record of a note, or of the note that begins its tie chain. */
  recordOf(universalId: string): NoteRecord | undefined {
    return this.#recordOf.get(universalId);
  }

  /** The same correction as the last run has followed it. */
  formerOf(correction: Correction, universalId: string): CorrectionOutcome | undefined {
    return this.#former.get(keyOf({ kind: correction.kind, universalId, asked: askedOf(correction) }));
  }

  /** How far the music around a note of the last run has moved since, seconds. */
  shiftAt(universalId: string): number {
    const record = this.#recordOf.get(universalId);
    return record && this.#shift ? this.#shift.at(record) : 0;
  }

  obey(correction: Correction, universalId: string, found: Partial<CorrectionOutcome>): void {
    this.outcomes.push({ ...emptyOutcome(correction), ...found, universalId, obeyed: true });
  }

  /** Say why a correction is not followed. */
  refuse(
    correction: Correction,
    code: CorrectionWarning["code"],
    why: string,
    universalId: string | null = null,
  ): void {
    this.warnings.push({ line: correction.line, code, message: `${nameOf(correction)}: ${why}` });
    this.outcomes.push({ ...emptyOutcome(correction), universalId });
  }

  /** Say why there is no note to correct. */
  refuseUnfound(correction: Correction, found: Exclude<FoundNote, { kind: "written" }>): void {
    const code = "OVERRIDE_NOTE_NOT_FOUND";
    this.refuse(correction, code, whyUnfound(correction.note, found), idIfKnown(found));
  }
}

/** What is asked of the note: two corrections of it that ask the same are the same. */
export function askedOf(correction: Correction): string {
  if (correction.kind === "unlink") return "";
  if (correction.kind === "link")
    return `to ${typeof correction.to === "string" ? correction.to : placeText(correction.to)}`;
  const { startSec, endSec } = correction;
  return [startSec !== null && `start_sec ${startSec}`, endSec !== null && `end_sec ${endSec}`]
    .filter(Boolean)
    .join(", ");
}

/** As the file has it, on one line. */
export function nameOf(correction: Correction): string {
  return `${correction.kind} ${correction.note} ${askedOf(correction)}`.trimEnd();
}

/** Why an ID names no written note. */
export function whyUnfound(text: string, found: Exclude<FoundNote, { kind: "written" }>): string {
  if (found.kind === "unknown") return `no note has an ID that begins with ${text}`;
  if (found.kind === "ambiguous")
    return `more than one ID begins with ${text}: ${found.ids.join(", ")}; write more of it`;
  if (found.kind === "gone") return `the note ${found.record.universalId} is not in the score any more`;
  return `${text} is a performed note that is not written`;
}

function idIfKnown(found: FoundNote): string | null {
  return "record" in found ? found.record.universalId : null;
}

function placeText({ pitch, onsetSec, onsetTick, track, channel }: PerformedPlace): string {
  const given = { pitch, onset_sec: onsetSec, onset_tick: onsetTick, track, channel };
  return Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");
}

function emptyOutcome(correction: Correction): CorrectionOutcome {
  const { line, kind, note } = correction;
  return {
    line,
    kind,
    note,
    asked: askedOf(correction),
    universalId: null,
    obeyed: false,
    performed: null,
    startSec: null,
    endSec: null,
  };
}

function keyOf({ kind, universalId, asked }: Pick<CorrectionOutcome, "kind" | "universalId" | "asked">) {
  return `${kind} ${universalId} ${asked}`;
}

function soundingByNote(unfolded: UnfoldedScore): number[] {
  const soundingOf = new Array<number>(unfolded.notes.length);
  for (const { index, members } of unfolded.sounding)
    for (const member of members) soundingOf[member.index] = index;
  return soundingOf;
}
