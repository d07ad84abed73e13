/** What an uncertain note might have been instead: other performed notes of its key near by. */
import type { Performance } from "../core/performance.js";
import { partitionPoint } from "../core/sortedSearch.js";
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import { ALIGN } from "./alignConstants.js";
import type { Alignment } from "./alignNotes.js";
import { CONFIDENCE_WEIGHTS } from "./linkConfidence.js";
import { laneNumber } from "./sharedStrokes.js";

export interface Alternative {
  /** Index into `Performance.notes`. */
  readonly noteIndex: number;
  /** 0–1: probability that this is the note. */
  readonly confidence: number;
}

/** From this confidence on nothing else is listed. */
const CLEAR = 0.9;
const MOST_ALTERNATIVES = 3;
const LEAST_CONFIDENCE = 0.01;
/** Cost of leaving a pair unlinked, roots of a second; beyond its square nothing is a candidate. */
const LEAVE_OUT = 2 * ALIGN.gapCost;
/** Odds fall by e for each so much more cost, as in the confidence of links. */
const ODDS_PER_COST = CONFIDENCE_WEIGHTS.link[1];

/**
 * The other performed notes that a note with a confidence below 0.9 may be: of its key and lane, within the reach of
 * the assignment. What its confidence leaves is shared out by the cost of each change: the distance of the new link, and
 * for a note that is taken what its partner loses, who takes the old one.
 *
 * @returns at most three a note, likeliest first; notes without any are left out, and so are those corrected by hand
 */
export function findAlternatives(
  unfolded: UnfoldedScore,
  performance: Performance,
  alignment: Alignment,
): ReadonlyMap<number, readonly Alternative[]> {
  const found = new Map<number, readonly Alternative[]>();
  const unclear = unclearNotes(alignment);
  if (unclear.length === 0) return found;
  const board = new Board(performance, alignment);
  for (const { soundingIndex, noteIndex, confidence } of unclear) {
    const { midi, members } = unfolded.sounding[soundingIndex];
    const key = midi + alignment.transposedSemitones;
    const choices = board.choices(soundingIndex, noteIndex, key);
    // A note that is played may also be none of them; a tie stop without a start is rarely anything else.
    const none = noteIndex === null ? 0 : members[0].note.tieStop ? 1 : Math.exp(-ODDS_PER_COST * LEAVE_OUT);
    const odds = choices.reduce((sum, choice) => sum + choice.odds, none);
    const likeliest = choices
      .map((choice) => ({
        noteIndex: choice.noteIndex,
        confidence: ((1 - confidence) * choice.odds) / odds,
      }))
      .filter((choice) => choice.confidence >= LEAST_CONFIDENCE)
      .sort((a, b) => b.confidence - a.confidence || a.noteIndex - b.noteIndex)
      .slice(0, MOST_ALTERNATIVES);
    if (likeliest.length > 0) found.set(soundingIndex, likeliest);
  }
  return found;
}

/** `noteIndex` is null for a note that is not played. */
interface UnclearNote {
  readonly soundingIndex: number;
  readonly noteIndex: number | null;
  readonly confidence: number;
}

function unclearNotes({ links, scoreOnly, soundingConfidence, corrected }: Alignment): UnclearNote[] {
  const silent = scoreOnly.map((soundingIndex) => ({
    soundingIndex,
    noteIndex: null,
    confidence: soundingConfidence[soundingIndex],
  }));
  return [...links, ...silent].filter(
    ({ confidence, soundingIndex }) => confidence < CLEAR && !corrected?.has(soundingIndex),
  );
}

/** Performed notes by key in time order, and who has them. */
class Board {
  readonly #byKey = new Map<number, number[]>();
  readonly #partner = new Map<number, number>();
  readonly #performance: Performance;
  readonly #expectedSec: Float64Array;

  constructor(performance: Performance, alignment: Alignment) {
    this.#performance = performance;
    this.#expectedSec = alignment.expectedSec;
    const ordered = [...performance.notes].sort((a, b) => a.onsetSec - b.onsetSec || a.index - b.index);
    for (const { pitch, index } of ordered) {
      const list = this.#byKey.get(pitch);
      if (list) list.push(index);
      else this.#byKey.set(pitch, [index]);
    }
    for (const link of alignment.links) this.#partner.set(link.noteIndex, link.soundingIndex);
  }

  choices(soundingIndex: number, own: number | null, key: number): { noteIndex: number; odds: number }[] {
    const expectedSec = this.#expectedSec[soundingIndex];
    const notes = this.#byKey.get(key) ?? [];
    const lane = own === null ? null : laneNumber(this.#performance, own);
    const choices: { noteIndex: number; odds: number }[] = [];
    const { notes: performed } = this.#performance;
    const first = partitionPoint(
      notes.length,
      (k) => performed[notes[k]].onsetSec < expectedSec - LEAVE_OUT ** 2,
    );
    for (let k = first; k < notes.length; k++) {
      const noteIndex = notes[k];
      if (this.#performance.notes[noteIndex].onsetSec >= expectedSec + LEAVE_OUT ** 2) break;
      if (noteIndex === own || (lane !== null && laneNumber(this.#performance, noteIndex) !== lane)) continue;
      const cost = this.#distance(soundingIndex, noteIndex) + this.#lossOfPartner(noteIndex, own);
      choices.push({ noteIndex, odds: Math.exp(-ODDS_PER_COST * Math.max(0, cost)) });
    }
    return choices;
  }

  /** Roots of a second. */
  #distance(soundingIndex: number, noteIndex: number): number {
    return Math.sqrt(
      Math.abs(this.#expectedSec[soundingIndex] - this.#performance.notes[noteIndex].onsetSec),
    );
  }

  #lossOfPartner(noteIndex: number, offered: number | null): number {
    const partner = this.#partner.get(noteIndex);
    if (partner === undefined) return 0;
    const instead = offered === null ? LEAVE_OUT : Math.min(LEAVE_OUT, this.#distance(partner, offered));
    return instead - this.#distance(partner, noteIndex);
  }
}
