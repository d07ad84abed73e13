/** Is there nothing to do? */
import { stampOf } from "../io/fileStamp.js";
import { sha256Hex } from "../io/hash.js";
import type { EarlierRuns } from "./earlierRuns.js";
import { Version } from "./history.js";
import { asFormer, manifestsOf } from "./manifestFiles.js";
import type { RunPlan } from "./planRun.js";
import type { DocumentOf } from "./readDocument.js";
import { RUN_FILE } from "./runFile.js";

/**
 * The report of the finished run in the folder, if it is the result of this plan and all is in its place: documents by
 * their hash, files by size and date.
 */
export function isUpToDate(earlier: EarlierRuns, { runKey, options }: RunPlan): DocumentOf<"run.v1"> | null {
  const { base, run } = earlier;
  if (base === null || earlier.isUnfinished || run?.status !== "done" || run.run_key !== runKey) return null;
  const folder = new Version(0, options.outDir);
  const areDocumentsWhole = (run.measured_at?.documents ?? []).every(
    (document) => folder.has(document.path) && sha256Hex(folder.read(document.path)) === document.sha256,
  );
  if (!areDocumentsWhole || folder.text(RUN_FILE) !== base.text(RUN_FILE)) return null;
  for (const listed of manifestsOf(folder)) {
    const file = asFormer(listed);
    if (file === null) {
      if (listed.file.status === "skipped") continue;
      return null;
    }
    const stamp = stampOf(`${folder.dir}/${file.path}`);
    if (stamp?.sizeByte !== file.sizeByte || stamp.modifiedAt !== file.createdAt) return null;
  }
  return run;
}
