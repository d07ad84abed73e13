/** What goes to the symbolic worker and what comes back: one task draws (or reads), cuts and writes the whole score. */

import type { Limits } from "../../core/limits.js";
import type { Score } from "../../core/score.js";
import type { CutNote } from "../../render/svg/cutNote.js";
import type { CutOptions } from "../../render/svg/cutSheets.js";
import type { EngraveInput } from "../../render/svg/engrave.js";
import type { LayerName } from "../../schema/layers.js";
import type { Certainty, FindMethod } from "../../schema/pageFindings.js";
import type { FileFact } from "../output/outputFolder.js";
import type { ArtifactFolder } from "../workers/writeArtifact.js";
import type { NamedBytes, PageFindings } from "./solveUserPages.js";

/** All that decides the pictures. */
export interface Drawing {
  /** What is cut: pages engraved here, or the user's. */
  readonly source: { readonly engrave: EngraveInput } | { readonly userPages: UserPagesInput };
  readonly cut: CutOptions;
  /** Path of each note's SVG by notehead ID, relative to the output folder. */
  readonly noteFiles: ReadonlyMap<string, string>;
  /** Name stem of each part's SVG by part ID. */
  readonly partStems: ReadonlyMap<string, string>;
}

export interface UserPagesInput {
  /** In the order of the score, as far as the user knows it. */
  readonly pages: readonly NamedBytes[];
  readonly musicFonts: readonly NamedBytes[];
  readonly score: Score;
  /** What is known of them already, or null. */
  readonly found: PageFindings | null;
  /** ID of each note's head by note index; null for notes that are never heard. */
  readonly headIds: readonly (string | null)[];
  readonly limits: Limits;
}

export interface SymbolicTask extends Drawing, ArtifactFolder {
  /** Goes into the key of every file. */
  readonly engravingKey: string;
}

/** How a head on a user's page was found. */
export interface HeadFinding {
  readonly method: FindMethod;
  readonly certainty: Certainty;
}

export interface SymbolicOutcome {
  /** Who drew the pages. */
  readonly engraver: string;
  /** What the engraver had to say about the score, each line once. */
  readonly warnings: readonly string[];
  /** What on the user's pages does not fit; null where the pages were engraved here. */
  readonly doubts: readonly { readonly code: string; readonly message: string }[] | null;
  readonly notes: readonly (Omit<CutNote, "svg"> & {
    readonly file: FileFact;
    readonly finding: HeadFinding | null;
  })[];
  readonly notDrawn: readonly string[];
  readonly pages: readonly {
    readonly page: number;
    /** The user's file, and how sure its heads are; null where the page was engraved here. */
    readonly given: { readonly file: string; readonly certainty: Certainty } | null;
    readonly width: number;
    readonly height: number;
    readonly systems: number;
    readonly svg: FileFact;
    readonly bed: FileFact;
  }[];
  readonly layers: readonly { readonly page: number; readonly layer: LayerName; readonly svg: FileFact }[];
  readonly parts: readonly { readonly page: number; readonly partId: string; readonly svg: FileFact }[];
}
