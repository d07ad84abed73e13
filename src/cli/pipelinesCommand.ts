/** leitmotion pipelines list|validate|graph|profile: see pipelines before they run, and where their time went. */
import type { Command } from "commander";
import { EXIT } from "../core/error.js";
import { oneOf } from "./options.js";
import type { ValidateFlags } from "./pipelineViews.js";

/** Loaded for the command that is asked for. */
const views = () => import("./pipelineViews.js");

export function pipelinesCommand(program: Command, setExit: (code: number) => void): void {
  const pipelines = program
    .command("pipelines")
    .description("list, check and draw pipelines, or profile a run");
  pipelines
    .command("list")
    .description("the pipelines that come with the program")
    .option("--json", "as JSON")
    .action(async (flags: { json?: boolean }) => {
      const { ownPipelines, pipelineTable } = await views();
      process.stdout.write(flags.json ? `${JSON.stringify(ownPipelines(), null, 2)}\n` : pipelineTable());
      setExit(EXIT.done);
    });
  pipelines
    .command("validate")
    .description("check a pipeline: every fault in a line of its own, exit 2")
    .argument("<name|file>", "a name of `pipelines list`, or a YAML or JSON file")
    .option("--strict", "refuse broken plugins and settings that no processor knows")
    .option("--plugins <file>", "plugin file")
    .addHelpText("after", "\nExample:\n  $ leitmotion pipelines validate my-build.yaml --strict")
    .action(async (name: string, flags: ValidateFlags) => {
      setExit(await (await views()).validatePipeline(name, flags));
    });
  pipelines
    .command("graph")
    .description("draw a pipeline as Mermaid text or as an SVG")
    .argument("<name|file>", "a name of `pipelines list`, or a YAML or JSON file")
    .option("--format <format>", "mermaid or svg", "mermaid")
    .option("--out <file>", "file to write (default: stdout)")
    .addHelpText("after", "\nExample:\n  $ leitmotion pipelines graph build --format svg --out build.svg")
    .action(async (name: string, flags: { format: string; out?: string }) => {
      const { drawGraph, writeOut } = await views();
      writeOut(drawGraph(name, oneOf("format", ["mermaid", "svg"], flags.format)), flags.out);
      setExit(EXIT.done);
    });
  pipelines
    .command("profile")
    .description("where the time and memory of a finished run went, as one HTML page")
    .argument("<dir>", "output folder")
    .option("--out <file>", "file to write, outside of the output folder", "profile.html")
    .addHelpText("after", "\nExample:\n  $ leitmotion pipelines profile trio --out trio-profile.html")
    .action(async (dir: string, flags: { out: string }) => {
      const { assertOutside, profileOf, writeOut } = await views();
      assertOutside(flags.out, dir);
      writeOut(profileOf(dir), flags.out);
      setExit(EXIT.done);
    });
}
