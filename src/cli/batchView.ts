/** Progress of a batch on stderr: a line per running job on a terminal, a line per finished job elsewhere. */
import path from "node:path";
import cliProgress from "cli-progress";
import type { FoundJobs } from "../jobs/findJobs.js";
import type { BatchEvent } from "../jobs/runBatch.js";

export interface BatchView {
  readonly passedOver: (files: FoundJobs["passedOver"]) => void;
  readonly onEvent: (event: BatchEvent) => void;
  /** Restore the terminal; may be called twice. */
  readonly close: () => void;
}

/** Of more files that were passed over only the number is said. */
const MOST_NAMED = 10;

/** @param total  jobs of the batch */
export function openBatchView(stream: NodeJS.WriteStream, total: number): BatchView {
  return {
    passedOver: (files) => sayPassedOver(files, (line) => stream.write(`${line}\n`)),
    ...(stream.isTTY ? barView(stream, total) : lineView(stream, total)),
  };
}

function sayPassedOver(files: FoundJobs["passedOver"], say: (line: string) => void): void {
  for (const { file, reason } of files.slice(0, MOST_NAMED))
    say(`passed over: ${path.relative(process.cwd(), file)} (${reason})`);
  if (files.length > MOST_NAMED) say(`passed over: ${files.length - MOST_NAMED} more files`);
}

type EventView = Pick<BatchView, "onEvent" | "close">;

function lineView(stream: NodeJS.WriteStream, total: number): EventView {
  let ended = 0;
  return {
    close: () => {},
    onEvent: (event) => {
      if (event.kind === "job-ended") stream.write(`[${++ended}/${total}] ${endLine(event)}\n`);
    },
  };
}

function barView(stream: NodeJS.WriteStream, total: number): EventView {
  const format = " {name} {duration_formatted}";
  const bars = new cliProgress.MultiBar({ stream, format, hideCursor: true, clearOnComplete: true });
  const all = bars.create(total, 0, {}, { format: " {bar} {value}/{total} jobs, {duration_formatted}" });
  const byName = new Map<string, cliProgress.SingleBar>();
  return {
    close: () => bars.stop(),
    onEvent: (event) => {
      if (event.kind === "job-started") {
        byName.set(event.name, bars.create(1, 0, { name: event.name }));
        return;
      }
      bars.log(`${endLine(event)}\n`);
      const bar = byName.get(event.name);
      if (bar) bars.remove(bar);
      byName.delete(event.name);
      all.increment();
    },
  };
}

function endLine({ name, outcome, sec }: Extract<BatchEvent, { kind: "job-ended" }>): string {
  const state = outcome.status === "done" && outcome.upToDate ? "up to date" : outcome.status;
  const fault = outcome.fault ? `: ${outcome.fault.message} [${outcome.fault.code}]` : "";
  return `${name}: ${state} (${sec.toFixed(1)} s)${fault}`;
}
