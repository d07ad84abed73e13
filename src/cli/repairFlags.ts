/** What a run that is made again from its own folder still has to be told: options that `verify` and `manifest` share. */
import type { Command } from "commander";
import type { RepairOptions } from "../pipeline/earlier/repairFolder.js";
import { parseWorkers, pluginPaths } from "./options.js";

export interface RepairFlags {
  soundfont?: string;
  plugins?: string;
  workers?: string;
}

export function addRepairOptions(command: Command): Command {
  return command
    .option(
      "--soundfont <file>",
      "the SoundFont that the sounds were made with, if it was not the built-in bank",
    )
    .option("--plugins <file>", "the plugin file of the run, if it had one")
    .option("--workers <n>", "worker threads, or auto (default: auto)");
}

export function repairOptionsOf(outDir: string, { soundfont, plugins, workers }: RepairFlags): RepairOptions {
  return {
    outDir,
    soundfont: soundfont ?? null,
    pluginFile: plugins ?? null,
    pluginPaths: pluginPaths(process.env),
    workers: parseWorkers(workers ?? (process.env.LEITMOTION_WORKERS || "auto")),
  };
}
