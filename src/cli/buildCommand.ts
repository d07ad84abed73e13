/** leitmotion build SCORE|JOB: the whole job. */
import type { Command } from "commander";
import type { BuildOptions } from "../pipeline/buildOptions.js";
import { pipelineDocument } from "../pipeline/graph/ownPipelines.js";
import { readJob } from "../pipeline/jobFile.js";
import { collect, parseLimits } from "./options.js";
import { type BuildFlags, pipelineOf, reportOptionsOf, resolveOptions } from "./resolveOptions.js";
import { runAndReport } from "./runAndReport.js";

const EXAMPLES = `
Examples:
  $ leitmotion build trio.musicxml --midi trio.mid
  $ leitmotion build trio.mxl --midi trio.mid --out trio --fps 24000/1001
  $ leitmotion build song.musicxml --soundfont auto        the score plays itself
  $ leitmotion build jobs/trio                             a folder that holds job.json
  $ leitmotion build trio.musicxml --only symbolic         drawings only`;

export function buildCommand(program: Command, setExit: (code: number) => void): void {
  addBuildOptions(program.command("build"))
    .description("make the output folder of a score (MusicXML or .mxl), or of a job manifest")
    .argument("<score|job>", "MusicXML file, job manifest, or the folder that holds job.json")
    .option("--midi <file>", "performance of the score; without one the score plays itself")
    .addHelpText("after", EXAMPLES)
    .action(async (input: string, flags: BuildFlags) => {
      setExit(await runAndReport(await buildOptionsOf(input, flags), reportOptionsOf(flags)));
    });
}

/** Options that `build` and `demo` share. */
export function addBuildOptions(command: Command): Command {
  return command
    .option("--out <dir>", "output folder (default: ./<score>_leitmotion)")
    .option("--page <file>", "engraved page (SVG), or a folder of them; may be given several times", collect)
    .option(
      "--music-font <file>",
      "font of these pages (OTF, TTF, WOFF); may be given several times",
      collect,
    )
    .option("--piece <id>", "name of the piece for good: notes of equal pieces share their IDs")
    .option("--fps <rate>", "24000/1001, 24, 25, 30000/1001, 30, 50, 60000/1001 or 60 (default: 30)")
    .option("--layout <layout>", "page or scroll (default: page)")
    .option("--soundfont <file>", "SF2, SF3 or DLS file, or auto (default: the built-in bank)")
    .option("--rate <hz>", "44100, 48000 or 96000 (default: 48000)")
    .option("--bits <bits>", "16, 24 or 32 (default: 24)")
    .option("--note-channels <n>", "1 or 2 channels in the notes' WAVs (default: 1)")
    .option("--keyframes <mode>", "standard or fast (default: standard)")
    .option("--levels <scope>", "normalise levels over the score, part or note (default: score)")
    .option("--keyframe-error <percent>", "error bound of the keyframe reduction (default: 2)")
    .option("--ties <method>", "score_grid or proportional (default: score_grid)")
    .option("--repeats <choice>", "auto, written or none (default: auto)")
    .option("--only <groups>", "symbolic, audio, song-map: some of them, separated by commas")
    .option("--pipeline <file>", "another pipeline, by name or as a YAML or JSON file (default: build)")
    .option(
      "--plugins <file>",
      "plugin file: processors of your own, where they lie and which versions will do",
    )
    .option("--workers <n>", "worker threads, or auto (default: auto)")
    .option("--limit <name=value>", "change a limit on foreign input; may be given several times", collect)
    .option("--force", "build although score and MIDI look like different pieces")
    .option("--fresh", "start anew: new IDs and names, everything made again")
    .option("--quiet", "say nothing but warnings and faults")
    .option(
      "--log-file <file>",
      "append a JSON line per event, for machines; - for stderr instead of the progress view",
    )
    .option("--json", "print the final report as JSON on stdout");
}

/** Options of a run: a flag wins over the environment, that over the job manifest, that over the pipeline file. */
export async function buildOptionsOf(input: string, flags: BuildFlags): Promise<BuildOptions> {
  const job = readJob(input, parseLimits(flags.limit ?? []));
  const { options } = await pipelineDocument(pipelineOf(flags));
  const pages = flags.page ?? job?.pageFiles ?? [];
  const pageFiles = pages.length === 0 ? [] : (await import("../pipeline/listPages.js")).listPages(pages);
  return resolveOptions(input, flags, { job, options, pageFiles });
}
