/** `attributes`: divisions, keys, meters, clefs, staves and their lines, transposition. */
import { fraction, gcd } from "../../core/fraction.js";
import type { MeterChange, ScorePlace } from "../../core/scoreMarks.js";
import type { PartReader } from "./partReader.js";
import {
  childOf,
  childrenOf,
  childText,
  parseNumber,
  parseWhole,
  requireNumber,
  trimmed,
  type XmlElement,
} from "./xmlElement.js";

/** @throws LeitmotionError SCORE_VALUE_INVALID for divisions that are not positive */
export function readAttributes(attributes: XmlElement, reader: PartReader): void {
  let meterSeen = false;
  for (const child of childrenOf(attributes)) {
    switch (child.name) {
      case "divisions":
        reader.cursor.setDivisions(requireNumber(child));
        break;
      case "key":
        readKey(child, reader);
        break;
      case "time":
        // Staves with meters of their own have the same measure lengths: the first stands for all.
        if (!meterSeen) readMeter(child, reader);
        meterSeen = true;
        break;
      case "clef":
        readClef(child, reader);
        break;
      case "staves":
        reader.part.staffCount = Math.max(reader.part.staffCount, parseWhole(trimmed(child.text)) ?? 1);
        break;
      case "staff-details":
        readStaffLines(child, reader);
        break;
      case "transpose":
        readTranspose(child, reader);
    }
  }
}

/** Signatures go to seven; theoretical keys (eight sharps) are printed now and then, more is a misprint. */
const MAX_FIFTHS = 14;

function readKey(key: XmlElement, reader: PartReader): void {
  const fifths = parseWhole(childText(key, "fifths"));
  if (fifths !== null && Math.abs(fifths) > MAX_FIFTHS) {
    reader.score.warnings.add("KEY_UNREADABLE", `Not a key signature: ${fifths} fifths`, key.line);
    return;
  }
  reader.score.keys.push({
    ...reader.place(),
    fifths,
    mode: childText(key, "mode") || null,
    partIndex: reader.part.index,
    staff: parseWhole(key.attributes.number),
  });
}

function readMeter(time: XmlElement, reader: PartReader): void {
  const senzaMisura = childOf(time, "senza-misura") !== null;
  const signature = senzaMisura ? { beats: [], beatType: 4 } : readSignature(time);
  if (signature === null) {
    reader.score.warnings.add("METER_UNREADABLE", "A time signature cannot be read", time.line);
    return;
  }
  reader.score.meters.push({
    ...reader.place(),
    ...signature,
    partIndex: reader.part.index,
    symbol: time.attributes.symbol ?? null,
  });
}

/** Beat groups over one beat type; a composite meter (2/4 + 3/8) is brought to its common one (4+3 over 8). */
function readSignature(time: XmlElement): Pick<MeterChange, "beats" | "beatType"> | null {
  const groups: { beats: number[]; type: number }[] = [];
  let beats: number[] = [];
  for (const child of childrenOf(time)) {
    if (child.name === "beats") beats = trimmed(child.text).split("+").map(Number);
    else if (child.name === "beat-type") groups.push({ beats, type: parseWhole(trimmed(child.text)) ?? 0 });
  }
  const numbers = groups.flatMap((group) => [...group.beats, group.type]);
  if (numbers.length === 0 || !numbers.every((n) => Number.isInteger(n) && n > 0 && n <= 1024)) return null;
  const beatType = groups.reduce((common, { type }) => (common / gcd(common, type)) * type, 1);
  return { beats: groups.flatMap((group) => group.beats.map((n) => (n * beatType) / group.type)), beatType };
}

function readClef(clef: XmlElement, reader: PartReader): void {
  reader.score.clefs.push({
    ...reader.place(),
    sign: childText(clef, "sign"),
    line: parseWhole(childText(clef, "line")),
    octaveChange: parseWhole(childText(clef, "clef-octave-change")) ?? 0,
    partIndex: reader.part.index,
    staff: parseWhole(clef.attributes.number) ?? 1,
  });
}

function readStaffLines(details: XmlElement, reader: PartReader): void {
  const lineCount = parseWhole(childText(details, "staff-lines"));
  if (lineCount === null || lineCount < 0) return;
  const staff = parseWhole(details.attributes.number);
  reader.score.staffLines.push({ ...reader.place(), partIndex: reader.part.index, staff, lineCount });
}

/**
 * Semitones from written to sounding pitch. `double` adds a second sounding octave, which a note with one key cannot say:
 * the written octave is kept, and the reader warns. In a concert score only octaves are transposed.
 */
function readTranspose(transpose: XmlElement, reader: PartReader): void {
  const { warnings, concertScore } = reader.score;
  const chromatic = parseNumber(childText(transpose, "chromatic")) ?? 0;
  const octaves = parseWhole(childText(transpose, "octave-change")) ?? 0;
  if (childOf(transpose, "double") !== null) {
    warnings.add("TRANSPOSE_DOUBLE", "Doubling at the octave is not sounded", transpose.line);
  }
  if (concertScore && chromatic !== 0) {
    warnings.add("TRANSPOSE_IN_CONCERT_SCORE", "A concert score transposes octaves only", transpose.line);
  }
  const semitones = (concertScore ? 0 : chromatic) + 12 * octaves;
  const staff = parseWhole(transpose.attributes.number);
  if (staff !== null) {
    reader.transposeByStaff.set(staff, semitones);
    return;
  }
  reader.transposeByStaff.clear();
  reader.transposeSemitone = semitones;
}

/** Quarters of a measure in this meter; null for senza misura. */
export function meterToQuarter({ beats, beatType }: MeterChange): ScorePlace["measureQuarter"] | null {
  if (beats.length === 0) return null;
  return fraction(4 * beats.reduce((sum, n) => sum + n, 0), beatType);
}
