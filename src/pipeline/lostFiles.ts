/** Files that vanished while the run was writing: a finished run vouches for all it lists. */
import { LeitmotionError } from "../core/error.js";
import { isFile } from "../io/readInputFile.js";
import type { OutputFolder } from "./outputFolder.js";
import { listedFiles } from "./staleFiles.js";

/**
 * Check that every document this run wrote, and every file these list, is still there.
 *
 * @throws LeitmotionError OUTPUT_UNWRITABLE naming the first file that is gone
 */
export function assertNothingLost(out: OutputFolder): void {
  const expected = [...out.written, ...listedFiles(out.dir)];
  const lost = expected.filter((file) => !isFile(out.resolve(file)));
  if (lost.length === 0) return;
  const what = `Files vanished from the output folder during the run, ${lost.length} of ${expected.length}, ${lost[0]} first`;
  throw new LeitmotionError("OUTPUT_UNWRITABLE", what, { path: out.dir });
}
