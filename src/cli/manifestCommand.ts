/** leitmotion manifest history|restore DIR: the finished runs of an output folder. */
import path from "node:path";
import type { Command } from "commander";
import { EXIT, LeitmotionError } from "../core/error.js";
import { listVersions, runOf, type Version } from "../pipeline/earlier/history.js";
import { restoreVersion } from "../pipeline/earlier/repairFolder.js";
import { openProgressView } from "./progressView.js";
import { addRepairOptions, type RepairFlags, repairOptionsOf } from "./repairFlags.js";
import { formatTable } from "./table.js";

export function manifestCommand(program: Command, setExit: (code: number) => void): void {
  const manifest = program
    .command("manifest")
    .description("versions of an output folder: the last ten finished runs");
  manifest
    .command("history")
    .description("list the versions that are kept")
    .argument("<dir>", "output folder")
    .option("--json", "versions as JSON")
    .action((dir: string, flags: { json?: boolean }) => {
      const versions = listVersions(dir);
      if (versions.length === 0) {
        throw new LeitmotionError("RESULT_NOT_FOUND", "No finished run is kept here", { path: dir });
      }
      const rows = versions.map(rowOf);
      process.stdout.write(flags.json ? `${JSON.stringify(rows, null, 2)}\n` : tableOf(rows));
      setExit(EXIT.done);
    });
  const restoring = manifest
    .command("restore")
    .description("make a version the present one again: its documents, its IDs and names, its files")
    .argument("<dir>", "output folder")
    .argument("[version]", "number from the history (default: the newest, for documents that were damaged)");
  addRepairOptions(restoring)
    .addHelpText(
      "after",
      "\nExample:\n  $ leitmotion manifest history trio\n  $ leitmotion manifest restore trio 2",
    )
    .action(async (dir: string, version: string | undefined, flags: RepairFlags) => {
      await restore(dir, version === undefined ? null : parseVersion(version), flags);
      setExit(EXIT.done);
    });
}

async function restore(outDir: string, number: number | null, flags: RepairFlags): Promise<void> {
  const view = openProgressView(process.stderr, false);
  try {
    await restoreVersion(repairOptionsOf(outDir, flags), number, { onEvent: view.onEvent });
  } finally {
    view.close();
  }
  const shown = path.relative(process.cwd(), outDir) || ".";
  process.stdout.write(
    `${number === null ? "The newest version" : `Version ${number}`} is restored: ${shown}\n`,
  );
}

function parseVersion(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new LeitmotionError("OPTION_INVALID", `Version ${text}: use a number from the history`);
}

interface HistoryRow {
  readonly version: number;
  readonly finished_at: string;
  readonly status: string;
  readonly noteheads: number | null;
  readonly kept: number | null;
  readonly moved: number | null;
  readonly changed: number | null;
  readonly new: number | null;
  readonly gone: number | null;
  readonly inputs: readonly string[];
}

function rowOf(version: Version): HistoryRow {
  const run = runOf(version);
  const identity = run?.identity ?? null;
  return {
    version: version.number,
    finished_at: run?.finished_at ?? "",
    status: run?.status ?? "damaged",
    noteheads: run?.totals.noteheads ?? null,
    kept: identity?.kept ?? null,
    moved: identity?.moved ?? null,
    changed: identity?.changed ?? null,
    new: identity?.new ?? null,
    gone: identity?.gone ?? null,
    inputs: run?.inputs.map((input) => input.file) ?? [],
  };
}

function tableOf(rows: readonly HistoryRow[]): string {
  const headings = [
    "version",
    "finished",
    "status",
    "noteheads",
    "kept",
    "moved",
    "changed",
    "new",
    "gone",
    "inputs",
  ];
  const text = (value: number | null) => (value === null ? "" : String(value));
  const cells = rows.map((row) => [
    String(row.version),
    row.finished_at,
    row.status,
    ...[row.noteheads, row.kept, row.moved, row.changed, row.new, row.gone].map(text),
    row.inputs.join(", "),
  ]);
  return formatTable(headings, cells);
}
