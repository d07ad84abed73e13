/** The `match` block of every record: what became of the note, how sure that is, and what else it may be. */
import type { Alignment } from "../align/alignNotes.js";
import { type Alternative, findAlternatives } from "../align/alternatives.js";
import { findOrnamentNotes } from "../align/ornamentNotes.js";
import { findSharedStrokes } from "../align/sharedStrokes.js";
import type { Performance } from "../core/performance.js";
import type { NoteRecord } from "../schema/registry.js";
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import type { TimedSounding } from "./noteTiming.js";
import { roundSec, roundUnit } from "./rounding.js";

type MatchBlock = NoteRecord["match"];

/** What a MIDI file says beyond the links; nothing without one. */
export interface MatchFindings {
  /** Sounding notes that share the stroke of another one. */
  readonly sharedStrokes: ReadonlyMap<number, number>;
  /** Sounding note of performed notes that belong to its ornament. */
  readonly ornamentNotes: ReadonlyMap<number, number>;
  readonly alternatives: ReadonlyMap<number, readonly Alternative[]>;
}

export function findBeyondLinks(
  unfolded: UnfoldedScore,
  performance: Performance | null,
  alignment: Alignment | null,
): MatchFindings {
  if (!performance || !alignment)
    return { sharedStrokes: new Map(), ornamentNotes: new Map(), alternatives: new Map() };
  return {
    sharedStrokes: findSharedStrokes(unfolded, performance, alignment),
    ornamentNotes: findOrnamentNotes(unfolded, performance, alignment),
    alternatives: findAlternatives(unfolded, performance, alignment),
  };
}

export interface MatchSources extends MatchFindings {
  readonly unfolded: UnfoldedScore;
  readonly performance: Performance | null;
  readonly alignment: Alignment | null;
  /** Universal IDs by `UnfoldedNote.index`. */
  readonly noteIds: readonly string[];
}

/** Of a notehead; `position` is its place in its tie chain. Absent fields say that there is nothing to say. */
export function writtenMatch(note: TimedSounding, position: number, sources: MatchSources): MatchBlock {
  const { alignment, sharedStrokes, alternatives } = sources;
  const { index } = note.sounding;
  const status = position > 0 ? "tied" : note.played ? "matched" : "score_only";
  if (alignment?.corrected?.has(index)) return { status, confidence: 1, corrected: true };
  const block: MatchBlock = { status, confidence: roundUnit(alignment?.soundingConfidence[index] ?? 1) };
  if (position > 0) return block;
  const holder = sharedStrokes.get(index);
  const choices = holder === undefined ? alternatives.get(index) : undefined;
  if (holder !== undefined) block.unisonOf = idOf(holder, sources);
  if (choices) block.alternatives = choices.map((choice) => alternativeBlock(choice, sources));
  return block;
}

/** Of a performed note that is not written. */
export function unwrittenMatch(noteIndex: number, sources: MatchSources): MatchBlock {
  const confidence = roundUnit(sources.alignment?.noteConfidence[noteIndex] ?? 1);
  const block: MatchBlock = { status: "midi_only", confidence };
  const owner = sources.ornamentNotes.get(noteIndex);
  if (owner !== undefined) block.ornamentOf = idOf(owner, sources);
  return block;
}

function idOf(soundingIndex: number, { unfolded, noteIds }: MatchSources): string {
  return noteIds[unfolded.sounding[soundingIndex].members[0].index];
}

function alternativeBlock({ noteIndex, confidence }: Alternative, { performance }: MatchSources) {
  const { track, channel, pitch, onsetSec } = (performance as Performance).notes[noteIndex];
  return { track, channel, pitch, onsetSec: roundSec(onsetSec), confidence: roundUnit(confidence) };
}
