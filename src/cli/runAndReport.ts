/** Run a pipeline with a progress view, say what came out, and give the exit code. */
import path from "node:path";
import { EXIT, formatFault } from "../core/error.js";
import { type BuildResult, runBuild } from "../pipeline/build.js";
import type { BuildOptions } from "../pipeline/buildOptions.js";
import type { BaseChoice } from "../pipeline/earlier/earlierRuns.js";
import type { RunEvent } from "../pipeline/report/runLedger.js";
import { toDocument } from "../schema/codec.js";
import type { RunReport } from "../schema/run.js";
import { onInterrupt } from "./interrupts.js";
import { openProgressView } from "./progressView.js";

export interface ReportOptions {
  /** Print the final report as JSON on stdout. */
  readonly json: boolean;
  /** Say nothing but warnings and faults. */
  readonly quiet?: boolean;
  /** Which finished run IDs and names are kept from. */
  readonly base?: BaseChoice;
  /** File that gets a JSON line per event, or `-` for stderr. */
  readonly logFile?: string;
}

/**
 * @returns exit code: 0, or 3 when single notes failed
 * @throws  LeitmotionError of the stage that failed
 */
export async function runAndReport(options: BuildOptions, view: ReportOptions): Promise<number> {
  const abort = new AbortController();
  const stopListening = onInterrupt(() => abort.abort());
  const log = view.logFile === undefined ? null : (await import("./logLines.js")).openRunLog(view.logFile);
  const logsToStderr = view.logFile === "-";
  const progress = openProgressView(process.stderr, view.json || view.quiet === true || logsToStderr);
  const onEvent = (event: RunEvent) => {
    if (!logsToStderr) progress.onEvent(event);
    log?.onEvent(event);
  };
  try {
    const result = await runBuild(options, { onEvent, signal: abort.signal, base: view.base });
    progress.close();
    const { report } = result;
    if (view.json) process.stdout.write(`${JSON.stringify(toDocument(report), null, 2)}\n`);
    else if (!view.quiet) process.stdout.write(summary(result));
    return report.status === "partial" ? EXIT.someNotesFailed : EXIT.done;
  } finally {
    progress.close();
    const lost = log?.close();
    if (lost) process.stderr.write(`warning: the log ends early: ${formatFault(lost)}\n`);
    stopListening();
  }
}

function summary({ report, outDir, upToDate }: BuildResult): string {
  const { totals } = report;
  const shown = path.relative(process.cwd(), outDir) || ".";
  const lines = [
    `${totals.noteheads} noteheads, ${totals.soundingNotes} sounding notes` +
      (report.inputs.some(({ role }) => role === "midi")
        ? `: ${totals.matched} matched, ${totals.tied} tied, ${totals.scoreOnly} only in the score, ` +
          `${totals.midiOnly} only in the MIDI`
        : ""),
  ];
  if (totals.noteheads === 0) lines.push(emptyScore(totals.performedNotes));
  if (totals.failedNotes > 0)
    lines.push(`${totals.failedNotes} notes failed; manifests/run.json names them.`);
  lines.push(...byHand(report), ...sinceLastRun(report));
  lines.push(upToDate ? `Up to date, nothing to do: ${shown}` : `Done: ${shown}`);
  return `${lines.join("\n")}\n`;
}

function byHand({ corrections = [] }: RunReport): string[] {
  if (corrections.length === 0) return [];
  const obeyed = corrections.filter((correction) => correction.obeyed).length;
  return [`${obeyed} of ${corrections.length} corrections of overrides.yaml followed`];
}

/** What an edit did to the notes of the run before; nothing to say of a first run. */
function sinceLastRun({ identity, orphans }: RunReport): string[] {
  if (!identity || identity.base === null) return [];
  const { kept, moved, changed, gone } = identity;
  const lines = [
    `Since the last run: ${kept} notes kept, ${moved} moved, ${changed} changed, ${identity.new} new, ${gone} gone`,
  ];
  if (orphans.length > 0)
    lines.push(`${orphans.length} files set aside in orphans/; manifests/run.json lists them.`);
  return lines;
}

function emptyScore(performedNotes: number): string {
  return performedNotes === 0
    ? "The score holds no note: its documents are empty and valid."
    : "The score holds no note: only the MIDI file is heard.";
}
