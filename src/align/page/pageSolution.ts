/** Which drawn head is which note: what the solver answers. Indices count from 0. */
import type { Box } from "../../formats/svg/outline.js";
import type { Certainty, FindMethod } from "../../schema/pageFindings.js";

export interface FoundHead {
  /** Index in `Score.notes`. Two notes may share one drawn head: each has an entry with the same page and shape. */
  readonly noteIndex: number;
  readonly page: number;
  /** Index in `flat.shapes` of the page. */
  readonly shape: number;
  /** Of all systems, and on its page. */
  readonly system: number;
  readonly systemOnPage: number;
  /** Place of the staff in the system, and the head's step there (half spaces above the bottom line). */
  readonly staff: number;
  readonly step: number;
  readonly box: Box;
  readonly certainty: Certainty;
  readonly method: FindMethod;
  /** Why it is not proved: the first condition that fails, in words; "" if proved. */
  readonly doubt: string;
}

/** What does not fit, with its place, for the report: one line each. */
export interface PageDoubt {
  readonly page: number | null;
  readonly systemOnPage: number | null;
  /** Measure of the score, or null. */
  readonly measureIndex: number | null;
  readonly noteIndex: number | null;
  readonly shape: number | null;
  readonly kind:
    | "missing"
    | "extra"
    | "order"
    | "class"
    | "no-stem"
    | "shared"
    | "cut"
    | "joined"
    | "lost"
    | "rescued"
    | "other-piece"
    | "page-order";
  readonly text: string;
}

export interface PageSolution {
  /** By note index. A printed note that is missing here has a doubt of kind `missing`. */
  readonly heads: readonly FoundHead[];
  /** Notes that should have a head: printed, not `none`. By note index. */
  readonly expected: readonly number[];
  /** Order of the pages in the score: `pageOrder[i]` is the given page that comes as number i. */
  readonly pageOrder: readonly number[];
  /** For every page: worst that was found on it. */
  readonly certainty: readonly Certainty[];
  /** False if this is not the engraving of this score at all. */
  readonly isSamePiece: boolean;
  readonly doubts: readonly PageDoubt[];
  /**
   * By system (of all): the score staff of each drawn staff, all staves of all parts counted through from 0; and for each
   * interval the measures it shows (none: an extra piece, several: joined).
   */
  readonly staffOf: readonly (readonly number[])[];
  readonly measuresOf: readonly (readonly (readonly number[])[])[];
}
