/** May we write here? */
import path from "node:path";
import { LeitmotionError } from "../core/error.js";
import { disk } from "./disk.js";
import { STATE_FOLDER, walkFiles } from "./folders.js";
import { isFile, isFolder } from "./readInputFile.js";
import { isTempName, removeFile, tempPathFor, toOutputFault, writeFileAtomic } from "./writeFileAtomic.js";

/** Any of these makes a folder ours; so does our state folder. */
const OURS = ["manifests/registry.json", "manifests/run.json"];
/** What a run writes at the top of its folder (DESIGN of the output folder, README). */
const TOP_NAMES = [
  "after-effects",
  "audio",
  "keyframes",
  "manifests",
  "midi",
  "orphans",
  "preview",
  "report.html",
  "song_map.json",
  "svg",
];

/**
 * Make an output folder ready: made if it is not there, and writable. Files of other names may lie in it; they are
 * never touched. What has one of our names must be ours.
 * A folder is ours if it has `manifests/registry.json`, `manifests/run.json` or the folder `.leitmotion`.
 *
 * @throws LeitmotionError OUTPUT_FOREIGN naming one of the foreign files; OUTPUT_UNWRITABLE, OUTPUT_FULL
 */
export function assertWritableFolder(dir: string): void {
  try {
    disk.mkdir(dir);
  } catch (thrown) {
    throw toOutputFault(thrown, dir);
  }
  const ours = OURS.some((file) => isFile(path.join(dir, file))) || isFolder(path.join(dir, STATE_FOLDER));
  if (!ours) assertNothingInTheWay(dir);
  assertTakesFiles(dir);
}

function assertTakesFiles(dir: string): void {
  const trial = tempPathFor(path.join(dir, "trial"));
  try {
    writeFileAtomic(trial, "trial", { durable: false });
    removeFile(trial);
  } catch (thrown) {
    const { code, what } = toOutputFault(thrown, dir);
    throw new LeitmotionError(code, what, { path: dir }, { cause: thrown });
  }
}

/** In a folder that is not ours nothing may stand where we would write; empty folders and our own litter may. */
function assertNothingInTheWay(dir: string): void {
  for (const name of TOP_NAMES) {
    const found = isFile(path.join(dir, name)) ? name : firstFile(path.join(dir, name));
    if (found === null) continue;
    const file = found === name ? name : `${name}/${found}`;
    throw new LeitmotionError("OUTPUT_FOREIGN", `The folder holds a file of somebody else, ${file}`, {
      path: dir,
    });
  }
}

function firstFile(dir: string): string | null {
  for (const file of walkFiles(dir)) if (!isTempName(path.posix.basename(file))) return file;
  return null;
}
