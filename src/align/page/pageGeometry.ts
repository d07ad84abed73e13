/**
 * What stands where on engraved pages, whoever drew them: staves, systems, bars and what may be a notehead.
 *
 * All coordinates are in units of the page's root viewBox, y downwards. Lengths called `…Space` are in staff spaces (the
 * distance of two staff lines). Indices count from 0.
 */
import type { FlatSvg } from "../../formats/svg/flattenSvg.js";
import type { Box } from "../../formats/svg/outline.js";

/** A page as it was read: `shapes` are in drawing order, and a shape's index is its identity. */
export interface UserPage {
  /** Name of the file, for messages. */
  readonly file: string;
  readonly flat: FlatSvg;
}

export interface DrawnStaff {
  /** Page, and number of the system among all systems of all pages. */
  readonly page: number;
  readonly system: number;
  /** Place in its system, from the top. */
  readonly place: number;
  /** First and last line; a staff of one line lies in the middle between them. */
  readonly top: number;
  readonly bottom: number;
  /** Distance of two lines: a staff space. */
  readonly space: number;
  readonly left: number;
  readonly right: number;
  /** 5, or another count as drawn. */
  readonly lineCount: number;
  /** Shapes of its lines. */
  readonly shapes: readonly number[];
  /** Ascending: each line that crosses this staff from the first line to the last and is no stem. */
  readonly barXs: readonly number[];
}

/** What lies between two bar lines that cross the whole system, or between its left end and the first of them. */
export interface BarInterval {
  readonly left: number;
  readonly right: number;
}

export interface DrawnSystem {
  readonly index: number;
  readonly page: number;
  /** Number of the system on its page. */
  readonly placeOnPage: number;
  readonly staves: readonly DrawnStaff[];
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** From left to right; at least one. */
  readonly intervals: readonly BarInterval[];
}

/** One of the staves that a candidate may stand on. */
export interface StepReading {
  /** Place of the staff in the system. */
  readonly staff: number;
  /** Half spaces above the bottom line, whole; below it negative. */
  readonly step: number;
  /** Distance of the exact height from that step, in steps: -0.3 … 0.3. */
  readonly deviation: number;
  /** Whether the ledger lines are drawn that a head needs there; true if it needs none. */
  readonly hasLedgers: boolean;
}

/** A drawn thing of the size of a notehead that stands on the half-space grid of at least one staff. */
export interface Candidate {
  readonly index: number;
  readonly page: number;
  /** Index in `flat.shapes` of its page; of a text with several characters, the number of its run. */
  readonly shape: number;
  readonly run: number;
  readonly system: number;
  /** Interval of its system that it stands in. */
  readonly interval: number;
  readonly cluster: number;
  /** Of the geometry; for a text glyph what is drawn at its size (heads: 1.18 × 1 spaces at full size). */
  readonly box: Box;
  /** Left edge and vertical centre. */
  readonly x: number;
  readonly y: number;
  /** Nearest staff first. */
  readonly readings: readonly StepReading[];
}

/** A thing of a candidate's form that stands on no staff's half-space grid. */
export interface StrayGlyph {
  readonly page: number;
  readonly shape: number;
  readonly run: number;
  readonly box: Box;
  /** The system it is nearest to. */
  readonly system: number;
  readonly cluster: number;
}

/** Candidates of one form: the same outline, or the same character of the same font at the same size. */
export interface GlyphCluster {
  readonly index: number;
  readonly kind: "outline" | "text";
  /** Mean size, in spaces of the staves its members stand on. */
  readonly widthSpace: number;
  readonly heightSpace: number;
  /** For text: font family and character; else "". */
  readonly family: string;
  readonly character: string;
  readonly members: readonly number[];
}

/** A thin upright line: stem, bar line or the like; pieces that meet end to end are joined. */
export interface VerticalLine {
  readonly page: number;
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  /** Thickness. */
  readonly width: number;
  /** Shapes it is made of. */
  readonly shapes: readonly number[];
}

export interface PageGeometry {
  readonly systems: readonly DrawnSystem[];
  readonly candidates: readonly Candidate[];
  readonly clusters: readonly GlyphCluster[];
  /** Joined ones and their pieces. By page, from left to right. */
  readonly verticals: readonly VerticalLine[];
  readonly strays: readonly StrayGlyph[];
}
