/** Progress on stderr: a bar per stage on a terminal, plain lines elsewhere. */
import cliProgress from "cli-progress";
import { formatFault } from "../core/error.js";
import type { RunEvent } from "../pipeline/runLedger.js";

export interface ProgressView {
  readonly onEvent: (event: RunEvent) => void;
  /** Restore the terminal; may be called twice. */
  readonly close: () => void;
}

/** @param quiet  show warnings and failed notes only */
export function openProgressView(stream: NodeJS.WriteStream, quiet: boolean): ProgressView {
  return stream.isTTY && !quiet ? barView(stream) : lineView(stream, quiet);
}

function lineView(stream: NodeJS.WriteStream, quiet: boolean): ProgressView {
  const counts = new Map<string, string>();
  const say = (line: string) => stream.write(`${line}\n`);
  return {
    close: () => {},
    onEvent: (event) => {
      if (event.kind === "stage-progress") counts.set(event.stage, ` ${event.completed} of ${event.total}`);
      if (event.kind === "stage-ended" && !event.error && !quiet) {
        say(`${event.stage}:${counts.get(event.stage) ?? ""} done (${event.durationSec.toFixed(1)} s)`);
      }
      sayTrouble(event, say);
    },
  };
}

function barView(stream: NodeJS.WriteStream): ProgressView {
  const bars = new cliProgress.MultiBar(
    {
      stream,
      format: " {bar} {percentage}% {value}/{total} {stage}",
      hideCursor: true,
      clearOnComplete: false,
    },
    cliProgress.Presets.shades_grey,
  );
  const byStage = new Map<string, cliProgress.SingleBar>();
  const barOf = (stage: string) => {
    const bar = byStage.get(stage) ?? bars.create(1, 0, { stage });
    byStage.set(stage, bar);
    return bar;
  };
  return {
    close: () => bars.stop(),
    onEvent: (event) => {
      if (event.kind === "stage-progress") {
        const bar = barOf(event.stage);
        bar.setTotal(Math.max(1, event.total));
        bar.update(event.completed);
      }
      if (event.kind === "stage-ended" && !event.error) {
        const bar = barOf(event.stage);
        bar.update(bar.getTotal());
      }
      sayTrouble(event, (line) => bars.log(`${line}\n`));
    },
  };
}

function sayTrouble(event: RunEvent, say: (line: string) => void): void {
  if (event.kind === "warning") say(`warning: ${event.message} (${event.source})`);
  if (event.kind === "note-failed") say(`note ${event.universalId}: ${formatFault(event.error)}`);
}
