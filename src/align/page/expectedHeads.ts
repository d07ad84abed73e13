/** The heads that a score asks for, measure by measure: what an engraver has to draw. */
import { compare, type Fraction, toNumber } from "../../core/fraction.js";
import type { NotatedNote, Score } from "../../core/score.js";
import { WrittenSteps } from "./writtenStep.js";

/** `black`, `half`, `whole`, `breve`; for other shapes `shape ` and MusicXML's name of the notehead. */
export type HeadClass = string;

export interface ExpectedNote {
  /** Index in `Score.notes`. */
  readonly index: number;
  /** All staves of all parts counted through from 0. */
  readonly staff: number;
  /** Half spaces above the bottom line. */
  readonly step: number;
  readonly measureIndex: number;
  /** Rank of its moment among those of its measure, graces before their notes; from 0. */
  readonly time: number;
  readonly headClass: HeadClass;
  /** The class by length alone: what a program draws that does not know the shape. */
  readonly plainClass: HeadClass;
  /** Grace or cue. */
  readonly small: boolean;
  readonly isGrace: boolean;
  /** May be drawn or not: `<notehead>none`. */
  readonly optional: boolean;
  readonly stem: "up" | "down" | "none" | null;
  /** Shorter than a whole, and not said to have none. */
  readonly needsStem: boolean;
  /** Part and voice, numbered through the score; within a part in the order of their names. */
  readonly voice: number;
  readonly alter: number;
}

/** Notes that stand on the same spot: same staff, step and moment. */
export interface ExpectedGroup {
  readonly index: number;
  readonly measureIndex: number;
  readonly staff: number;
  readonly step: number;
  readonly time: number;
  readonly notes: readonly ExpectedNote[];
  /** As many heads as alterations differ, at most one for each note. */
  readonly minHeads: number;
  readonly maxHeads: number;
}

export interface ExpectedMeasure {
  readonly index: number;
  readonly groups: readonly ExpectedGroup[];
  /** Moments at which notes begin. */
  readonly timeCount: number;
}

export interface ExpectedHeads {
  readonly staffCount: number;
  /** Part of each staff. */
  readonly partOfStaff: readonly number[];
  /** Line count at the start of each staff. */
  readonly lineCounts: readonly number[];
  readonly measures: readonly ExpectedMeasure[];
  readonly groups: readonly ExpectedGroup[];
  /** By note index; null for notes that have no head or stand on a tablature staff. */
  readonly notes: readonly (ExpectedNote | null)[];
  /** Printed notes on tablature staves. */
  readonly tablature: readonly number[];
  /** Step of a note on another staff of its part, from the clef there; null where there is no such staff. */
  readonly stepOn: (noteIndex: number, staff: number) => number | null;
  /** Steps of a note on its own staff under other clefs and octaves that occur there. */
  readonly possibleSteps: (noteIndex: number) => readonly number[];
}

/**
 * Work out which heads a score asks for.
 *
 * @param staffShifts  steps by which all heads of a staff stand higher than its clef says, by staff
 * @cost   linear in the notes, times the logarithm of the notes of a measure
 */
export function buildExpected(score: Score, staffShifts: readonly number[] = []): ExpectedHeads {
  const layout = layOutStaves(score);
  const steps = new WrittenSteps(score);
  const voices = numberVoices(score);
  const ranks = rankTimes(score);
  const notes: (ExpectedNote | null)[] = [];
  const tablature: number[] = [];
  for (const note of score.notes) {
    const staff = layout.firstStaff[note.partIndex] + note.staff - 1;
    const step = note.printed ? steps.stepOf(note) : null;
    if (note.printed && step === null) tablature.push(note.index);
    notes.push(
      step === null
        ? null
        : expectNote(note, staff, step + (staffShifts[staff] ?? 0), ranks[note.index], voices),
    );
  }
  const measures = score.measures.map(({ index }) => ({
    index,
    groups: [] as ExpectedGroup[],
    timeCount: 0,
  }));
  const groups = groupNotes(notes, measures);
  return {
    staffCount: layout.partOfStaff.length,
    partOfStaff: layout.partOfStaff,
    lineCounts: layout.lineCounts,
    measures,
    groups,
    notes,
    tablature,
    possibleSteps: (noteIndex) => steps.possibleSteps(score.notes[noteIndex]),
    stepOn: (noteIndex, staff) => {
      const note = score.notes[noteIndex];
      const ownStaff = staff - layout.firstStaff[note.partIndex] + 1;
      if (layout.partOfStaff[staff] !== note.partIndex) return null;
      const step = steps.stepOf(note, ownStaff);
      return step === null ? null : step + (staffShifts[staff] ?? 0);
    },
  };
}

function layOutStaves(score: Score) {
  const firstStaff: number[] = [];
  const partOfStaff: number[] = [];
  for (const part of score.parts) {
    firstStaff.push(partOfStaff.length);
    for (let k = 0; k < part.staffCount; k++) partOfStaff.push(part.index);
  }
  const lineCounts = partOfStaff.map(() => USUAL_LINES);
  for (const { partIndex, staff, lineCount } of score.staffLines.toReversed()) {
    partOfStaff.forEach((part, k) => {
      if (part === partIndex && (staff === null || k === firstStaff[part] + staff - 1))
        lineCounts[k] = lineCount;
    });
  }
  return { firstStaff, partOfStaff, lineCounts };
}

const USUAL_LINES = 5;

function numberVoices(score: Score): (note: NotatedNote) => number {
  const keyOf = ({ partIndex, voice }: NotatedNote) => `${partIndex}\n${voice}`;
  const first = new Map(score.notes.map((note) => [keyOf(note), note]));
  const ordered = [...first].sort(
    ([, a], [, b]) => a.partIndex - b.partIndex || VOICE_NAMES.compare(a.voice, b.voice),
  );
  const numbers = new Map(ordered.map(([key], number) => [key, number]));
  return (note) => numbers.get(keyOf(note))!;
}

const VOICE_NAMES = new Intl.Collator("en", { numeric: true });

function expectNote(
  note: NotatedNote,
  staff: number,
  step: number,
  time: number,
  voices: (note: NotatedNote) => number,
): ExpectedNote {
  const { stem } = note;
  return {
    index: note.index,
    staff,
    step,
    measureIndex: note.measureIndex,
    time,
    headClass: classOf(note),
    plainClass: classByFilling(note),
    small: note.grace !== null || note.cue,
    isGrace: note.grace !== null,
    optional: note.notehead === "none",
    stem: stem === "up" || stem === "down" || stem === "none" ? stem : null,
    needsStem: stem !== "none" && !STEMLESS.has(classByLength(note)),
    voice: voices(note),
    alter: note.pitch.alter,
  };
}

const CLASS_BY_TYPE: Readonly<Record<string, HeadClass>> = {
  half: "half",
  whole: "whole",
  breve: "breve",
  long: "breve",
  maxima: "breve",
};

const STEMLESS: ReadonlySet<HeadClass> = new Set(["whole", "breve"]);

function classOf(note: NotatedNote): HeadClass {
  const { notehead } = note;
  const isUsual = notehead === null || notehead === "normal" || notehead === "none";
  return isUsual ? classByFilling(note) : `shape ${notehead}`;
}

function classByFilling(note: NotatedNote): HeadClass {
  const byLength = classByLength(note);
  if (note.noteheadFilled === null || STEMLESS.has(byLength)) return byLength;
  return note.noteheadFilled ? "black" : "half";
}

function classByLength({ noteType, durationQuarter, grace }: NotatedNote): HeadClass {
  if (noteType !== null) return Object.hasOwn(CLASS_BY_TYPE, noteType) ? CLASS_BY_TYPE[noteType] : "black";
  const quarters = toNumber(durationQuarter);
  if (grace !== null || quarters < 2) return "black";
  if (quarters < 4) return "half";
  return quarters < 8 ? "whole" : "breve";
}

/** Where a note's head comes in its measure: by onset, graces in their order before the note they belong to. */
interface Moment {
  readonly quarter: Fraction;
  /** Counted backwards from the note: -1 is the last grace before it; 0 the note itself. */
  readonly order: number;
}

/** Rank of each note's moment in its measure, by note index. */
function rankTimes(score: Score): Int32Array {
  const runs = graceRuns(score);
  const byMeasure: NotatedNote[][] = score.measures.map(() => []);
  for (const note of score.notes) byMeasure[note.measureIndex].push(note);
  const ranks = new Int32Array(score.notes.length);
  const momentOf = (note: NotatedNote): Moment => ({
    quarter: note.measureQuarter,
    order: note.grace === null ? 0 : note.grace.order - runs.get(runKey(note))!,
  });
  for (const notes of byMeasure) {
    const moments = notes.map((note) => ({ note, ...momentOf(note) }));
    moments.sort((a, b) => compare(a.quarter, b.quarter) || a.order - b.order);
    let rank = -1;
    moments.forEach((moment, k) => {
      const before = moments[k - 1];
      if (k === 0 || compare(before.quarter, moment.quarter) !== 0 || before.order !== moment.order) rank++;
      ranks[moment.note.index] = rank;
    });
  }
  return ranks;
}

/** How many graces follow each other at a place of a voice. */
function graceRuns(score: Score): Map<string, number> {
  const runs = new Map<string, number>();
  for (const note of score.notes) {
    if (note.grace === null) continue;
    const key = runKey(note);
    runs.set(key, Math.max(runs.get(key) ?? 0, note.grace.order + 1));
  }
  return runs;
}

function runKey({ partIndex, voice, measureIndex, measureQuarter, grace }: NotatedNote): string {
  return `${partIndex} ${voice} ${measureIndex} ${measureQuarter.num}/${measureQuarter.den} ${grace?.kind}`;
}

function groupNotes(
  notes: readonly (ExpectedNote | null)[],
  measures: readonly { groups: ExpectedGroup[]; timeCount: number }[],
): ExpectedGroup[] {
  const together = new Map<string, ExpectedNote[]>();
  for (const note of notes) {
    if (note === null) continue;
    const key = `${note.measureIndex} ${note.staff} ${note.step} ${note.time}`;
    const group = together.get(key);
    if (group === undefined) together.set(key, [note]);
    else group.push(note);
  }
  return [...together.values()].map((members, index) => {
    const { measureIndex, staff, step, time } = members[0];
    const required = members.filter((note) => !note.optional);
    const minHeads = new Set(required.map((note) => note.alter)).size;
    const group = {
      index,
      measureIndex,
      staff,
      step,
      time,
      notes: members,
      minHeads,
      maxHeads: members.length,
    };
    const measure = measures[measureIndex];
    measure.groups.push(group);
    measure.timeCount = Math.max(measure.timeCount, time + 1);
    return group;
  });
}
