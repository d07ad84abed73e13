/** Keys: the score's signatures at sounding pitch; the mode, where it is not said, from the notes. */
import { pitchClassOf } from "../analysis/analyser.js";
import { analyseKey } from "../analysis/key.js";
import { nameOnLine, pitchClassOnLine, spellRoot } from "../analysis/spelling.js";
import { lookUp } from "../core/lookUp.js";
import { pitchToMidi } from "../core/pitch.js";
import type { Score } from "../core/score.js";
import type { ScoreClock } from "../core/scoreClock.js";
import type { KeyChange } from "../core/scoreMarks.js";
import type { SongMapDocument } from "../schema/songMap.js";
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import type { SoundingRecord } from "./soundingRecords.js";
import { type StateSpan, stateSpans } from "./stateSpans.js";

type Keys = SongMapDocument["key"];

/** Fifths from the tonic of the major key of a signature to the tonic of a mode. */
const MODE_FIFTHS: Readonly<Record<string, number>> = {
  major: 0,
  ionian: 0,
  mixolydian: 1,
  dorian: 2,
  minor: 3,
  aeolian: 3,
  phrygian: 4,
  locrian: 5,
  lydian: -1,
};

/** A signature in force, at sounding pitch. */
export interface SignatureSpan {
  readonly startSec: number;
  readonly endSec: number;
  readonly fifths: number;
  readonly mode: string | null;
}

/**
 * Key signatures over time. They are read from the first part that sounds as written (octaves aside); of a score
 * that transposes throughout, from its first part, moved to sounding pitch. Non-traditional signatures are left out.
 */
export function signatureSpans(unfolded: UnfoldedScore, clock: ScoreClock): SignatureSpan[] {
  const { score } = unfolded;
  const parts = [...new Set(score.keys.map((key) => key.partIndex))].sort((a, b) => a - b);
  const shifts = parts.map((partIndex) => ({ partIndex, semitones: transposition(score, partIndex) }));
  const chosen =
    shifts.find((p) => p.semitones === 0) ?? shifts.find((p) => p.semitones !== null) ?? shifts[0];
  if (!chosen) return [];
  const marks = score.keys.filter((key) => key.partIndex === chosen.partIndex && (key.staff ?? 1) === 1);
  const spans: SignatureSpan[] = [];
  for (const { startSec, endSec, mark } of mergeSame(stateSpans(unfolded, clock, marks))) {
    if (mark.fifths === null) continue;
    spans.push({
      startSec,
      endSec,
      fifths: soundingFifths(mark.fifths, chosen.semitones ?? 0),
      mode: mark.mode,
    });
  }
  return spans;
}

/** Semitones from written to sounding, modulo the octave; null for a part without pitched notes. */
function transposition(score: Score, partIndex: number): number | null {
  const note = score.notes.find(
    (n) => n.partIndex === partIndex && !n.unpitched && Number.isInteger(n.pitch.alter),
  );
  return note ? pitchClassOf(note.soundingMidi - pitchToMidi(note.pitch)) : null;
}

/** A semitone is seven fifths; of the enharmonic signatures the one with fewer accidentals. */
function soundingFifths(fifths: number, semitones: number): number {
  const place = fifths + 7 * semitones;
  return place - 12 * Math.round(place / 12);
}

function mergeSame(spans: readonly StateSpan<KeyChange>[]): StateSpan<KeyChange>[] {
  const merged: StateSpan<KeyChange>[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    const same = last && last.mark.fifths === span.mark.fifths && last.mark.mode === span.mark.mode;
    if (same && last.endSec === span.startSec) merged[merged.length - 1] = { ...last, endSec: span.endSec };
    else merged.push(span);
  }
  return merged;
}

/** Keys of the signatures; `analysed` tells whether a mode had to be worked out from the notes. */
export function writtenKeys(
  signatures: readonly SignatureSpan[],
  sounding: readonly SoundingRecord[],
): { keys: Keys; analysed: boolean } {
  const keys: Keys = [];
  let analysed = false;
  for (const { startSec, endSec, fifths, mode } of signatures) {
    const known = mode === null ? undefined : lookUp(MODE_FIFTHS, mode);
    if (mode !== null && known !== undefined) {
      keys.push({ start: startSec, end: endSec, tonic: nameOnLine(fifths + known), mode, conf: 1 });
      continue;
    }
    analysed = true;
    const weights = soundedWeights(sounding, startSec, endSec);
    const among = [
      { tonic: pitchClassOnLine(fifths), mode: "major" as const },
      { tonic: pitchClassOnLine(fifths + 3), mode: "minor" as const },
    ];
    const found = analyseKey({ weights, among });
    if (!found) continue;
    const tonic = nameOnLine(fifths + MODE_FIFTHS[found.value.mode]);
    keys.push({
      start: startSec,
      end: endSec,
      tonic,
      mode: found.value.mode,
      conf: roundConf(found.confidence),
    });
  }
  return { keys, analysed };
}

/** One key for the whole piece from its notes; nothing without pitched notes. */
export function analysedKey(sounding: readonly SoundingRecord[], endSec: number): Keys {
  const found = analyseKey({ weights: soundedWeights(sounding, 0, endSec) });
  if (!found || !(endSec > 0)) return [];
  // Fewest accidentals: the signature between five flats and six sharps.
  const { tonic: pitchClass, mode } = found.value;
  const tonic = spellRoot(pitchClass, MODE_FIFTHS[mode]);
  return [{ start: 0, end: endSec, tonic, mode, conf: roundConf(found.confidence) }];
}

/** Seconds each pitch class sounds between two times. */
function soundedWeights(sounding: readonly SoundingRecord[], fromSec: number, toSec: number): number[] {
  const weights = new Array<number>(12).fill(0);
  for (const note of sounding) {
    const lengthSec = Math.min(note.endSec, toSec) - Math.max(note.startSec, fromSec);
    if (note.isPitched && lengthSec > 0) weights[pitchClassOf(note.midi)] += lengthSec;
  }
  return weights;
}

function roundConf(confidence: number): number {
  return Math.round(confidence * 1e4) / 1e4;
}
