/** Size and date of a file: enough to see that nobody has touched it. */
import { statSync } from "node:fs";
import { modifiedAtOf } from "./modifiedAt.js";

import { toInputFault } from "./readInputFile.js";
import { codeOf } from "./writeFileAtomic.js";

export interface FileStamp {
  readonly sizeByte: number;
  /** ISO time of the last change of its contents, whole milliseconds (rounded down). */
  readonly modifiedAt: string;
}

/**
 * @returns null if there is no such file, or it is none
 * @throws  LeitmotionError FILE_UNREADABLE
 */
export function stampOf(file: string): FileStamp | null {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats?.isFile() ? { sizeByte: stats.size, modifiedAt: modifiedAtOf(stats) } : null;
  } catch (thrown) {
    if (codeOf(thrown) === "ENOTDIR") return null;
    throw toInputFault(thrown, file);
  }
}
