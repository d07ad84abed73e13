/** Tempo marks: `sound tempo`, metronome marks, beat-unit equations. */

import { toNumber } from "../../core/fraction.js";
import type { ScorePlace } from "../../core/scoreMarks.js";
import { typeToQuarter } from "./noteLength.js";
import type { ScoreDraft } from "./scoreDraft.js";
import { childrenOf, childText, parseNumber, parseWhole, trimmed, type XmlElement } from "./xmlElement.js";

/** Tempos outside are misprints, not music. Quarters per minute. */
const MIN_BPM = 1;
const MAX_BPM = 10_000;

export function isTempo(quarterBpm: number): boolean {
  return quarterBpm >= MIN_BPM && quarterBpm <= MAX_BPM;
}

/** Add a tempo in quarters per minute; one that no music has is reported and left out. */
export function addSoundTempo(text: string, place: ScorePlace, score: ScoreDraft, line: number): void {
  const quarterBpm = parseNumber(text.trim());
  addTempo(quarterBpm ?? Number.NaN, "sound", place, score, line);
}

/**
 * Add the tempo of a `metronome`.
 *
 * - beat unit and number: dots count; of "c. 80" or "112-120" the first number is taken;
 * - beat unit = beat unit: the note on the left, at the old tempo, lasts as long as the one on the right at the new.
 */
export function readMetronome(metronome: XmlElement, place: ScorePlace, score: ScoreDraft): void {
  const units = readBeatUnits(metronome);
  const perMinute = firstNumber(childText(metronome, "per-minute"));
  const [left, right] = units;
  if (left !== undefined && perMinute !== null) {
    addTempo(perMinute * left, "metronome", place, score, metronome.line);
  } else if (left !== undefined && right !== undefined) {
    score.tempos.push({ ...place, source: "equation", ratio: right / left });
  }
}

function addTempo(
  quarterBpm: number,
  source: "sound" | "metronome",
  { measureIndex, measureQuarter }: ScorePlace,
  score: ScoreDraft,
  line: number,
): void {
  if (isTempo(quarterBpm)) {
    score.tempos.push({ measureIndex, measureQuarter, source, quarterBpm });
  } else {
    score.warnings.add("TEMPO_UNREADABLE", `Not a tempo: ${quarterBpm} quarters per minute`, line);
  }
}

/** Lengths in quarters of the beat units: `beat-unit` with its dots and tied units, or `metronome-note`. */
function readBeatUnits(metronome: XmlElement): number[] {
  const units: number[] = [];
  for (let child = metronome.first; child !== null; child = child.next) {
    if (child.name === "beat-unit") units.push(unitQuarter(child));
    else if (child.name === "beat-unit-tied") addTo(units, unitQuarter(child.first));
    else if (child.name === "metronome-note") units.push(metronomeNoteQuarter(child));
  }
  return units.filter((quarter) => quarter > 0);
}

function addTo(units: number[], quarter: number): void {
  if (units.length > 0) units[units.length - 1] += quarter;
}

/** A `beat-unit` with the `beat-unit-dot` elements right after it. */
function unitQuarter(unit: XmlElement | null): number {
  if (unit === null) return 0;
  let dots = 0;
  for (let next = unit.next; next?.name === "beat-unit-dot"; next = next.next) dots++;
  return quarterOf(trimmed(unit.text), dots);
}

function metronomeNoteQuarter(note: XmlElement): number {
  const plain = quarterOf(childText(note, "metronome-type"), [...childrenOf(note, "metronome-dot")].length);
  const tuplet = [...childrenOf(note, "metronome-tuplet")][0] ?? null;
  const actual = parseWhole(childText(tuplet, "actual-notes"));
  const normal = parseWhole(childText(tuplet, "normal-notes"));
  return actual && normal ? (plain * normal) / actual : plain;
}

function quarterOf(type: string, dots: number): number {
  const quarter = typeToQuarter(type, dots);
  return quarter === null ? 0 : toNumber(quarter);
}

function firstNumber(text: string): number | null {
  const match = /\d+(?:[.,]\d+)?/.exec(text);
  return match === null ? null : Number(match[0].replace(",", "."));
}
