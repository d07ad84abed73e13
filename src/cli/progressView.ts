/** Progress on stderr: live bars on a terminal, plain lines elsewhere. */
import type cliProgress from "cli-progress";
import { formatFault } from "../core/error.js";
import { loadModule } from "../core/loadModule.js";
import type { RunEvent } from "../pipeline/report/runLedger.js";
import { endedLine, runRow, stageRow } from "./progressRow.js";
import { RunTally } from "./runTally.js";

export interface ProgressView {
  readonly onEvent: (event: RunEvent) => void;
  /** Restore the terminal; may be called twice. */
  readonly close: () => void;
}

/** A terminal smaller than this gets plain lines. */
const MIN_COLUMNS = 24;
const MIN_ROWS = 5;
const REDRAWS_PER_SEC = 8;

/** @param quiet  show warnings, retries and failed notes only */
export function openProgressView(stream: NodeJS.WriteStream, quiet: boolean): ProgressView {
  return !quiet && takesBars(stream) ? barView(stream) : lineView(stream, quiet);
}

/** A terminal that does not tell its size counts as large. */
function takesBars(stream: NodeJS.WriteStream): boolean {
  return (
    stream.isTTY === true &&
    process.env.TERM !== "dumb" &&
    (stream.columns || 80) >= MIN_COLUMNS &&
    (stream.rows || 24) >= MIN_ROWS
  );
}

function lineView(stream: NodeJS.WriteStream, quiet: boolean): ProgressView {
  const tally = new RunTally(performance.now());
  return {
    close: () => {},
    onEvent: (event) => {
      tally.add(event, performance.now());
      for (const line of linesOf(event, tally, quiet)) stream.write(`${line}\n`);
    },
  };
}

/**
 * A bar for every stage that runs, and a line for the whole below them. What has ended moves up as a plain line, so
 * that the view never grows higher than the stages that run side by side.
 */
function barView(stream: NodeJS.WriteStream): ProgressView {
  const tally = new RunTally(performance.now());
  const { MultiBar } = loadModule<typeof cliProgress>("cli-progress");
  const bars = new MultiBar({
    stream,
    fps: REDRAWS_PER_SEC,
    hideCursor: true,
    clearOnComplete: true,
    forceRedraw: true,
    // Wrapping stays on, for long warnings; our rows are cut to fit.
    linewrap: true,
    format: (_options, _params, { row }: { row: () => string }) => row(),
  });
  // The library clears one line only before it writes what was logged.
  bars.on("redraw-pre", () => stream.write("\x1b[J"));
  const columns = () => (stream.columns || 80) - 1;
  const add = (row: () => string) => bars.create(1, 0, { row });
  const whole = () => add(() => runRow(tally, columns(), performance.now()));
  const shown = new Map<string, cliProgress.SingleBar>();
  let last = whole();
  let isOpen = true;
  const show = (stage: string) => {
    if (shown.has(stage) || shown.size >= (stream.rows || 24) - 2) return;
    bars.remove(last);
    shown.set(
      stage,
      add(() => stageRow(tally.stage(stage, performance.now()), columns(), performance.now())),
    );
    last = whole();
  };
  const hide = (stage: string) => {
    const bar = shown.get(stage);
    if (bar && shown.delete(stage)) bars.remove(bar);
  };
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    bars.update();
    bars.stop();
    process.removeListener("exit", close);
  };
  process.once("exit", close);
  return {
    close,
    onEvent: (event) => {
      tally.add(event, performance.now());
      for (const line of linesOf(event, tally, false)) bars.log(`${line}\n`);
      if (event.kind === "stage-started") show(event.stage);
      if (event.kind === "stage-ended" || event.kind === "stage-skipped") hide(event.stage);
    },
  };
}

/** What stays on the screen. */
function linesOf(event: RunEvent, tally: RunTally, quiet: boolean): string[] {
  if (event.kind === "warning") return [`warning: ${event.message} (${event.source})`];
  if (event.kind === "note-failed") return [`note ${event.universalId}: ${formatFault(event.error)}`];
  if (event.kind === "stage-retried")
    return [`${event.stage}: attempt ${event.attempt} failed, trying again: ${formatFault(event.error)}`];
  if (event.kind !== "stage-ended" || event.error || quiet) return [];
  return [endedLine(tally.stage(event.stage, performance.now()), event.durationSec)];
}
