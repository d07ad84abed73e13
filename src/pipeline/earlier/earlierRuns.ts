/** What earlier runs left in an output folder: the finished one to compare with, and the files of any. */
import { diskPath } from "../../io/diskPath.js";
import { STATE_FOLDER } from "../../io/folders.js";
import { readJournal } from "../../io/journal.js";
import { isFile, readInputFile } from "../../io/readInputFile.js";
import { fromDocument } from "../../schema/codec.js";
import type { Registry } from "../../schema/registry.js";
import type { Orphan } from "../../schema/run.js";
import { RUN_FILE } from "../report/runFile.js";
import { type FormerFile, FormerFiles, type Trust } from "./formerFiles.js";
import { findVersion, runOf, Version } from "./history.js";
import { asFormer, type FileKind, type ManifestFile, manifestsOf, SYMBOLIC_FILE } from "./manifestFiles.js";
import { type DocumentOf, readDocument } from "./readDocument.js";
import { REGISTRY_FILE } from "./readRegistry.js";

/** Files that an unfinished run has made so far; gone when a run ends well. */
export const JOURNAL_FILE = `${STATE_FOLDER}/journal.jsonl`;

/** A file that an earlier run listed or foretold. */
export interface ListedFile {
  readonly path: string;
  readonly universalId: string | null;
}

export interface EarlierRuns {
  /** The finished run to compare with; null if there is none, or the user wants to start anew. */
  readonly base: Version | null;
  /** Its report; null if there is none that can be read. */
  readonly run: DocumentOf<"run.v1"> | null;
  readonly registry: Registry | null;
  /** A run after the base was killed, or failed. */
  readonly isUnfinished: boolean;
  readonly files: FormerFiles;
  /** Files set aside by runs up to the newest finished one. */
  readonly orphans: readonly Orphan[];
  /** All that the manifests name, of the base and of what came after it. */
  readonly listed: readonly ListedFile[];
  /** Name that a note's file was given by the base: what people link to is never renamed. */
  readonly nameOf: (kind: FileKind, universalId: string) => string | undefined;
  /** symbolic.json as it stands in the folder, and as the base has it; read when asked for. */
  readonly symbolicDocuments: () => DocumentOf<"symbolic.v1">[];
}

/** Which finished run counts: the newest, one of the history by its number, or none. */
export type BaseChoice = "newest" | "none" | number;

/**
 * Look at what is there. Reads only.
 *
 * @throws LeitmotionError RESULT_NOT_FOUND for a version that is not there; FILE_UNREADABLE
 */
export function readEarlierRuns(outDir: string, choice: BaseChoice, trust: Trust): EarlierRuns {
  const base = choice === "none" ? null : baseOf(outDir, choice);
  const baseFiles = base ? manifestsOf(base) : [];
  const present = new Version(0, outDir);
  const presentFiles = base?.dir === outDir ? [] : manifestsOf(present);
  const journalFile = diskPath(outDir, JOURNAL_FILE);
  const journal = (isFile(journalFile) ? (readJournal(journalFile) as Partial<FormerFile>[]) : []).filter(
    isFormerFile,
  );
  const known = [...baseFiles, ...presentFiles].map(asFormer).filter((file) => file !== null);
  const resolve = (relative: string) => diskPath(outDir, relative);
  const registry =
    base &&
    (readDocument("registry.v1", base.text(REGISTRY_FILE)) ??
      readDocument("registry.v1", present.text(REGISTRY_FILE)));
  return {
    base,
    run: base && runOf(base),
    registry: registry && fromDocument(registry),
    isUnfinished: isFile(journalFile) || (base !== null && present.text(RUN_FILE) !== base.text(RUN_FILE)),
    files: new FormerFiles(resolve, choice === "none" ? [] : [...known, ...journal], trust),
    orphans: orphansOf(outDir),
    listed: [...baseFiles, ...presentFiles].map(({ path: listed, universalId }) => ({
      path: listed,
      universalId,
    })),
    nameOf: namesOf(baseFiles),
    symbolicDocuments: () => (choice === "none" ? [] : symbolicOf(base ? [present, base] : [present])),
  };
}

function symbolicOf(versions: readonly Version[]): DocumentOf<"symbolic.v1">[] {
  const texts = new Set(versions.map((version) => version.text(SYMBOLIC_FILE)));
  return [...texts].map((text) => readDocument("symbolic.v1", text)).filter((document) => document !== null);
}

function orphansOf(outDir: string): readonly Orphan[] {
  const newest = findVersion(outDir, null);
  const run = newest && runOf(newest);
  return (run?.orphans ?? []).map(({ path: place, was, universal_id: universalId, reason }) => ({
    path: place,
    was,
    universalId,
    reason,
  }));
}

/** A folder without a history (made by an older program, or copied without it) is its own base, if its run ended. */
function baseOf(outDir: string, choice: "newest" | number): Version | null {
  const found = findVersion(outDir, choice === "newest" ? null : choice);
  if (found) return found;
  return isFinished(diskPath(outDir, RUN_FILE)) ? new Version(0, outDir) : null;
}

/** The journal also says when a run began. */
function isFormerFile(record: Partial<FormerFile>): record is FormerFile {
  return typeof record.path === "string" && typeof record.artifactKey === "string";
}

function isFinished(runFile: string): boolean {
  if (!isFile(runFile)) return false;
  try {
    const { status } = JSON.parse(Buffer.from(readInputFile(runFile)).toString("utf8")) as {
      status?: unknown;
    };
    return status === "done" || status === "partial";
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return false;
    throw thrown;
  }
}

function namesOf(files: readonly ManifestFile[]): EarlierRuns["nameOf"] {
  const names = new Map<string, string>();
  for (const { kind, universalId, file } of files) {
    if (universalId !== null)
      names.set(`${kind} ${universalId}`, file.actual_filename ?? file.predicted_filename);
  }
  return (kind, universalId) => names.get(`${kind} ${universalId}`);
}
