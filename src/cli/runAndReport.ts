/** Run a pipeline with a progress view, say what came out, and give the exit code. */
import path from "node:path";
import { EXIT } from "../core/error.js";
import { runBuild } from "../pipeline/build.js";
import type { BuildOptions } from "../pipeline/buildOptions.js";
import { toDocument } from "../schema/codec.js";
import type { RunReport } from "../schema/run.js";
import { openProgressView } from "./progressView.js";

/**
 * @returns exit code: 0, or 3 when single notes failed
 * @throws  LeitmotionError of the stage that failed
 */
export async function runAndReport(options: BuildOptions, { json }: { json: boolean }): Promise<number> {
  const abort = new AbortController();
  const stop = () => abort.abort();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const view = openProgressView(process.stderr, json);
  try {
    const { report } = await runBuild(options, view.onEvent, abort.signal);
    view.close();
    process.stdout.write(
      json ? `${JSON.stringify(toDocument(report), null, 2)}\n` : summary(report, options.outDir),
    );
    return report.status === "partial" ? EXIT.someNotesFailed : EXIT.done;
  } finally {
    view.close();
    process.removeListener("SIGINT", stop);
    process.removeListener("SIGTERM", stop);
  }
}

function summary(report: RunReport, outDir: string): string {
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
  lines.push(`Done: ${shown}`);
  return `${lines.join("\n")}\n`;
}

function emptyScore(performedNotes: number): string {
  return performedNotes === 0
    ? "The score holds no note: its documents are empty and valid."
    : "The score holds no note: only the MIDI file is heard.";
}
