/** leitmotion doctor: what this machine has, and what is missing for what. */
import os from "node:os";
import type { Command } from "commander";
import { EXIT } from "../core/error.js";
import { examineMachine, type Finding } from "../pipeline/examineMachine.js";

export function doctorCommand(program: Command, setExit: (code: number) => void): void {
  program
    .command("doctor")
    .description("check Node, the sound bank, the engraver, disk space and optional programs")
    .option("--json", "findings as JSON")
    .action(async (flags: { json?: boolean }) => {
      const findings = await examineMachine(process.cwd(), os.tmpdir());
      process.stdout.write(
        flags.json ? `${JSON.stringify(findings, null, 2)}\n` : findings.map(line).join(""),
      );
      setExit(findings.some((finding) => finding.state === "missing") ? EXIT.failed : EXIT.done);
    });
}

function line({ name, state, detail }: Finding): string {
  return `${state.padEnd(8)} ${name.padEnd(18)} ${detail}\n`;
}
