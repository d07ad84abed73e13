/** The performed note that lies where a correction says. */

import type { Performance, PerformedNote } from "../../core/performance.js";
import { isStep, pitchToMidi } from "../../core/pitch.js";
import { partitionPoint } from "../../core/sortedSearch.js";
import { tickToSec } from "../../core/tempoMap.js";
import type { PerformedPlace } from "../../schema/overrides.js";
import type { CorrectionOutcome } from "../../schema/run.js";
import { NEAR_SEC } from "../reconcile/pairMidiOnly.js";

/** A performed note as the report of a run describes it. */
export type PerformedFacts = NonNullable<CorrectionOutcome["performed"]>;

export class PerformedFinder {
  readonly #byPitch = new Map<number, PerformedNote[]>();

  constructor(private readonly performance: Performance) {
    for (const note of performance.notes) {
      const list = this.#byPitch.get(note.pitch);
      if (list) list.push(note);
      else this.#byPitch.set(note.pitch, [note]);
    }
    for (const list of this.#byPitch.values()) list.sort((a, b) => a.onsetSec - b.onsetSec);
  }

  /** The nearest note of that pitch, of that track and channel if they are given; null if none is near. */
  findPlace({ pitch, onsetSec, onsetTick, track, channel }: PerformedPlace, shiftSec: number): number | null {
    const statedSec = onsetSec ?? tickToSec(this.performance.tempoMap, onsetTick ?? 0);
    const near = this.#near(typeof pitch === "number" ? pitch : midiOf(pitch), statedSec + shiftSec).filter(
      (note) =>
        (track === undefined || note.track === track) && (channel === undefined || note.channel === channel),
    );
    return nearest(near, statedSec + shiftSec, () => 0);
  }

  /** A note that an earlier run has found: first in its track and channel, then in any. */
  findAgain(facts: PerformedFacts, shiftSec: number): number | null {
    const sec = facts.onsetSec + shiftSec;
    return nearest(this.#near(facts.pitch, sec), sec, (note) =>
      note.channel !== facts.channel ? 2 : note.track !== facts.track ? 1 : 0,
    );
  }

  #near(pitch: number, sec: number): PerformedNote[] {
    const list = this.#byPitch.get(pitch) ?? [];
    const low = partitionPoint(list.length, (k) => list[k].onsetSec < sec - NEAR_SEC);
    const near: PerformedNote[] = [];
    for (let i = low; i < list.length && list[i].onsetSec <= sec + NEAR_SEC; i++) near.push(list[i]);
    return near;
  }
}

/** @param strangeness  counts more than any distance; of equals the first */
function nearest(
  notes: readonly PerformedNote[],
  sec: number,
  strangeness: (note: PerformedNote) => number,
): number | null {
  const rank = (note: PerformedNote) => strangeness(note) + Math.abs(note.onsetSec - sec);
  let best: PerformedNote | null = null;
  for (const note of notes) if (best === null || rank(note) < rank(best)) best = note;
  return best?.index ?? null;
}

/** `F#4` is 66. The schema has looked at its form. */
function midiOf(name: string): number {
  const [, step, signs, octave] = /^([A-G])([#b]*)(-?\d+)$/.exec(name)!;
  const alter = signs.length * (signs.startsWith("b") ? -1 : 1);
  return isStep(step) ? pitchToMidi({ step, alter, octave: Number(octave) }) : -1;
}
