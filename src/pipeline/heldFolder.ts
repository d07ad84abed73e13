/** One run at a time in an output folder. Little is loaded for this: a second run is to be refused at once. */
import path from "node:path";
import { acquireFolderLock, assertNotHeld, type FolderLock } from "../io/folderLock.js";
import { removeEmptyFolders } from "../io/folders.js";
import { assertWritableFolder } from "../io/outputFolder.js";
import { isFolder } from "../io/readInputFile.js";

/** Folders that this process holds. */
const held = new Map<string, FolderLock>();

/**
 * Hold a folder while working in it; whoever holds it already in this process goes on holding it. A folder that is made
 * for this and stays empty is taken away again.
 *
 * @param command  what others are told
 * @throws LeitmotionError OUTPUT_LOCKED saying who works there; OUTPUT_FOREIGN, OUTPUT_UNWRITABLE, OUTPUT_FULL
 */
export async function withFolder<Result>(
  outDir: string,
  command: string,
  work: (lock: FolderLock) => Promise<Result>,
): Promise<Result> {
  const known = held.get(path.resolve(outDir));
  if (known) return work(known);
  assertNotHeld(outDir);
  const missing = firstMissing(outDir);
  assertWritableFolder(outDir);
  try {
    const lock = acquireFolderLock(outDir, { command });
    held.set(path.resolve(outDir), lock);
    try {
      return await work(lock);
    } finally {
      held.delete(path.resolve(outDir));
      lock.release();
    }
  } finally {
    if (missing !== null) removeEmptyFolders(missing);
  }
}

/** The first folder on the way to `dir` that is not there, or null. */
function firstMissing(dir: string): string | null {
  let missing: string | null = null;
  for (let at = path.resolve(dir); !isFolder(at) && path.dirname(at) !== at; at = path.dirname(at))
    missing = at;
  return missing;
}
