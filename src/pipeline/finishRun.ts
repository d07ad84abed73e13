/** The end of a run: settle documents, set leftovers aside, check that all is there, keep the version, sign the report. */
import { failpoint } from "../io/failpoint.js";
import { sha256Hex } from "../io/hash.js";
import { removeFile } from "../io/writeFileAtomic.js";
import { fromDocument } from "../schema/codec.js";
import type { RunReport } from "../schema/run.js";
import { type EarlierRuns, JOURNAL_FILE } from "./earlier/earlierRuns.js";
import { findVersion, saveVersion, Version, type VersionFile } from "./earlier/history.js";
import { assertNothingLost } from "./earlier/lostFiles.js";
import { manifestsOf } from "./earlier/manifestFiles.js";
import { presentOrphans, setDocumentsAside, setFilesAside } from "./earlier/orphans.js";
import type { DocumentFact, OutputFolder } from "./output/outputFolder.js";
import type { RunPlan } from "./planRun.js";
import { RUN_FILE } from "./report/runFile.js";
import type { RunLedger } from "./report/runLedger.js";

export interface EndedRun {
  readonly plan: RunPlan;
  readonly out: OutputFolder;
  readonly ledger: RunLedger;
  readonly earlier: EarlierRuns;
}

/**
 * Close a run whose stages have all ended. The order makes a kill harmless at any point: a version counts once its
 * run.json is written, and run.json in the folder itself comes last.
 *
 * @returns  the report as it stands on the disk
 * @throws   LeitmotionError OUTPUT_UNWRITABLE, OUTPUT_FULL, OUTPUT_LOCKED
 */
export function finishRun(run: EndedRun): RunReport {
  const { plan, out, ledger, earlier } = run;
  const isSame = out.flush();
  const folder = new Version(0, out.dir);
  const orphans = setDocumentsAside(out, presentOrphans(out, earlier), leftoverDocuments(run));
  const files = manifestsOf(folder);
  const listed = new Set(files.map((file) => file.path));
  ledger.report.orphans = setFilesAside(out, orphans, earlier.listed, listed, ledger.report);
  failpoint("RUN_AFTER_ORPHANS");
  assertNothingLost(out, files);
  const status = statusOf(ledger.report);
  const changesNothing =
    isSame &&
    earlier.run?.run_key === plan.runKey &&
    earlier.run.status === status &&
    ledger.report.orphans.length <= earlier.orphans.length &&
    isNewest(earlier, out.dir);
  const report = changesNothing ? restoreReport(out, earlier) : signReport(run, status, folder);
  failpoint("RUN_BEFORE_JOURNAL_REMOVAL");
  removeFile(out.resolve(JOURNAL_FILE));
  return report;
}

/** See `setDocumentsAside`. */
function leftoverDocuments({ plan, out, earlier: { run } }: EndedRun): string[] {
  if (plan.options.only.length > 0 || run?.options.pipeline !== plan.document.pipeline.name) return [];
  const written = new Set(out.documents.map((document) => document.path));
  return (run.measured_at?.documents ?? [])
    .map((document) => document.path)
    .filter((path) => !written.has(path));
}

function statusOf({ failedNotes, stages }: RunReport): RunReport["status"] {
  return failedNotes.length > 0 || stages.some((stage) => stage.status === "failed") ? "partial" : "done";
}

function isNewest({ base }: EarlierRuns, outDir: string): boolean {
  return base !== null && base.number > 0 && findVersion(outDir, null)?.number === base.number;
}

/** The run changed nothing: its report is the one of the run that made all this. */
function restoreReport(out: OutputFolder, { base, run }: EarlierRuns): RunReport {
  out.finishReport(RUN_FILE, base!.text(RUN_FILE)!);
  return fromDocument(run!) as RunReport;
}

function signReport(
  { plan, out, ledger, earlier }: EndedRun,
  status: RunReport["status"],
  folder: Version,
): RunReport {
  const documents = [...out.documents, ...keptDocuments(out, earlier, folder)];
  const text = ledger.close(status, documents);
  const read = ({ path }: { path: string }): VersionFile => ({ path, bytes: folder.read(path) });
  const inputs = plan.inputs.files
    .filter((input) => input.role !== "soundfont")
    .map(({ role, file, bytes }) => ({ path: `inputs/${role}/${file}`, bytes }));
  saveVersion(out.dir, [...documents.map(read), ...inputs], {
    path: RUN_FILE,
    bytes: Buffer.from(text, "utf8"),
  });
  failpoint("RUN_AFTER_HISTORY");
  out.finishReport(RUN_FILE, text);
  return ledger.report;
}

/** Documents of stages that this run did not have (`--only`), as an earlier run left them. */
function keptDocuments(out: OutputFolder, earlier: EarlierRuns, folder: Version): DocumentFact[] {
  const written = new Set(out.documents.map((document) => document.path));
  return (earlier.run?.measured_at?.documents ?? [])
    .filter(({ path }) => !written.has(path) && folder.has(path))
    .map(({ path }) => {
      const bytes = folder.read(path);
      return { path, sizeByte: bytes.length, sha256: sha256Hex(bytes) };
    });
}
