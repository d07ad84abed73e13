/** What every drawn thing on the user's pages is, and which note, staff and measure it belongs to. */
import type { LayerName, NoteGroup } from "../../schema/layers.js";

export interface ShapeMeaning {
  readonly layer: LayerName;
  /**
   * Notes (indices in `Score.notes`) that it belongs to and moves with; more than one where they share it (a head of two
   * voices). The stem of a chord belongs to the note it grows from. Empty for none.
   */
  readonly notes: readonly number[];
  /** Which part of these notes it is; null for what only hangs on them (articulation, syllable), and for all else. */
  readonly group: NoteGroup | null;
  /** Staff of the score, all staves of all parts counted through from 0; null where the geometry does not say. */
  readonly staff: number | null;
  /** System on its page, from 0; null outside of all. */
  readonly system: number | null;
  /** Null outside of all measures, and for what spans several. */
  readonly measureIndex: number | null;
}

/** By page, then by shape of the page. */
export type PageNotation = readonly (readonly ShapeMeaning[])[];
