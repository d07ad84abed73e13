/** Is there nothing to do? */
import { diskPath } from "../../io/diskPath.js";
import { stampOf } from "../../io/fileStamp.js";
import { sha256Hex } from "../../io/hash.js";
import { isFile } from "../../io/readInputFile.js";
import type { RunPlan } from "../planRun.js";
import { RUN_FILE } from "../report/runFile.js";
import { JOURNAL_FILE } from "./earlierRuns.js";
import { findVersion, runOf, Version } from "./history.js";
import { AUDIO_FILE, asFormer, type ManifestFile, manifestFiles, SYMBOLIC_FILE } from "./manifestFiles.js";
import type { DocumentOf } from "./readDocument.js";

/**
 * The report of the finished run in the folder, if it is the result of this plan and all is in its place: documents by
 * their hash, files by size and date. Reads only.
 *
 * @throws LeitmotionError FILE_UNREADABLE
 */
export function finishedRun(outDir: string, { runKey }: RunPlan): DocumentOf<"run.v1"> | null {
  const newest = findVersion(outDir, null);
  const run = newest && runOf(newest);
  if (newest === null || run?.status !== "done" || run.run_key !== runKey) return null;
  const folder = new Version(0, outDir);
  if (isFile(diskPath(outDir, JOURNAL_FILE))) return null;
  if (folder.text(RUN_FILE) !== newest.text(RUN_FILE)) return null;
  const texts = wholeDocuments(folder, run);
  return texts !== null && areInPlace(outDir, [...listedFiles(texts)]) ? run : null;
}

/** Texts of the documents by their paths, or null if one is not what it was. */
function wholeDocuments(folder: Version, run: DocumentOf<"run.v1">): Map<string, string> | null {
  const texts = new Map<string, string>();
  for (const document of run.measured_at?.documents ?? []) {
    if (!folder.has(document.path)) return null;
    const bytes = folder.read(document.path);
    if (sha256Hex(bytes) !== document.sha256) return null;
    texts.set(document.path, Buffer.from(bytes).toString("utf8"));
  }
  return texts;
}

/** What the manifests list. Their hashes have just been checked, so they are what was checked when they were written. */
function listedFiles(texts: ReadonlyMap<string, string>): Generator<ManifestFile> {
  const parse = <Document>(file: string) => {
    const text = texts.get(file);
    return text === undefined ? null : (JSON.parse(text) as Document);
  };
  return manifestFiles(
    parse<DocumentOf<"audio.v1">>(AUDIO_FILE),
    parse<DocumentOf<"symbolic.v1">>(SYMBOLIC_FILE),
  );
}

function areInPlace(outDir: string, listed: readonly ManifestFile[]): boolean {
  return listed.every((each) => {
    const file = asFormer(each);
    if (file === null) return each.file.status === "skipped";
    const stamp = stampOf(diskPath(outDir, file.path));
    return stamp?.sizeByte === file.sizeByte && stamp.modifiedAt === file.createdAt;
  });
}
