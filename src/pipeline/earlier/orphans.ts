/** Files that no manifest lists any more: set aside in `orphans/`, never deleted. */
import nodePath from "node:path";
import { moveFile } from "../../io/moveFile.js";
import { isFile } from "../../io/readInputFile.js";
import { syncFolder } from "../../io/writeFileAtomic.js";
import type { Orphan, RunReport } from "../../schema/run.js";
import type { OutputFolder } from "../output/outputFolder.js";
import type { EarlierRuns, ListedFile } from "./earlierRuns.js";

const FOLDER = "orphans";
/** Where rendered files may lie; a manifest cannot make us move anything else. */
const RENDERED = /^(svg|audio|midi|keyframes)\/[^/]+(\/[^/]+)?$/;

/** Orphans of earlier runs that are still there; their owner may have removed some. */
export function presentOrphans(out: OutputFolder, { orphans }: EarlierRuns): Orphan[] {
  return orphans.filter((orphan) => isFile(out.resolve(orphan.path)));
}

/**
 * Documents of the run before that this one, of the same pipeline and with all its stages, does not write any more:
 * a stage was taken out.
 */
export function setDocumentsAside(
  out: OutputFolder,
  orphans: readonly Orphan[],
  leftover: readonly string[],
): Orphan[] {
  const reason = "no stage of the pipeline writes this document any more";
  const files = leftover.map((path) => ({ path, universalId: null }));
  return setAllAside(out, orphans, files, () => reason);
}

/**
 * Move what was listed before and is not listed now.
 *
 * @param listed  paths that the manifests of this run name
 * @returns       all orphans of the folder: those of earlier runs, then the new ones
 * @throws        LeitmotionError OUTPUT_UNWRITABLE
 */
export function setFilesAside(
  out: OutputFolder,
  orphans: readonly Orphan[],
  before: readonly ListedFile[],
  listed: ReadonlySet<string>,
  { identity }: Pick<RunReport, "identity">,
): Orphan[] {
  const changes = identity?.changes ?? [];
  const gone = new Map(
    changes.filter(({ kind }) => kind === "gone").map((change) => [change.universalId, change.reason]),
  );
  const isLeft = ({ path }: ListedFile) => !listed.has(path) && RENDERED.test(path) && !path.includes("..");
  return setAllAside(out, orphans, before.filter(isLeft), (file) => reasonOf(file, gone));
}

/** A run that was killed in between has moved some already: these are found in their new place. */
function setAllAside(
  out: OutputFolder,
  orphans: readonly Orphan[],
  files: readonly ListedFile[],
  reasonOf: (file: ListedFile) => string,
): Orphan[] {
  const all = [...orphans];
  const taken = new Set(orphans.map((orphan) => orphan.path));
  const distinct = new Map(files.map((file) => [file.path, file]));
  for (const file of [...distinct.values()].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const path = setAside(out, file, taken);
    if (path === null) continue;
    taken.add(path);
    all.push({ path, was: file.path, universalId: file.universalId, reason: reasonOf(file) });
  }
  for (const folder of new Set(all.slice(orphans.length).map(({ path }) => nodePath.posix.dirname(path)))) {
    syncFolder(out.resolve(folder));
  }
  return all;
}

/** @returns its place under `orphans/`, or null if there was no such file */
function setAside(out: OutputFolder, { path }: ListedFile, taken: ReadonlySet<string>): string | null {
  let place = `${FOLDER}/${path}`;
  for (let n = 2; taken.has(place); n++) place = numbered(`${FOLDER}/${path}`, n);
  if (isFile(out.resolve(path))) {
    const target = moveFile(out.resolve(path), out.resolve(place));
    return nodePath.relative(out.dir, target).split(nodePath.sep).join("/");
  }
  return isFile(out.resolve(place)) ? place : null;
}

/** `a/b.wav` and 2 give `a/b (2).wav`. */
function numbered(path: string, n: number): string {
  return path.replace(/(\.[^./]+)?$/, (extension) => ` (${n})${extension}`);
}

function reasonOf({ universalId }: ListedFile, gone: ReadonlyMap<string, string>): string {
  if (universalId === null) return "no such page, part or layer any more";
  return gone.get(universalId) ?? "the note has another file now";
}
