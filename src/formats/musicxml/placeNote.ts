/** Where a note that has been read begins, how long it is, and where the cursor goes from there. */
import { LeitmotionError } from "../../core/error.js";
import { type Fraction, fraction, multiply, ZERO } from "../../core/fraction.js";
import type { GraceInfo, LyricSyllable } from "../../core/score.js";
import { typeToQuarter } from "./noteLength.js";
import type { PartReader } from "./partReader.js";
import type { Mutable, NoteDraft } from "./scoreDraft.js";
import { childText, parseNumber, parseWhole, type XmlElement } from "./xmlElement.js";

/** What is known of a `note` besides the note itself. */
export interface NoteReading {
  readonly note: NoteDraft;
  sounding: boolean;
  chord: boolean;
  /** In divisions, or null where the file gives none. */
  duration: number | null;
  graceElement: XmlElement | null;
  timeModification: XmlElement | null;
  notations: XmlElement | null;
  readonly lyrics: LyricSyllable[];
  hasTie: boolean;
  tiedBits: number;
}

/** Give the note its position and length, and move the cursor past it. */
export function placeNote(reading: NoteReading, reader: PartReader, line: number): void {
  const { note } = reading;
  const chord = reading.chord && reader.nextChordIndex > 0;
  if (reading.chord && !chord) {
    reader.score.warnings.add(
      "CHORD_WITHOUT_NOTE",
      "A chord note has no note before it in its measure",
      line,
    );
  }
  note.chordIndex = chord ? reader.nextChordIndex++ : 0;
  if (!chord) reader.nextChordIndex = 1;
  if (reading.graceElement !== null) placeGrace(reading, reading.graceElement, chord, reader);
  else placeMain(reading, chord, reader, line);
}

function placeMain(reading: NoteReading, chord: boolean, reader: PartReader, line: number): void {
  const { note, duration } = reading;
  const { cursor } = reader;
  note.measureQuarter = chord ? cursor.chordPosition() : cursor.position();
  if (reading.sounding) reader.settleGraces(note);
  if (duration !== null && (cursor.hasDivisions || reading.sounding)) {
    if (duration < 0) throw new LeitmotionError("SCORE_VALUE_INVALID", `Duration is ${duration}`, { line });
    note.durationQuarter = cursor.durationOf(duration);
    if (chord) cursor.playChordNote(duration);
    else cursor.playNote(duration);
    return;
  }
  note.durationQuarter = printedLength(reading, reader, line);
  if (!chord) cursor.playExact(note.durationQuarter);
}

/**
 * What the note's type says. Used for notes without duration, and for rests before any divisions: their
 * length harms nobody.
 *
 * @throws LeitmotionError SCORE_DIVISIONS_MISSING for a rest with a duration but neither type nor divisions
 */
function printedLength(reading: NoteReading, reader: PartReader, line: number): Fraction {
  const { note, timeModification, duration } = reading;
  const plain = typeToQuarter(note.noteType ?? "", note.dots);
  if (plain === null && duration !== null) return reader.cursor.durationOf(duration);
  reader.score.warnings.add("DURATION_FROM_TYPE", "A length is taken from the note's type", line);
  if (plain === null) return ZERO;
  const actual = parseWhole(childText(timeModification, "actual-notes"));
  const normal = parseWhole(childText(timeModification, "normal-notes"));
  return actual !== null && normal !== null && actual > 0 ? multiply(plain, fraction(normal, actual)) : plain;
}

function placeGrace(reading: NoteReading, element: XmlElement, chord: boolean, reader: PartReader): void {
  const { note } = reading;
  const { attributes } = element;
  note.measureQuarter = reader.cursor.position();
  if (!reading.sounding) return;
  const group = reader.gracesBefore(note);
  const last = group.at(-1);
  const grace: Mutable<GraceInfo> = {
    kind: "after",
    slash: attributes.slash === "yes",
    order: last === undefined ? 0 : last.order + (chord ? 0 : 1),
    stealPrevious: parseNumber(attributes["steal-time-previous"]),
    stealFollowing: parseNumber(attributes["steal-time-following"]),
  };
  group.push(grace);
  note.grace = grace;
}
