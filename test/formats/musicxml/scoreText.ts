/** Short ways to write MusicXML in tests. */

import { formatFraction } from "../../../src/core/fraction.js";
import type { Limits } from "../../../src/core/limits.js";
import type { NotatedNote, Score } from "../../../src/core/score.js";
import { readMusicXml } from "../../../src/formats/musicxml/readMusicXml.js";

/** A part-wise score; each part is the text of its measures' contents. */
export function partWise(...parts: string[][]): string {
  const list = parts.map(
    (_, k) => `<score-part id="P${k + 1}"><part-name>Part ${k + 1}</part-name></score-part>`,
  );
  const bodies = parts.map((measures, k) => {
    const inner = measures.map((content, m) => `<measure number="${m + 1}">${content}</measure>`);
    return `<part id="P${k + 1}">${inner.join("")}</part>`;
  });
  return document(`<part-list>${list.join("")}</part-list>${bodies.join("")}`);
}

export function document(inner: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><score-partwise version="4.0">${inner}</score-partwise>`;
}

/** `note("F#4", 2)`: a note of 2 divisions; `more` stands at the schema's place after the duration. */
export function note(pitch: string, duration: number, more = "", first = ""): string {
  return `<note>${first}${pitchText(pitch)}<duration>${duration}</duration>${more}</note>`;
}

export function chordNote(pitch: string, duration: number, more = ""): string {
  return note(pitch, duration, more, "<chord/>");
}

export function grace(pitch: string, more = "", attributes = ""): string {
  return `<note><grace${attributes}/>${pitchText(pitch)}${more}</note>`;
}

export function rest(duration: number, more = ""): string {
  return `<note><rest/><duration>${duration}</duration>${more}</note>`;
}

export function backup(duration: number): string {
  return `<backup><duration>${duration}</duration></backup>`;
}

export function divisions(value: number | string): string {
  return `<attributes><divisions>${value}</divisions></attributes>`;
}

export function meter(beats: string, beatType: number): string {
  return `<attributes><time><beats>${beats}</beats><beat-type>${beatType}</beat-type></time></attributes>`;
}

export function direction(types: string, more = ""): string {
  return `<direction><direction-type>${types}</direction-type>${more}</direction>`;
}

export function voice(name: string): string {
  return `<voice>${name}</voice>`;
}

export function read(xml: string, limits?: Limits): Score {
  return readMusicXml(new TextEncoder().encode(xml), { fileName: "test.musicxml", limits });
}

/** `C4@0+1` for each note: written pitch, position in its measure, length. */
export function gist(score: Score): string[] {
  return score.notes.map(
    (n) => `${nameOf(n)}@${formatFraction(n.measureQuarter)}+${formatFraction(n.durationQuarter)}`,
  );
}

/** `1@0+4` for each measure: number, start and length in quarters. */
export function starts(score: Score): string[] {
  return score.measures.map(
    (m) => `${m.number}@${formatFraction(m.startQuarter)}+${formatFraction(m.lengthQuarter)}`,
  );
}

function nameOf({ pitch }: NotatedNote): string {
  const accidental = pitch.alter > 0 ? "#".repeat(pitch.alter) : "b".repeat(-pitch.alter);
  return `${pitch.step}${accidental}${pitch.octave}`;
}

function pitchText(pitch: string): string {
  const [, step, accidentals, octave] = /^([A-G])(#*|b*)(-?\d+)$/.exec(pitch) as RegExpExecArray;
  const alter = accidentals.startsWith("b") ? -accidentals.length : accidentals.length;
  const alterText = alter === 0 ? "" : `<alter>${alter}</alter>`;
  return `<pitch><step>${step}</step>${alterText}<octave>${octave}</octave></pitch>`;
}
