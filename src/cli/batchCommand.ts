/** leitmotion batch INPUTS: many scores, one run each. */
import { Command } from "commander";
import type { BatchFlags } from "./batchAndTell.js";
import { addBuildOptions } from "./buildCommand.js";

/** Options of `build` that are not for all jobs alike, or that the batch gives itself. */
const NOT_PASSED_ON = ["--out", "--piece", "--workers", "--json", "--log-file", "--quiet"];

const EXAMPLES = `
Inputs: a folder (job.json and *.job.json first; every other MusicXML file with the MIDI file of its name beside it),
a pattern in quotes, job manifests, scores. The same command again runs what is not done, and what was edited.

Examples:
  $ leitmotion batch scores --out built
  $ leitmotion batch "catalogue/**/*.mxl" --out built --jobs 4 --fps 25
  $ leitmotion batch jobs/trio.job.json waltz.musicxml --out built --only symbolic`;

export function batchCommand(program: Command, setExit: (code: number) => void): void {
  const passedOn = addBuildOptions(new Command()).options.filter(
    ({ long }) => long && !NOT_PASSED_ON.includes(long),
  );
  const command = program
    .command("batch")
    .description("build many scores: folders, patterns in quotes, job manifests, scores")
    .argument("<inputs...>", "folders, patterns, job manifests, MusicXML files")
    .requiredOption("--out <dir>", "folder of the batch: one output folder per job, and batch.json")
    .option("--jobs <n>", "jobs at a time (default: half of the cores)")
    .option("--workers <n>", "worker threads of each job (default: the cores divided by --jobs)")
    .option("--stop-on-failure", "begin no further job once one has failed")
    .option("--json", "print the jobs as JSON (as in batch.json) on stdout");
  for (const option of passedOn) command.addOption(option);
  command.addHelpText("after", EXAMPLES).action(async (inputs: string[], flags: BatchFlags) => {
    const { batchAndTell } = await import("./batchAndTell.js");
    setExit(await batchAndTell(inputs, flags, passedOn));
  });
}
