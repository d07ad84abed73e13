/** What stands in a score beside its notes: marks, each at its place. */
import type { Fraction } from "./fraction.js";

/** Place of a mark: measure and position inside it. Absolute = measure start + measureQuarter. */
export interface ScorePlace {
  readonly measureIndex: number;
  readonly measureQuarter: Fraction;
}

/** Quarter-note tempo in beats per minute. */
export interface TempoMark extends ScorePlace {
  readonly quarterBpm: number;
  readonly source: "sound" | "metronome";
}

export interface MeterChange extends ScorePlace {
  /** Beat groups as written: 3+2 over 8 gives [3, 2]. Empty for senza misura. */
  readonly beats: readonly number[];
  readonly beatType: number;
  readonly partIndex: number;
  /** common, cut, single-number … or null. */
  readonly symbol: string | null;
}

export interface KeyChange extends ScorePlace {
  /** Sharps positive, flats negative; null for a non-traditional key. */
  readonly fifths: number | null;
  /** major, minor, dorian … or null where the file does not say. */
  readonly mode: string | null;
  readonly partIndex: number;
  /** Staff from 1, or null for all staves of the part. */
  readonly staff: number | null;
}

export interface ClefChange extends ScorePlace {
  readonly sign: string;
  readonly line: number | null;
  readonly octaveChange: number;
  readonly partIndex: number;
  readonly staff: number;
}

/**
 * An octave line. Notes under it are noted as they sound: `down` (8va) prints them `size` lower than their pitch, `up`
 * (8vb) higher.
 */
export interface OctaveShiftMark extends ScorePlace {
  readonly partIndex: number;
  readonly staff: number;
  readonly kind: "up" | "down" | "stop" | "continue";
  /** 8, 15 or 22: one, two or three octaves. */
  readonly size: number;
  /** Tells lines apart that lie above each other. */
  readonly number: number;
}

/** How many lines a staff has from here on; five where nothing is said. */
export interface StaffLinesChange extends ScorePlace {
  readonly partIndex: number;
  /** Staff from 1, or null for all staves of the part. */
  readonly staff: number | null;
  /** 0 or more. */
  readonly lineCount: number;
}

export interface DynamicMark extends ScorePlace {
  readonly partIndex: number;
  /** Staff from 1, or null. */
  readonly staff: number | null;
  /** pp, mf, sfz, fp …; "other:text" for unknown ones, "sfmp" for neighbours; "" for a bare sound/@dynamics. */
  readonly mark: string;
  /** sound/@dynamics as a MIDI velocity (percent of 90), or null. */
  readonly velocity: number | null;
}

export interface WedgeMark extends ScorePlace {
  readonly partIndex: number;
  readonly staff: number | null;
  readonly kind: "crescendo" | "diminuendo" | "stop";
  readonly number: number;
}

export interface PedalMark extends ScorePlace {
  readonly partIndex: number;
  readonly kind: "start" | "stop" | "change" | "continue" | "sostenuto" | "discontinue" | "resume";
}

export interface HarmonyMark extends ScorePlace {
  readonly partIndex: number;
  readonly rootStep: string;
  readonly rootAlter: number;
  /** MusicXML kind: major, minor, dominant, major-seventh … or "none". */
  readonly kind: string;
  /** `text` attribute of kind, or "". */
  readonly kindText: string;
  readonly bassStep: string | null;
  readonly bassAlter: number;
  readonly degrees: readonly { readonly value: number; readonly alter: number; readonly type: string }[];
}

export interface TextMark extends ScorePlace {
  readonly partIndex: number;
  readonly text: string;
}

export type StructureMark = ScorePlace &
  (
    | { readonly kind: "repeat-forward" }
    | { readonly kind: "repeat-backward"; readonly times: number; readonly afterJump: boolean }
    /** `numbers` of an ending: "1, 2" gives [1, 2]; start lies at its first barline, stop at its last. */
    | { readonly kind: "ending-start"; readonly numbers: readonly number[] }
    | { readonly kind: "ending-stop"; readonly numbers: readonly number[]; readonly open: boolean }
    | { readonly kind: "segno" | "coda"; readonly label: string }
    | { readonly kind: "da-capo" | "fine" }
    | { readonly kind: "dal-segno" | "to-coda"; readonly label: string }
  );
