/** leitmotion demo: the whole job on a song that comes with the program. */
import path from "node:path";
import type { Command } from "commander";
import { PACKAGE_FOLDER } from "../core/ownFiles.js";
import { addBuildOptions, buildOptionsOf } from "./buildCommand.js";
import { type BuildFlags, reportOptionsOf } from "./resolveOptions.js";
import { runAndReport } from "./runAndReport.js";

const DEMO_JOB = path.join(PACKAGE_FOLDER, "manifests/demo.job.json");

export function demoCommand(program: Command, setExit: (code: number) => void): void {
  addBuildOptions(program.command("demo"))
    .description("build the song that comes with Leitmotion into ./leitmotion-demo")
    .action(async (flags: BuildFlags) => {
      const options = await buildOptionsOf(DEMO_JOB, { ...flags, out: flags.out ?? "leitmotion-demo" });
      setExit(await runAndReport(options, reportOptionsOf(flags)));
    });
}
