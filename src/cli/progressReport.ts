/** leitmotion inspect DIR --progress: how far a run is, also while another process is at it. */
import { progressRegistry } from "../pipeline/report/progressRegistry.js";
import { readProgress } from "../pipeline/report/readProgress.js";
import { formatDocument } from "../schema/formatDocument.js";
import type { ProgressDocument, ProgressTotals } from "../schema/progress.js";
import { clock } from "./progressRow.js";
import { formatTable } from "./table.js";

/** @throws LeitmotionError RESULT_NOT_FOUND, SCHEMA_INVALID, FILE_UNREADABLE */
export function progressReport(dir: string, { json }: { json: boolean }): string {
  const progress = progressRegistry({ ...readProgress(dir), nowMs: Date.now() });
  return json ? formatDocument(progress) : progressText(progress);
}

function progressText({ report_metadata: about, overall_progress: overall }: ProgressDocument): string {
  const { total, completed, failed, completion_percentage: percent } = overall;
  const left = overall.estimated_remaining_seconds;
  const summary = [
    `${about.run_status}: ${completed} of ${total} steps for ${about.total_universal_ids} notes (${percent} %)`,
    failed > 0 ? `${failed} failed` : "",
    `${clock(overall.elapsed_time_seconds)} so far`,
    left === null || about.run_status !== "running" ? "" : `${clock(left)} left`,
  ];
  const headings = ["stage", "status", "items", "failed", "time"];
  return `${formatTable(headings, overall.stages.map(stageRow))}${summary.filter(Boolean).join(", ")}\n`;
}

function stageRow(stage: ProgressTotals): string[] {
  const { name, status, total_items: total, completed_items: completed, failed_items: failed } = stage;
  const elapsedSec = stage.elapsed_time_seconds;
  return [
    name,
    status,
    completed === total ? String(total) : `${completed} of ${total}`,
    String(failed),
    elapsedSec === null ? "" : `${elapsedSec.toFixed(1)} s`,
  ];
}
