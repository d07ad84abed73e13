/** What a run is asked to do: inputs, settings and their defaults, in one place. */
import type { FrameRate } from "../core/frameRate.js";
import { DEFAULT_LIMITS, type Limits } from "../core/limits.js";

export interface BuildOptions {
  /** Path of the MusicXML or .mxl file. */
  readonly scoreFile: string;
  readonly midiFile: string | null;
  /** Paths of the user's engraved pages (SVG), in the order of the score; with none the score is engraved here. */
  readonly pageFiles: readonly string[];
  /** Paths of the user's own fonts (OTF, TTF, WOFF) for the texts of these pages. */
  readonly musicFontFiles: readonly string[];
  /** Path of the job manifest the inputs came from, or null. */
  readonly jobFile: string | null;
  /** Name of the job, or null without a manifest. */
  readonly jobId: string | null;
  /** What identifies the piece for good, or null: then title, composer and movement do. */
  readonly pieceId: string | null;
  readonly outDir: string;
  /** Path of the corrections by hand, or null for none. Default: overrides.yaml of the output folder, if there is one. */
  readonly overridesFile?: string | null;
  /** Path of the pipeline file, or the name of one in pipelines/. */
  readonly pipeline: string;
  /** Path of a plugin file, or null. */
  readonly pluginFile?: string | null;
  /** Folders or files in which plugins are looked for. */
  readonly pluginPaths?: readonly string[];
  /** Groups of stages to run; empty runs all. */
  readonly only: readonly string[];
  readonly frameRate: FrameRate;
  readonly layout: "page" | "scroll";
  /** Path of a SoundFont, "auto" for one found on this machine, or null for the built-in bank. */
  readonly soundfont: string | null;
  readonly rateHz: number;
  readonly bits: 16 | 24 | 32;
  readonly noteChannels: 1 | 2;
  readonly keyframeMode: "standard" | "fast";
  readonly levelScope: "score" | "part" | "note";
  /** Error bound of the keyframe reduction, percent of a property's full scale. */
  readonly keyframeErrorPercent: number;
  readonly tieRefinement: "proportional" | "score_grid";
  readonly repeats: "auto" | "written" | "none";
  /** Build although score and MIDI look like different pieces. */
  readonly force: boolean;
  /** Worker threads, >= 1. */
  readonly workers: number;
  readonly limits: Limits;
}

export const DEFAULT_OPTIONS = {
  midiFile: null,
  pageFiles: [],
  musicFontFiles: [],
  jobFile: null,
  jobId: null,
  pieceId: null,
  pipeline: "build",
  only: [],
  frameRate: { num: 30, den: 1 },
  layout: "page",
  soundfont: null,
  rateHz: 48_000,
  bits: 24,
  noteChannels: 1,
  keyframeMode: "standard",
  levelScope: "score",
  keyframeErrorPercent: 2,
  tieRefinement: "score_grid",
  repeats: "auto",
  force: false,
  limits: DEFAULT_LIMITS,
} as const satisfies Partial<BuildOptions>;
