/** Files that no manifest lists any more: set aside in `orphans/`, never deleted. */
import nodePath from "node:path";
import { moveFile } from "../io/moveFile.js";
import { isFile } from "../io/readInputFile.js";
import type { Orphan, RunReport } from "../schema/run.js";
import type { EarlierRuns, ListedFile } from "./earlierRuns.js";
import type { OutputFolder } from "./outputFolder.js";

const FOLDER = "orphans";
/** Where rendered files may lie; a manifest cannot make us move anything else. */
const RENDERED = /^(svg|audio|midi|keyframes)\/[^/]+(\/[^/]+)?$/;

/**
 * Move what was listed before and is not listed now.
 *
 * A run that was killed in between has moved some already: these are found in their new place.
 *
 * @param listed  paths that the manifests of this run name
 * @returns       all orphans of the folder: those of earlier runs that are still there, then the new ones
 * @throws        LeitmotionError OUTPUT_UNWRITABLE
 */
export function setOrphansAside(
  out: OutputFolder,
  earlier: EarlierRuns,
  listed: ReadonlySet<string>,
  { identity }: Pick<RunReport, "identity">,
): Orphan[] {
  const orphans = earlier.orphans.filter((orphan) => isFile(out.resolve(orphan.path)));
  const taken = new Set(orphans.map((orphan) => orphan.path));
  const gone = new Map(
    (identity?.changes ?? [])
      .filter(({ kind }) => kind === "gone")
      .map((change) => [change.universalId, change.reason]),
  );
  const before = new Map(earlier.listed.map((file) => [file.path, file]));
  for (const file of [...before.values()].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (listed.has(file.path) || !RENDERED.test(file.path) || file.path.includes("..")) continue;
    const path = setAside(out, file, taken);
    if (path === null) continue;
    taken.add(path);
    orphans.push({ path, was: file.path, universalId: file.universalId, reason: reasonOf(file, gone) });
  }
  return orphans;
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
