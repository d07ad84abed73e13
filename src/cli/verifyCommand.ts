/** leitmotion verify DIR: does the folder hold what its manifests say? */
import type { Command } from "commander";
import { EXIT } from "../core/error.js";
import { repairFolder } from "../pipeline/repairFolder.js";
import { formatFinding, type Verification, verifyFolder } from "../pipeline/verifyFolder.js";
import { parseWorkers } from "./options.js";
import { openProgressView } from "./progressView.js";

interface VerifyFlags {
  repair?: boolean;
  soundfont?: string;
  workers?: string;
  json?: boolean;
}

const HELP = `
Every document and every file is read and compared with its hash; missing, damaged, misnamed and unlisted files and
incomplete notes get a line each, and the exit code is 1. With --repair they are made whole again: documents from their
kept copies, files from the kept inputs. Nothing else is touched.

Examples:
  $ leitmotion verify trio
  $ leitmotion verify trio --repair`;

export function verifyCommand(program: Command, setExit: (code: number) => void): void {
  program
    .command("verify")
    .description("check every file of an output folder, and repair it")
    .argument("<dir>", "output folder")
    .option("--repair", "make what is missing or damaged again")
    .option(
      "--soundfont <file>",
      "the SoundFont that the sounds were made with, if it was not the built-in bank",
    )
    .option("--workers <n>", "worker threads, or auto (default: auto)")
    .option("--json", "findings as JSON")
    .addHelpText("after", HELP)
    .action(async (dir: string, flags: VerifyFlags) => {
      if (flags.repair) await repair(dir, flags);
      const verification = verifyFolder(dir);
      report(verification, flags.json === true);
      setExit(verification.findings.length === 0 ? EXIT.done : EXIT.failed);
    });
}

async function repair(
  outDir: string,
  { soundfont = undefined, workers = "auto", json }: VerifyFlags,
): Promise<void> {
  const view = openProgressView(process.stderr, json === true);
  const options = { outDir, soundfont: soundfont ?? null, workers: parseWorkers(workers) };
  try {
    await repairFolder(options, { onEvent: view.onEvent });
  } finally {
    view.close();
  }
}

function report({ findings, checked }: Verification, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ checked, findings }, null, 2)}\n`);
    return;
  }
  for (const finding of findings) process.stderr.write(`${formatFinding(finding)}\n`);
  if (findings.length === 0)
    process.stdout.write(`${checked} files and documents are as they were written.\n`);
}
