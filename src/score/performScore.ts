/** The score performs itself: what is heard when there is no MIDI file. */
import { add, toNumber } from "../core/fraction.js";
import { assertWithin, DEFAULT_LIMITS, type Limits } from "../core/limits.js";
import type { Score } from "../core/score.js";
import { quarterToSec, type ScoreClock } from "../core/scoreClock.js";
import { rollChords } from "./chordRolls.js";
import { articulationVelocity } from "./dynamicMarks.js";
import { buildDynamics, type DynamicsCurve, velocityAt } from "./dynamicsCurve.js";
import { timeGraces } from "./graceTiming.js";
import { indexKeys, type KeyIndex } from "./neighbourPitch.js";
import { playOrnament, type Stroke } from "./ornaments.js";
import { assertScoreLength } from "./scoreLength.js";
import { clockFromScore } from "./scoreTempo.js";
import { findSlurred, lengthShare } from "./soundLength.js";
import { playDoubleTremolos, playTremolo } from "./tremolos.js";
import type { SoundingNote, UnfoldedScore } from "./unfoldedScore.js";
import { buildVoiceLines, type PlayedNote } from "./voiceLines.js";

/** No sound is shorter. */
const MIN_SOUND_SEC = 0.01;

/** MusicXML's loudness is a percentage of this velocity. */
const FULL_VELOCITY = 90;

export interface SoundEvent {
  /** MIDI key, 0–127. */
  readonly pitch: number;
  /** 1–127. */
  readonly velocity: number;
  /** From the sound's onset, >= 0. */
  readonly startSec: number;
  /** > 0; the event ends within the sound. */
  readonly durationSec: number;
}

/** One sounding note as it is played. */
export interface Sound {
  /** From the start of the clock, >= 0. */
  readonly onsetSec: number;
  /** > 0 */
  readonly durationSec: number;
  /** 1–127. */
  readonly velocity: number;
  /** In order of time, never empty: the note itself, or its ornament or tremolo. */
  readonly events: readonly SoundEvent[];
}

export interface ScorePerformance {
  readonly clock: ScoreClock;
  /** `sounds[i]` plays `unfolded.sounding[i]`. */
  readonly sounds: readonly Sound[];
}

/**
 * Perform a score: tempo marks and fermatas make the clock; dynamics, wedges and accents the velocities; articulations
 * and slurs the lengths; graces, arpeggios, ornaments and tremolos are played out. Same score, same performance.
 *
 * @throws LeitmotionError LIMIT_EXCEEDED if it lasts longer than the limit `durationSec`, or its ornaments and tremolos add more
 *         strokes than `note`
 */
export function performScore(unfolded: UnfoldedScore, limits: Limits = DEFAULT_LIMITS): ScorePerformance {
  const { score } = unfolded;
  const clock = clockFromScore(unfolded);
  assertScoreLength(unfolded, clock, limits);
  const slurred = findSlurred(score);
  const keys = indexKeys(score);
  const played = unfolded.sounding.map((sound): PlayedNote => {
    const startSec = quarterToSec(clock, toNumber(sound.onsetQuarter));
    const endSec = quarterToSec(clock, toNumber(add(sound.onsetQuarter, sound.durationQuarter)));
    return { sound, startSec, endSec: startSec + (endSec - startSec) * lengthShare(sound, slurred) };
  });
  const lines = buildVoiceLines(played);
  for (const line of lines) timeGraces(line, clock);
  rollChords(played);
  const doubleTremolos = new Map(lines.flatMap((line) => [...playDoubleTremolos(line)]));
  const dynamics = buildDynamics(unfolded);
  let strokeCount = 0;
  const sounds = played.map((one) => {
    const durationSec = Math.max(MIN_SOUND_SEC, one.endSec - one.startSec);
    const strokes = doubleTremolos.get(one) ?? playSigns(keys, one.sound, durationSec);
    strokeCount += strokes.length - 1;
    if (strokeCount > limits.note) refuseStrokes(strokeCount, one, score, limits);
    return finishSound(one, durationSec, velocityOf(one.sound, dynamics), strokes);
  });
  return { clock, sounds };
}

function refuseStrokes(count: number, { sound }: PlayedNote, score: Score, limits: Limits): void {
  const { number: measure } = score.measures[sound.members[0].note.measureIndex];
  assertWithin(limits, "note", count, "Strokes of ornaments and tremolos, played out", { measure });
}

/** Strokes of the first member's signs; without any the plain note. */
function playSigns(keys: KeyIndex, sound: SoundingNote, durationSec: number): Stroke[] {
  const { note } = sound.members[0];
  return (
    playTremolo(note, toNumber(sound.durationQuarter), durationSec) ??
    playOrnament(keys, note, durationSec) ?? [{ pitch: sound.midi, startSec: 0, durationSec }]
  );
}

function velocityOf(
  { members, onsetQuarter }: SoundingNote,
  dynamics: ReadonlyMap<string, DynamicsCurve>,
): number {
  const { note } = members[0];
  if (note.dynamicsPercent !== null) return toVelocity((note.dynamicsPercent * FULL_VELOCITY) / 100);
  const level = velocityAt(dynamics.get(`${note.partIndex}:${note.staff}`), toNumber(onsetQuarter));
  return toVelocity(level + articulationVelocity(note.articulations));
}

function finishSound(
  one: PlayedNote,
  durationSec: number,
  velocity: number,
  strokes: readonly Stroke[],
): Sound {
  const events = strokes.map((stroke) => ({
    ...stroke,
    pitch: Math.min(127, Math.max(0, stroke.pitch)),
    velocity,
  }));
  return { onsetSec: one.startSec, durationSec, velocity, events };
}

function toVelocity(value: number): number {
  return Math.min(127, Math.max(1, Math.round(value)));
}
