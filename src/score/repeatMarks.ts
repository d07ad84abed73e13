/** What a repeat plan is made of: its points, the marks at them, repeated sections and their endings. */
import type { ScorePlace, StructureMark } from "../core/scoreMarks.js";

/** Stretch of a repeated section that belongs to certain passes; points of the plan, `from` < `to`. */
export interface Ending {
  readonly from: number;
  to: number;
  numbers: readonly number[];
  /** The bracket has no closing hook: how far it reaches is not written. */
  readonly open: boolean;
}

/** One repeated section. `start` and `end` are points of the plan. */
export interface RepeatGroup {
  readonly start: number;
  end: number;
  /** How often it is played, >= 1. */
  passes: number;
  afterJump: boolean;
  readonly endings: Ending[];
  /** Ending numbers in order of the passes; empty: the pass number itself is the ending number. */
  passNumbers: readonly number[];
}

/** What stands at one point: first what closes there, then what opens. */
export interface PointMarks {
  /** Sections repeated from here, innermost first. */
  readonly backward: RepeatGroup[];
  fine: boolean;
  /** Point of the coda, or null. */
  toCoda: number | null;
  /** Point that a da capo or dal segno leads to, or null. */
  jump: number | null;
  readonly endings: { readonly ending: Ending; readonly group: RepeatGroup }[];
}

export interface RepeatPlan {
  /** Places where the path may branch, ascending; the first is the start of the score, the last its end. */
  readonly points: readonly ScorePlace[];
  /** Points where a movement begins, ascending, the first is 0. */
  readonly movements: readonly number[];
  /** By point. */
  readonly marks: readonly PointMarks[];
  /** By start. */
  readonly groups: readonly RepeatGroup[];
}

/** A structure mark at its point. */
export interface PlacedMark {
  readonly mark: StructureMark;
  readonly point: number;
}
