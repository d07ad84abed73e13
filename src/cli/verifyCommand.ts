/** leitmotion verify DIR: does the folder hold what its manifests say? */
import type { Command } from "commander";
import { EXIT } from "../core/error.js";
import { repairFolder } from "../pipeline/earlier/repairFolder.js";
import { formatFinding, type Verification, verifyFolder } from "../pipeline/earlier/verifyFolder.js";
import { openProgressView } from "./progressView.js";
import { addRepairOptions, type RepairFlags, repairOptionsOf } from "./repairFlags.js";

interface VerifyFlags extends RepairFlags {
  repair?: boolean;
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
  const command = program
    .command("verify")
    .description("check every file of an output folder, and repair it")
    .argument("<dir>", "output folder")
    .option("--repair", "make what is missing or damaged again");
  addRepairOptions(command)
    .option("--json", "findings as JSON")
    .addHelpText("after", HELP)
    .action(async (dir: string, flags: VerifyFlags) => {
      if (flags.repair) await repair(dir, flags);
      const verification = verifyFolder(dir);
      report(verification, flags.json === true);
      setExit(verification.findings.length === 0 ? EXIT.done : EXIT.failed);
    });
}

async function repair(outDir: string, flags: VerifyFlags): Promise<void> {
  const view = openProgressView(process.stderr, flags.json === true);
  try {
    await repairFolder(repairOptionsOf(outDir, flags), { onEvent: view.onEvent });
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
