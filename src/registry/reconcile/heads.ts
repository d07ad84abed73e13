/** Noteheads of two editions of a score, in one shape: the old one read from its records, the new one from the score. */
import { formatFraction, parseFraction, toNumber } from "../../core/fraction.js";
import type { NoteRecord } from "../../schema/registry.js";
import type { UnfoldedNote, UnfoldedScore } from "../../score/unfoldedScore.js";

type ScoreBlock = NonNullable<NoteRecord["score"]>;

/** One written notehead; `passes` leads from a pass (from 1) to what the edition calls its sounding there. */
export interface Head<Ref> {
  /** Into `Edition.parts`. */
  readonly partIndex: number;
  readonly measureIndex: number;
  /** Printed text of the measure number. */
  readonly measure: string;
  /** Inside the measure, exact, as text and as a number of quarters. */
  readonly measureQuarter: string;
  readonly atQuarter: number;
  readonly durationQuarter: string;
  readonly pitch: ScoreBlock["pitch"];
  readonly staff: number;
  readonly voice: string;
  /** Order among the grace notes of its place, or null for an ordinary note. */
  readonly graceOrder: number | null;
  readonly chordIndex: number;
  readonly tie: ScoreBlock["tie"];
  readonly printed: boolean;
  /** Sounding key; for an unpitched note the staff line on which it stands. */
  readonly sound: string;
  /** Equal numbers: same place in the measure, length and sound, in either edition. */
  readonly content: number;
  /** As `content`, and the same spelling. */
  readonly spelled: number;
  /** Equal numbers: same place in the measure and length. */
  readonly rhythm: number;
  readonly passes: ReadonlyMap<number, Ref>;
}

export interface Edition<Ref> {
  readonly parts: readonly { readonly id: string; readonly name: string }[];
  /** By part, measure, place, sound, staff, voice; equals in the order in which they were given. */
  readonly heads: readonly Head<Ref>[];
  /** One more than the last measure that holds a note. */
  readonly measureCount: number;
  /** Head indices of each cell (one part's share of one measure) that holds any, by `cellKey`. */
  readonly cells: ReadonlyMap<number, readonly number[]>;
}

/** More than any score has measures. */
const MEASURES = 2 ** 24;

export function cellKey(partIndex: number, measureIndex: number): number {
  return partIndex * MEASURES + measureIndex;
}

/** Gives equal texts equal numbers, from 0. */
export class Numbering {
  private readonly known = new Map<string, number>();

  of(text: string): number {
    let number = this.known.get(text);
    if (number === undefined) {
      number = this.known.size;
      this.known.set(text, number);
    }
    return number;
  }
}

/** The written notes of a registry; references are universal IDs. */
export function editionOfRecords(records: readonly NoteRecord[], numbering: Numbering): Edition<string> {
  const groups = new Map<string, { first: ScoreBlock; passes: Map<number, string> }>();
  for (const { universalId, noteheadId, score } of records) {
    if (!score) continue;
    const headId = noteheadId ?? universalId;
    const group = groups.get(headId);
    if (!group) groups.set(headId, { first: score, passes: new Map([[score.pass, universalId]]) });
    else {
      group.passes.set(score.pass, universalId);
      if (score.pass < group.first.pass) group.first = score;
    }
  }
  const names = new Map<string, string>();
  for (const { first } of groups.values()) names.set(first.partId, first.partName);
  const parts = [...names].map(([id, name]) => ({ id, name })).sort((a, b) => compareNumbered(a.id, b.id));
  const partIndex = new Map(parts.map((part, index) => [part.id, index]));
  const heads = [...groups.values()].map(({ first, passes }) =>
    buildHead(first, partIndex.get(first.partId) as number, passes, numbering),
  );
  return buildEdition(parts, heads);
}

/** The written notes that an unfolded score plays; references are `UnfoldedNote.index`. */
export function editionOfScore(unfolded: UnfoldedScore, numbering: Numbering): Edition<number> {
  const groups = new Map<number, { first: UnfoldedNote; passes: Map<number, number> }>();
  for (const note of unfolded.notes) {
    const group = groups.get(note.note.index);
    if (!group) groups.set(note.note.index, { first: note, passes: new Map([[note.pass, note.index]]) });
    else {
      group.passes.set(note.pass, note.index);
      if (note.pass < group.first.pass) group.first = note;
    }
  }
  const ties = tieOfNotes(unfolded);
  const inDocumentOrder = [...groups.values()].sort((a, b) => a.first.note.index - b.first.note.index);
  const heads = inDocumentOrder.map(({ first: { note, index }, passes }) => {
    const source = {
      measure: unfolded.score.measures[note.measureIndex].number,
      measureIndex: note.measureIndex,
      measureQuarter: formatFraction(note.measureQuarter),
      durationQuarter: formatFraction(note.durationQuarter),
      pitch: { ...note.pitch, midi: note.soundingMidi },
      unpitched: note.unpitched,
      staff: note.staff,
      voice: note.voice,
      grace: note.grace,
      chordIndex: note.chordIndex,
      tie: ties[index],
      printed: note.printed,
    };
    return buildHead(source, note.partIndex, passes, numbering);
  });
  return buildEdition(unfolded.score.parts, heads);
}

/** What the registry says about ties, by `UnfoldedNote.index`. */
function tieOfNotes(unfolded: UnfoldedScore): ScoreBlock["tie"][] {
  const ties = new Array<ScoreBlock["tie"]>(unfolded.notes.length).fill(null);
  for (const { members } of unfolded.sounding) {
    if (members.length === 1) continue;
    members.forEach(({ index }, position) => {
      ties[index] = position === 0 ? "start" : position === members.length - 1 ? "stop" : "continue";
    });
  }
  return ties;
}

type HeadSource = Pick<
  ScoreBlock,
  "measure" | "measureIndex" | "measureQuarter" | "durationQuarter" | "pitch" | "unpitched"
> &
  Pick<ScoreBlock, "staff" | "voice" | "chordIndex" | "tie" | "printed"> & {
    readonly grace: { readonly order: number } | null;
  };

function buildHead<Ref>(
  source: HeadSource,
  partIndex: number,
  passes: Map<number, Ref>,
  numbering: Numbering,
): Head<Ref> {
  const { measureQuarter, durationQuarter, pitch, unpitched, grace } = source;
  const written = `${pitch.step}${pitch.alter}/${pitch.octave}`;
  const sound = unpitched ? `x${written}` : String(pitch.midi);
  const rhythm = `${measureQuarter} ${grace ? "grace" : durationQuarter}`;
  return {
    partIndex,
    measureIndex: source.measureIndex,
    measure: source.measure,
    measureQuarter,
    atQuarter: toNumber(parseFraction(measureQuarter)),
    durationQuarter,
    pitch,
    staff: source.staff,
    voice: source.voice,
    graceOrder: grace ? grace.order : null,
    chordIndex: source.chordIndex,
    tie: source.tie,
    printed: source.printed,
    sound,
    content: numbering.of(`c ${rhythm} ${sound}`),
    spelled: numbering.of(`s ${rhythm} ${sound} ${written}`),
    rhythm: numbering.of(`r ${rhythm}`),
    passes,
  };
}

function buildEdition<Ref>(parts: Edition<Ref>["parts"], heads: Head<Ref>[]): Edition<Ref> {
  heads.sort(compareHeads);
  const cells = new Map<number, number[]>();
  let measureCount = 0;
  heads.forEach(({ partIndex, measureIndex }, index) => {
    measureCount = Math.max(measureCount, measureIndex + 1);
    const key = cellKey(partIndex, measureIndex);
    const cell = cells.get(key);
    if (cell) cell.push(index);
    else cells.set(key, [index]);
  });
  return { parts: parts.map(({ id, name }) => ({ id, name })), heads, measureCount, cells };
}

function compareHeads(a: Head<unknown>, b: Head<unknown>): number {
  return (
    a.partIndex - b.partIndex ||
    a.measureIndex - b.measureIndex ||
    a.atQuarter - b.atQuarter ||
    (a.graceOrder ?? Number.MAX_SAFE_INTEGER) - (b.graceOrder ?? Number.MAX_SAFE_INTEGER) ||
    a.pitch.midi - b.pitch.midi ||
    a.pitch.octave - b.pitch.octave ||
    compareTexts(a.pitch.step, b.pitch.step) ||
    a.staff - b.staff ||
    compareNumbered(a.voice, b.voice) ||
    a.chordIndex - b.chordIndex
  );
}

/** By the first whole number in each text, then by code unit: voice 2 before voice 10. */
export function compareNumbered(a: string, b: string): number {
  return a === b ? 0 : firstNumber(a) - firstNumber(b) || compareTexts(a, b);
}

function firstNumber(name: string): number {
  return Number(/\d{1,9}/.exec(name)?.[0] ?? -1);
}

export function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
