/** Options of a run, of what the command line, the environment, a job manifest and the pipeline file say. */
import path from "node:path";
import { LeitmotionError } from "../core/error.js";
import { parseFrameRate } from "../core/frameRate.js";
import { type BuildOptions, DEFAULT_OPTIONS } from "../pipeline/buildOptions.js";
import type { Job } from "../pipeline/jobFile.js";
import type { PipelineDocument } from "../schema/pipeline.js";
import { oneOf, oneOfNumbers, parseLimits, parseWorkers, pluginPaths } from "./options.js";
import type { ReportOptions } from "./runAndReport.js";

export interface BuildFlags {
  midi?: string;
  page?: string[];
  musicFont?: string[];
  out?: string;
  piece?: string;
  fps?: string;
  layout?: string;
  soundfont?: string;
  rate?: string;
  bits?: string;
  noteChannels?: string;
  keyframes?: string;
  levels?: string;
  keyframeError?: string;
  ties?: string;
  repeats?: string;
  only?: string;
  pipeline?: string;
  plugins?: string;
  workers?: string;
  limit?: string[];
  force?: boolean;
  fresh?: boolean;
  quiet?: boolean;
  logFile?: string;
  json?: boolean;
}

/** Read already: what stands behind flags and environment. */
export interface GivenOptions {
  readonly job: Job | null;
  /** Of the pipeline file. */
  readonly options: PipelineDocument["options"];
  /** The user's engraved pages, folders spread out. */
  readonly pageFiles?: readonly string[];
}

/** The pipeline that is asked for, by name or path. */
export function pipelineOf(flags: BuildFlags): string {
  return flags.pipeline ?? (process.env.LEITMOTION_PIPELINE || "build");
}

/** A flag wins over the environment, that over the job manifest, that over the pipeline file. */
export function resolveOptions(
  input: string,
  flags: BuildFlags,
  { job, options, pageFiles = [] }: GivenOptions,
): BuildOptions {
  const set = { ...options, ...job?.options };
  const scoreFile = job?.scoreFile ?? input;
  const stem = path.basename(scoreFile).replace(/\.(musicxml|xml|mxl)$/i, "");
  return {
    ...DEFAULT_OPTIONS,
    scoreFile,
    midiFile: flags.midi ?? job?.midiFile ?? null,
    pageFiles,
    musicFontFiles: flags.musicFont ?? [],
    jobFile: job?.jobFile ?? null,
    jobId: job?.jobId ?? null,
    pieceId: flags.piece ?? job?.pieceId ?? null,
    outDir: path.resolve(flags.out ?? `${job?.jobId ?? stem}_leitmotion`),
    pipeline: pipelineOf(flags),
    pluginFile: flags.plugins ?? null,
    pluginPaths: pluginPaths(process.env),
    only: (flags.only ?? "")
      .split(",")
      .map((group) => group.trim())
      .filter(Boolean),
    frameRate: parseFrameRate(flags.fps ?? String(set.fps ?? 30)),
    layout: oneOf("layout", ["page", "scroll"], flags.layout ?? set.layout ?? "page"),
    soundfont: flags.soundfont ?? set.soundfont ?? null,
    rateHz: oneOfNumbers("rate", [44_100, 48_000, 96_000], flags.rate ?? set.rate ?? 48_000),
    bits: oneOfNumbers("bits", [16, 24, 32], flags.bits ?? set.bits ?? 24),
    noteChannels: oneOfNumbers("note-channels", [1, 2], flags.noteChannels ?? set.note_channels ?? 1),
    keyframeMode: oneOf("keyframes", ["standard", "fast"], flags.keyframes ?? set.keyframes ?? "standard"),
    levelScope: oneOf("levels", ["score", "part", "note"], flags.levels ?? set.levels ?? "score"),
    keyframeErrorPercent: parsePercent(flags.keyframeError ?? String(set.keyframe_error ?? 2)),
    tieRefinement: oneOf("ties", ["score_grid", "proportional"], flags.ties ?? set.ties ?? "score_grid"),
    repeats: oneOf("repeats", ["auto", "written", "none"], flags.repeats ?? set.repeats ?? "auto"),
    force: flags.force === true,
    workers: parseWorkers(flags.workers ?? (process.env.LEITMOTION_WORKERS || "auto")),
    limits: parseLimits(flags.limit ?? []),
  };
}

function parsePercent(text: string): number {
  const value = Number(text);
  if (value >= 0.1 && value <= 50) return value;
  throw new LeitmotionError("OPTION_INVALID", `--keyframe-error ${text}: use a number from 0.1 to 50`);
}

/** How a run is shown, and what it starts from. */
export function reportOptionsOf(flags: BuildFlags): ReportOptions {
  return {
    json: flags.json === true,
    quiet: flags.quiet === true,
    base: flags.fresh === true ? "none" : "newest",
    ...(flags.logFile === undefined ? {} : { logFile: flags.logFile }),
  };
}
