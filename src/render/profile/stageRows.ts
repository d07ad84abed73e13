/** What the profile shows of each stage: the report's counts and the measured times, side by side. */
import type { Measured, RunReport } from "../../schema/run.js";

export interface StageRow {
  readonly name: string;
  readonly status: RunReport["stages"][number]["status"];
  /** Seconds from the start of the run; null for a stage that did not run. */
  readonly startSec: number | null;
  readonly endSec: number | null;
  readonly durationSec: number;
  /** Share of T_total, 0 to 1. */
  readonly share: number;
  readonly isCritical: boolean;
  readonly completedItems: number;
  readonly totalItems: number;
  readonly failedItems: number;
  /** null where there is nothing to divide. */
  readonly itemsPerSec: number | null;
  /** 0 if it was not measured. */
  readonly peakByte: number;
  readonly made: number;
  readonly reused: number;
  readonly attempts: number;
  readonly fault: string | null;
}

/** One row per stage, in the order in which they began; those that did not run come last. */
export function stageRows(report: RunReport, measured: Measured): StageRow[] {
  const critical = new Set(measured.criticalPath.stages);
  const byName = new Map(measured.stages.map((stage) => [stage.name, stage]));
  const rows = report.stages.map((stage): StageRow => {
    const measure = byName.get(stage.name);
    const durationSec = measure?.durationSec ?? 0;
    return {
      name: stage.name,
      status: stage.status,
      startSec: sinceSec(report.startedAt, measure?.startedAt),
      endSec: sinceSec(report.startedAt, measure?.finishedAt),
      durationSec,
      share: measured.tTotalSec > 0 ? Math.min(1, durationSec / measured.tTotalSec) : 0,
      isCritical: critical.has(stage.name),
      completedItems: stage.completedItems,
      totalItems: stage.totalItems,
      failedItems: stage.failedItems,
      itemsPerSec: durationSec > 0 && stage.completedItems > 0 ? stage.completedItems / durationSec : null,
      peakByte: measure?.peakByte ?? 0,
      made: measure?.made ?? 0,
      reused: measure?.reused ?? 0,
      attempts: measure?.attempts ?? 0,
      fault: stage.fault && `${stage.fault.code}: ${stage.fault.message}`,
    };
  });
  const begin = (row: StageRow) => row.startSec ?? Number.POSITIVE_INFINITY;
  return rows.sort((a, b) => (begin(a) === begin(b) ? 0 : begin(a) - begin(b)));
}

function sinceSec(begin: string, at: string | null | undefined): number | null {
  return at == null ? null : Math.max(0, (Date.parse(at) - Date.parse(begin)) / 1000);
}
