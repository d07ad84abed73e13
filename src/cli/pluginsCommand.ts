/** leitmotion plugins list: the processors that a pipeline file can name, built in and found. */
import type { Command } from "commander";
import { EXIT } from "../core/error.js";

interface ListFlags {
  readonly verbose?: boolean;
  readonly plugins?: string;
  readonly json?: boolean;
}

export function pluginsCommand(program: Command, setExit: (code: number) => void): void {
  program
    .command("plugins")
    .description("processors of your own")
    .command("list")
    .description("all processors: the built-in ones, and plugins with what is wrong with the broken ones")
    .option("--verbose", "with description, capabilities and settings")
    .option("--plugins <file>", "plugin file")
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      "\nPlugins are looked for in LEITMOTION_PLUGIN_PATHS and where the plugin file says.",
    )
    .action(async (flags: ListFlags) => {
      const { listProcessors, processorDetails, processorTable } = await import("./processorList.js");
      const listed = await listProcessors(flags.plugins);
      if (flags.json) process.stdout.write(`${JSON.stringify(listed, null, 2)}\n`);
      else
        process.stdout.write(
          flags.verbose ? listed.map(processorDetails).join("\n") : processorTable(listed),
        );
      setExit(EXIT.done);
    });
}
