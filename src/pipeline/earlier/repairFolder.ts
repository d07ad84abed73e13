/** Bring an output folder back to what its last finished run made, or to an earlier one. */

import path from "node:path";
import { LeitmotionError } from "../../core/error.js";
import { parseFrameRate } from "../../core/frameRate.js";
import { DEFAULT_LIMITS } from "../../core/limits.js";
import { diskPath } from "../../io/diskPath.js";
import { moveFile } from "../../io/moveFile.js";
import { isFile, readInputFile } from "../../io/readInputFile.js";
import { writeIfChanged } from "../../io/writeIfChanged.js";
import { type BuildResult, type RunControl, runBuild } from "../build.js";
import type { BuildOptions } from "../buildOptions.js";
import { withFolder } from "../heldFolder.js";
import { RUN_FILE } from "../report/runFile.js";
import { findVersion, runOf, type Version } from "./history.js";
import type { DocumentOf } from "./readDocument.js";
import { type Finding, verifyFolder } from "./verifyFolder.js";

export interface RepairOptions {
  readonly outDir: string;
  readonly workers: number;
  /** The SoundFont that the sounds were made with, if it was not the built-in bank. */
  readonly soundfont: string | null;
  /** Where plugins of the run are found, as for a build. */
  readonly pluginFile?: string | null;
  readonly pluginPaths?: readonly string[];
}

/**
 * Mend what `verifyFolder` finds: documents from their kept copies, names given back, files of nobody set aside in
 * `orphans/`, everything else made again from the kept inputs. What is whole is not touched.
 *
 * @throws LeitmotionError RESULT_NOT_FOUND if no version is kept; OUTPUT_LOCKED; what `runBuild` throws
 */
export async function repairFolder(options: RepairOptions, control: RunControl = {}): Promise<void> {
  const version = keptVersion(options.outDir, null);
  const mendAll = async () => {
    for (const finding of verifyFolder(options.outDir).findings) mendAtOnce(options.outDir, version, finding);
  };
  await withFolder(options.outDir, "verify --repair", mendAll);
  if (verifyFolder(options.outDir).findings.length === 0) return;
  await runBuild(optionsOf(version, options), { ...control, trust: "hash", command: "verify --repair" });
}

/**
 * Make a version the present one again: its documents, IDs and names, its files from its own inputs.
 *
 * @param number  which one; null for the newest
 * @throws LeitmotionError RESULT_NOT_FOUND; OUTPUT_LOCKED; what `runBuild` throws
 */
export async function restoreVersion(
  options: RepairOptions,
  number: number | null,
  control: RunControl = {},
): Promise<BuildResult> {
  const version = keptVersion(options.outDir, number);
  const isNewest = findVersion(options.outDir, null)?.number === version.number;
  if (isNewest)
    await withFolder(options.outDir, "manifest restore", async () =>
      putDocumentsBack(options.outDir, version),
    );
  return runBuild(optionsOf(version, options), {
    ...control,
    base: isNewest ? "newest" : version.number,
    command: "manifest restore",
  });
}

function keptVersion(outDir: string, number: number | null): Version {
  const version = findVersion(outDir, number);
  if (version) return version;
  throw new LeitmotionError("RESULT_NOT_FOUND", "No finished run is kept here to repair from", {
    path: outDir,
  });
}

function mendAtOnce(outDir: string, version: Version, finding: Finding): void {
  const at = (relative: string) => diskPath(outDir, relative);
  const { code, path: file, foundAt } = finding;
  if (foundAt !== undefined) moveFile(at(file), at(foundAt));
  else if (code === "ARTIFACT_ORPHANED") moveFile(at(file), at(`orphans/${file}`));
  else if (version.has(file)) writeIfChanged(at(file), version.read(file));
  else mendKeptCopy(outDir, version, at(file));
}

/** A kept copy is damaged: the document in the folder itself is the other one. */
function mendKeptCopy(outDir: string, version: Version, file: string): void {
  const relative = path.relative(version.dir, file);
  const original = path.join(outDir, relative);
  if (!relative.startsWith("..") && isFile(original)) writeIfChanged(file, readInputFile(original));
}

function putDocumentsBack(outDir: string, version: Version): void {
  const run = wholeRun(version);
  const documents = (run.measured_at?.documents ?? []).map((document) => document.path);
  for (const file of [...documents, RUN_FILE]) {
    writeIfChanged(diskPath(outDir, file), version.read(file));
  }
}

function wholeRun(version: Version): DocumentOf<"run.v1"> {
  const run = runOf(version);
  if (run) return run;
  const what = `The kept report of version ${version.number} is damaged`;
  throw new LeitmotionError("ARTIFACT_DAMAGED", what, { path: path.join(version.dir, RUN_FILE) });
}

/** The options of the run that made a version, with its inputs as they were kept. */
function optionsOf(version: Version, repair: RepairOptions): BuildOptions {
  const { outDir, workers, soundfont, pluginFile = null, pluginPaths = [] } = repair;
  const { options, inputs } = wholeRun(version);
  const kept = (role: string) => {
    const input = inputs.find((candidate) => candidate.role === role);
    return input ? path.join(version.dir, "inputs", role, input.file) : null;
  };
  const keptAll = (role: string) =>
    inputs
      .filter((input) => input.role === role)
      .map(({ file }) => path.join(version.dir, "inputs", role, file));
  const bank = inputs.find((input) => input.role === "soundfont");
  if (bank && soundfont === null) {
    throw new LeitmotionError(
      "OPTION_INVALID",
      `The sounds were made with ${bank.file}: give it with --soundfont`,
    );
  }
  const limits = {
    ...DEFAULT_LIMITS,
    ...Object.fromEntries(options.limits.map(({ name, value }) => [name, value])),
  };
  return {
    scoreFile: kept("score")!,
    midiFile: kept("midi"),
    pageFiles: keptAll("page"),
    musicFontFiles: keptAll("music-font"),
    jobFile: kept("job"),
    jobId: options.job_id,
    pieceId: options.piece_id,
    outDir,
    overridesFile: kept("overrides"),
    pipeline: kept("pipeline") ?? options.pipeline,
    only: options.only,
    frameRate: parseFrameRate(options.fps),
    layout: options.layout,
    soundfont: bank ? soundfont : null,
    rateHz: options.rate_hz,
    bits: options.bits as BuildOptions["bits"],
    noteChannels: options.note_channels as BuildOptions["noteChannels"],
    keyframeMode: options.keyframe_mode,
    levelScope: options.level_scope,
    keyframeErrorPercent: options.keyframe_error_percent,
    tieRefinement: options.tie_refinement,
    repeats: options.repeats,
    force: options.force,
    pluginFile,
    pluginPaths,
    workers,
    limits,
  };
}
