/** leitmotion align SCORE PERFORMANCE: the registry, without rendering. */
import type { Command } from "commander";
import { pipelineDocument } from "../pipeline/graph/ownPipelines.js";
import { readJob } from "../pipeline/jobFile.js";
import { collect, parseLimits } from "./options.js";
import { type BuildFlags, reportOptionsOf, resolveOptions } from "./resolveOptions.js";
import { runAndReport } from "./runAndReport.js";

const PIPELINE = "align";

export function alignCommand(program: Command, setExit: (code: number) => void): void {
  program
    .command("align")
    .description("match a score with a performance and write the registry")
    .argument("<score>", "MusicXML or .mxl file")
    .argument("<performance>", "MIDI file")
    .requiredOption("--out <dir>", "output folder")
    .option("--piece <id>", "name of the piece for good")
    .option("--repeats <choice>", "auto, written or none (default: auto)")
    .option("--ties <method>", "score_grid or proportional (default: score_grid)")
    .option("--limit <name=value>", "change a limit on foreign input; may be given several times", collect)
    .option("--force", "go on although score and MIDI look like different pieces")
    .option("--json", "print the final report as JSON on stdout")
    .addHelpText("after", "\nExample:\n  $ leitmotion align trio.musicxml trio.mid --out trio")
    .action(async (score: string, midi: string, flags: Omit<BuildFlags, "midi" | "workers">) => {
      const job = readJob(score, parseLimits(flags.limit ?? []));
      const { options: given } = await pipelineDocument(PIPELINE);
      const set = { ...flags, midi, workers: "1", pipeline: PIPELINE };
      const options = resolveOptions(score, set, { job, options: given });
      setExit(await runAndReport(options, reportOptionsOf(flags)));
    });
}
