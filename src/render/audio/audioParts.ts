/** Which part files there are, and where each part sits in the stereo picture. */

import { safeFileName } from "../../core/fileName.js";
import type { Score } from "../../core/score.js";
import type { NoteSound } from "./soundPlan.js";

/** Half the width of the stage, so that no part stands all at one side. */
const STAGE_WIDTH = 0.6;
/** Neighbouring parts of a small ensemble are this far apart. */
const SEAT_WIDTH = 0.4;

export interface AudioPart {
  readonly key: string;
  readonly partId: string | null;
  readonly track: number | null;
  readonly instrument: string;
  /** -1 left … 1 right. */
  readonly pan: number;
  readonly noteCount: number;
  /** Name of its WAV inside `audio/parts/`. */
  readonly fileName: string;
}

/**
 * The parts that sound: those of the score in its order, then tracks that belong to none. They sit from left to
 * right as written, like violins to basses; a single part in the middle.
 */
export function planAudioParts(sounds: readonly NoteSound[], score: Score): AudioPart[] {
  const noteCounts = new Map<string, number>();
  const firsts = new Map<string, NoteSound>();
  for (const sound of sounds) {
    noteCounts.set(sound.partKey, (noteCounts.get(sound.partKey) ?? 0) + 1);
    if (!firsts.has(sound.partKey)) firsts.set(sound.partKey, sound);
  }
  const order = new Map(score.parts.map((part) => [part.id, part.index]));
  const rank = (sound: NoteSound) => order.get(sound.partId ?? "") ?? score.parts.length + (sound.track ?? 0);
  const ordered = [...firsts.values()].sort((a, b) => rank(a) - rank(b));
  const taken = new Set<string>();
  return ordered.map((sound, position) => ({
    key: sound.partKey,
    partId: sound.partId,
    track: sound.partId === null ? sound.track : null,
    instrument: sound.instrument,
    pan: seatOf(position, ordered.length),
    noteCount: noteCounts.get(sound.partKey) ?? 0,
    fileName: freeName(`${safeFileName(sound.instrument, 40)}_${safeFileName(sound.partKey, 40)}`, taken),
  }));
}

/** Seats are evenly spaced around the middle. */
export function seatOf(position: number, count: number): number {
  const halfWidth = Math.min(STAGE_WIDTH, ((count - 1) * SEAT_WIDTH) / 2);
  return count < 2 ? 0 : halfWidth * ((2 * position) / (count - 1) - 1);
}

/**
 * Constant power: left² + right² = 1 at every seat.
 *
 * @param pan  -1 left … 1 right
 * @returns    gains for a mono signal; times √2 for the sides of a stereo signal, so that the middle leaves it alone
 */
export function panGains(pan: number): readonly [number, number] {
  const angle = ((pan + 1) * Math.PI) / 4;
  return [Math.cos(angle), Math.sin(angle)];
}

/** Two parts of one name, also when only the case differs, get a number. */
function freeName(stem: string, taken: Set<string>): string {
  let name = stem;
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${stem}_${n}`;
  taken.add(name.toLowerCase());
  return `${name}.wav`;
}
