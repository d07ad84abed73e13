/** A `note` element: rest, pitched or unpitched note, grace or cue. */
import { ZERO } from "../../core/fraction.js";
import type { LyricSyllable } from "../../core/score.js";
import { MIDDLE_LINE, readDisplayPosition, readPitch, soundingMidi } from "./notePitch.js";
import type { PartReader } from "./partReader.js";
import { type NoteReading, placeNote } from "./placeNote.js";
import { addDynamics } from "./readDynamics.js";
import { readLyric } from "./readLyric.js";
import { readNotations, TIED_START, TIED_STOP } from "./readNotations.js";
import type { NoteDraft } from "./scoreDraft.js";
import { childOf, parseNumber, parseWhole, requireNumber, trimmed, type XmlElement } from "./xmlElement.js";

const NONE: readonly string[] = Object.freeze([]);
const NO_LYRICS: readonly LyricSyllable[] = Object.freeze([]);

/** True for an element that counts as a note of the score: pitched or unpitched, not a rest. */
export function isSounding(childName: string): boolean {
  return childName === "pitch" || childName === "unpitched";
}

/**
 * Read a `note`, add it to the part and move the cursor.
 *
 * @returns false for a rest
 * @throws LeitmotionError SCORE_DIVISIONS_MISSING, SCORE_VALUE_INVALID
 */
export function readNote(element: XmlElement, reader: PartReader): boolean {
  const reading = readChildren(element, reader);
  const { note } = reading;
  if (!reading.hasTie) {
    note.tieStart = (reading.tiedBits & TIED_START) !== 0;
    note.tieStop = (reading.tiedBits & TIED_STOP) !== 0;
  }
  if (note.staff > reader.part.staffCount) reader.part.staffCount = note.staff;
  placeNote(reading, reader, element.line);
  if (reading.notations !== null) addNoteDynamics(element, note, reader);
  if (!reading.sounding) return false;
  note.soundingMidi = soundingMidi(note, reader);
  reader.part.notes.push(note);
  return true;
}

function readChildren(element: XmlElement, reader: PartReader): NoteReading {
  const { attributes } = element;
  const note = blankNote(reader, element.line);
  note.xmlId = attributes.id ?? null;
  note.printed = attributes["print-object"] !== "no";
  note.dynamicsPercent = parseNumber(attributes.dynamics);
  note.defaultXTenth = parseNumber(attributes["default-x"]);
  const reading: NoteReading = {
    note,
    sounding: false,
    chord: false,
    duration: null,
    graceElement: null,
    timeModification: null,
    notations: null,
    lyrics: [],
    hasTie: false,
    tiedBits: 0,
  };
  for (let child = element.first; child !== null; child = child.next) readChild(child, reading, reader);
  return reading;
}

/** Beams, levels, footnotes and whatever is unknown are passed over. */
function readChild(child: XmlElement, reading: NoteReading, reader: PartReader): void {
  const { note } = reading;
  switch (child.name) {
    case "pitch":
      reading.sounding = true;
      note.pitch = readPitch(child);
      break;
    case "unpitched":
      reading.sounding = true;
      note.unpitched = true;
      note.pitch = readDisplayPosition(child);
      break;
    case "duration":
      reading.duration = requireNumber(child);
      break;
    case "chord":
      reading.chord = true;
      break;
    case "voice":
      note.voice = reader.score.strings.of(trimmed(child.text)) || "1";
      break;
    case "staff":
      note.staff = Math.max(1, parseWhole(trimmed(child.text)) ?? 1);
      break;
    case "type":
      note.noteType = reader.score.strings.of(trimmed(child.text));
      break;
    case "dot":
      note.dots++;
      break;
    case "stem":
      note.stem = reader.score.strings.of(trimmed(child.text));
      break;
    default:
      readRareChild(child, reading, reader);
  }
}

function readRareChild(child: XmlElement, reading: NoteReading, reader: PartReader): void {
  const { note } = reading;
  switch (child.name) {
    case "grace":
      reading.graceElement = child;
      break;
    case "cue":
      note.cue = true;
      break;
    case "tie":
      readTie(child, reading);
      break;
    case "time-modification":
      reading.timeModification = child;
      break;
    case "instrument":
      note.instrumentId = child.attributes.id ?? null;
      break;
    case "accidental":
      note.accidental = reader.score.strings.of(trimmed(child.text));
      break;
    case "notehead":
      note.notehead = reader.score.strings.of(trimmed(child.text));
      note.noteheadFilled = FILLED.get(child.attributes.filled ?? "") ?? null;
      break;
    case "notations":
      reading.notations = child;
      reading.tiedBits |= readNotations(child, note);
      break;
    case "lyric":
      addLyric(child, reading);
  }
}

const FILLED: ReadonlyMap<string, boolean> = new Map([
  ["yes", true],
  ["no", false],
]);

function blankNote(reader: PartReader, line: number): NoteDraft {
  return {
    index: -1,
    xmlId: null,
    measureIndex: reader.measureIndex,
    measureQuarter: ZERO,
    partIndex: reader.part.index,
    staff: 1,
    voice: "1",
    durationQuarter: ZERO,
    noteType: null,
    dots: 0,
    pitch: MIDDLE_LINE,
    soundingMidi: 0,
    unpitched: false,
    instrumentId: null,
    chordIndex: 0,
    grace: null,
    cue: false,
    printed: true,
    tieStart: false,
    tieStop: false,
    letRing: false,
    accidental: null,
    notehead: null,
    noteheadFilled: null,
    stem: null,
    articulations: NONE,
    ornaments: NONE,
    ornamentAccidentals: NONE,
    tremoloStrokes: 0,
    doubleTremolo: null,
    fermata: false,
    arpeggiate: null,
    slurStart: 0,
    slurStop: 0,
    dynamicsPercent: null,
    lyrics: NO_LYRICS,
    defaultXTenth: null,
    line,
  };
}

/** A middle note of a chain has both: every `tie` counts. */
function readTie(tie: XmlElement, reading: NoteReading): void {
  const { type } = tie.attributes;
  if (type === "let-ring") {
    reading.note.letRing = true;
    return;
  }
  reading.hasTie = true;
  if (type === "start") reading.note.tieStart = true;
  else if (type === "stop") reading.note.tieStop = true;
}

function addLyric(lyric: XmlElement, { note, lyrics }: NoteReading): void {
  const syllable = readLyric(lyric);
  if (syllable === null) return;
  lyrics.push(syllable);
  note.lyrics = lyrics;
}

function addNoteDynamics(element: XmlElement, note: NoteDraft, reader: PartReader): void {
  for (let child = element.first; child !== null; child = child.next) {
    const dynamics = child.name === "notations" ? childOf(child, "dynamics") : null;
    if (dynamics !== null) addDynamics(dynamics, note, note.staff, reader);
  }
}
