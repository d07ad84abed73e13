/** Files that vanished while the run was writing: a finished run vouches for all it lists. */
import { LeitmotionError } from "../../core/error.js";
import { isFile } from "../../io/readInputFile.js";
import type { OutputFolder } from "../output/outputFolder.js";
import type { ManifestFile } from "./manifestFiles.js";

/**
 * Check that every document this run wrote, and every file the manifests call theirs, is still there.
 *
 * @throws LeitmotionError OUTPUT_UNWRITABLE naming the first file that is gone
 */
export function assertNothingLost(out: OutputFolder, files: readonly ManifestFile[]): void {
  const listed = files.filter(({ file }) => file.file_exists).map(({ path }) => path);
  const expected = [...out.documents.map(({ path }) => path), ...listed];
  const lost = expected.filter((file) => !isFile(out.resolve(file)));
  if (lost.length === 0) return;
  const what = `Files vanished from the output folder during the run, ${lost.length} of ${expected.length}, ${lost[0]} first`;
  throw new LeitmotionError("OUTPUT_UNWRITABLE", what, { path: out.dir });
}
