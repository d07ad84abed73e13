/** What goes to the symbolic worker and what comes back: one task engraves, cuts and writes the whole score. */
import type { CutNote } from "../../render/svg/cutNote.js";
import type { CutOptions } from "../../render/svg/cutPages.js";
import type { EngraveInput } from "../../render/svg/engrave.js";
import type { LayerName } from "../../schema/layers.js";
import type { FileFact } from "../output/outputFolder.js";
import type { ArtifactFolder } from "../workers/writeArtifact.js";

/** All that decides the pictures. */
export interface Drawing {
  readonly engrave: EngraveInput;
  readonly cut: CutOptions;
  /** Path of each note's SVG by notehead ID, relative to the output folder. */
  readonly noteFiles: ReadonlyMap<string, string>;
  /** Name stem of each part's SVG by part ID. */
  readonly partStems: ReadonlyMap<string, string>;
}

export interface SymbolicTask extends Drawing, ArtifactFolder {
  /** Goes into the key of every file. */
  readonly engravingKey: string;
}

export interface SymbolicOutcome {
  readonly engraver: string;
  /** What the engraver had to say about the score, each line once. */
  readonly warnings: readonly string[];
  readonly notes: readonly (Omit<CutNote, "svg"> & { readonly file: FileFact })[];
  readonly notDrawn: readonly string[];
  readonly pages: readonly {
    readonly page: number;
    readonly width: number;
    readonly height: number;
    readonly systems: number;
    readonly svg: FileFact;
    readonly bed: FileFact;
  }[];
  readonly layers: readonly { readonly page: number; readonly layer: LayerName; readonly svg: FileFact }[];
  readonly parts: readonly { readonly page: number; readonly partId: string; readonly svg: FileFact }[];
}
