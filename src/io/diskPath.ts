/** Documents name files with `/` between the parts, on every system. */
import path from "node:path";

/**
 * Where a file that a document names lies on this machine.
 *
 * @param dir       the folder that the document speaks of
 * @param relative  path inside it, POSIX separators
 */
export function diskPath(dir: string, relative: string): string {
  return path.join(dir, ...relative.split("/"));
}
