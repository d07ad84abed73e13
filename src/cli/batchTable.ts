/** What came of a batch: a table, its totals, and the one line that says what failed. */
import { LeitmotionError } from "../core/error.js";
import type { BatchJob } from "../schema/batch.js";
import { formatTable } from "./table.js";

const HEADINGS = ["name", "status", "notes", "matched", "failed notes", "seconds", "fault"];

/** A row per job, then a line of totals. */
export function batchTable(jobs: readonly BatchJob[]): string {
  return `${formatTable(HEADINGS, jobs.map(rowOf))}${totalsLine(jobs)}\n`;
}

function rowOf(job: BatchJob): string[] {
  const { name, noteheads, failedNotes, fault, measuredAt } = job;
  return [
    name,
    shownStatus(job),
    String(noteheads ?? ""),
    matchedPercent(job),
    String(failedNotes ?? ""),
    measuredAt?.durationSec == null ? "" : measuredAt.durationSec.toFixed(1),
    fault ? `${fault.code}: ${fault.message}` : "",
  ];
}

export function shownStatus({ status, measuredAt }: Pick<BatchJob, "status" | "measuredAt">): string {
  return status === "done" && measuredAt?.upToDate ? "up to date" : status;
}

/** Share of the notes to be heard that the performance has; empty without a performance. */
function matchedPercent({ matched, soundingNotes }: BatchJob): string {
  if (matched === null || soundingNotes === null || soundingNotes === 0) return "";
  return `${((100 * matched) / soundingNotes).toFixed(1)}%`;
}

function totalsLine(jobs: readonly BatchJob[]): string {
  const counts = new Map<string, number>();
  for (const job of jobs) counts.set(shownStatus(job), (counts.get(shownStatus(job)) ?? 0) + 1);
  const sum = (of: (job: BatchJob) => number | null) =>
    jobs.reduce((total, job) => total + (of(job) ?? 0), 0);
  const parts = [...counts].map(([status, count]) => `${count} ${status}`);
  const failedNotes = sum((job) => job.failedNotes);
  return [
    `${plural(jobs.length, "job")}: ${parts.join(", ")}`,
    plural(
      sum((job) => job.noteheads),
      "note",
    ),
    ...(failedNotes > 0 ? [`${failedNotes} failed`] : []),
  ].join("; ");
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** What to say at the end of a batch that did not come through; null if every job is done. */
export function batchFault(jobs: readonly BatchJob[], interrupted: boolean): LeitmotionError | null {
  const open = jobs.filter((job) => job.status !== "done");
  if (interrupted) {
    return new LeitmotionError("INTERRUPTED", `${jobs.length - open.length} of ${jobs.length} jobs are done`);
  }
  if (open.length === 0) return null;
  const of = (status: BatchJob["status"]) => open.filter((job) => job.status === status);
  const partial = of("partial");
  const pending = of("pending");
  const first = open.find((job) => job.status === "failed") ?? open.find((job) => job.status !== "pending")!;
  const parts = [`${open.length - partial.length - pending.length} of ${plural(jobs.length, "job")} failed`];
  if (partial.length > 0) parts.push(`${partial.length} finished with failed notes`);
  if (pending.length > 0) parts.push(`${pending.length} were not begun`);
  const why = first.fault ? ` (${first.fault.code})` : "";
  return new LeitmotionError("BATCH_FAILED", `${parts.join(", ")}; first ${first.name}${why}`);
}
