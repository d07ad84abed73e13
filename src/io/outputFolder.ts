/** May we write here? */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { LeitmotionError } from "../core/error.js";
import { walkFiles } from "./folders.js";
import { isFile } from "./readInputFile.js";
import { isTempName, removeFile, tempPathFor, toOutputFault, writeFileAtomic } from "./writeFileAtomic.js";

/** Any of these makes a folder ours. */
const OURS = ["manifests/registry.json", "manifests/run.json"];
/** What file managers leave in every folder they show. */
const OF_THE_SYSTEM = [".DS_Store", "Thumbs.db", "desktop.ini"];

/**
 * Make an output folder ready: made if it is not there, holding nothing but what is ours, and writable.
 * A folder is ours if it has `manifests/registry.json` or `manifests/run.json`.
 *
 * @throws LeitmotionError OUTPUT_FOREIGN naming one of the foreign files; OUTPUT_UNWRITABLE, OUTPUT_FULL
 */
export function assertWritableFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true });
  } catch (thrown) {
    throw toOutputFault(thrown, dir);
  }
  if (!OURS.some((file) => isFile(path.join(dir, file)))) assertEmpty(dir);
  const trial = tempPathFor(path.join(dir, "trial"));
  writeFileAtomic(trial, "trial", { durable: false });
  removeFile(trial);
}

function assertEmpty(dir: string): void {
  for (const file of walkFiles(dir)) {
    const name = path.posix.basename(file);
    if (isTempName(name) || OF_THE_SYSTEM.includes(name)) continue;
    throw new LeitmotionError("OUTPUT_FOREIGN", `The folder holds other files, such as ${file}`, {
      path: dir,
    });
  }
}
