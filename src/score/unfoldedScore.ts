/** The score as it is heard: repeats unfolded, ties merged. Types shared by aligning and rendering. */
import type { Fraction } from "../core/fraction.js";
import type { NotatedNote, Score } from "../core/score.js";

/** A whole measure, or part of one, positions inside the measure. */
export interface MeasureStretch {
  readonly measureIndex: number;
  readonly fromQuarter: Fraction;
  readonly toQuarter: Fraction;
  /** False for written music that a performance left out: it has no time of its own. */
  readonly isPlayed: boolean;
}

/** One stretch of one measure on the path through the repeats (a whole measure, or part of one at a mid-measure repeat). */
export interface MeasureVisit extends MeasureStretch {
  readonly index: number;
  /** How often this measure (this stretch of it) has been played up to now, from 1. */
  readonly occurrence: number;
  /** Where the stretch starts with repeats unfolded. */
  readonly startQuarter: Fraction;
}

/** One notated note in one pass. */
export interface UnfoldedNote {
  /** Position in `UnfoldedScore.notes`. */
  readonly index: number;
  readonly note: NotatedNote;
  /** How often this note has sounded, from 1. */
  readonly pass: number;
  /** Index into `UnfoldedScore.visits`. */
  readonly visitIndex: number;
  /** From the start with repeats unfolded. A grace note has the onset of its main note (or of the measure's end). */
  readonly onsetQuarter: Fraction;
}

/** What is heard as one note: one unfolded note, or a tie chain of several. */
export interface SoundingNote {
  /** Position in `UnfoldedScore.sounding`. */
  readonly index: number;
  /** In time order; more than one is a tie chain. */
  readonly members: readonly [UnfoldedNote, ...UnfoldedNote[]];
  readonly onsetQuarter: Fraction;
  /** Sum of the members' lengths; zero for a grace note. */
  readonly durationQuarter: Fraction;
  /** Sounding MIDI key. */
  readonly midi: number;
}

/** How repeats are treated: as written, left out (last endings, no jumps), or as a performance took them. */
export type RepeatChoice = WrittenChoice | "performed";
export type WrittenChoice = "written" | "none";

export interface UnfoldedScore {
  readonly score: Score;
  readonly repeats: RepeatChoice;
  readonly visits: readonly MeasureVisit[];
  /** By onset, then part, then visit, then document order. */
  readonly notes: readonly UnfoldedNote[];
  /** In the order of their first members. */
  readonly sounding: readonly SoundingNote[];
  readonly endQuarter: Fraction;
}
