/** Reading the user's files: refused before they are read if they are no files or too large. */
import { readFileSync, type Stats, statSync } from "node:fs";
import { LeitmotionError } from "../core/error.js";
import { DEFAULT_LIMITS, type Limits } from "../core/limits.js";
import { codeOf } from "./writeFileAtomic.js";

/**
 * The bytes of a regular file.
 *
 * @throws LeitmotionError FILE_NOT_FOUND, FILE_UNREADABLE (no permission, a folder, a pipe or a device),
 *   FILE_TOO_LARGE above `limits.fileByte`, looked at before reading
 */
export function readInputFile(file: string, limits: Limits = DEFAULT_LIMITS): Uint8Array {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) {
      const kind = stats.isDirectory() ? "a folder" : "no regular file";
      throw new LeitmotionError("FILE_UNREADABLE", `This is ${kind}`, { file });
    }
    assertSize(stats.size, limits, file);
    const bytes = readFileSync(file);
    assertSize(bytes.length, limits, file); // it may have grown in between
    return bytes;
  } catch (thrown) {
    throw toInputFault(thrown, file);
  }
}

export function isFile(path: string): boolean {
  return look(path)?.isFile() ?? false;
}

export function isFolder(path: string): boolean {
  return look(path)?.isDirectory() ?? false;
}

/** What the system said about a file we read, as one of our faults. */
export function toInputFault(thrown: unknown, file: string): LeitmotionError {
  if (thrown instanceof LeitmotionError) return thrown;
  if (["ENOENT", "ENOTDIR", "ENAMETOOLONG"].includes(codeOf(thrown))) {
    return new LeitmotionError("FILE_NOT_FOUND", "There is no such file", { file }, { cause: thrown });
  }
  const reason = thrown instanceof Error ? thrown.message.split(",")[0] : String(thrown);
  return new LeitmotionError("FILE_UNREADABLE", `Cannot read: ${reason}`, { file }, { cause: thrown });
}

function assertSize(sizeByte: number, limits: Limits, file: string): void {
  if (sizeByte <= limits.fileByte) return;
  const what = `File of ${sizeByte} bytes is over the limit fileByte = ${limits.fileByte}`;
  throw new LeitmotionError("FILE_TOO_LARGE", what, { file });
}

function look(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // not reachable is not there
  }
}
