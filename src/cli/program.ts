/** The commands. Every fault ends here, as one line on stderr and an exit code. */
import { Command, CommanderError } from "commander";
import { EXIT, formatFault, toLeitmotionError } from "../core/error.js";
import { assertFailpoint } from "../io/failpoint.js";
import { packageVersion } from "../pipeline/packageVersion.js";
import { alignCommand } from "./alignCommand.js";
import { batchCommand } from "./batchCommand.js";
import { buildCommand } from "./buildCommand.js";
import { demoCommand } from "./demoCommand.js";
import { doctorCommand } from "./doctorCommand.js";
import { inspectCommand } from "./inspectCommand.js";
import { manifestCommand } from "./manifestCommand.js";
import { pipelinesCommand } from "./pipelinesCommand.js";
import { pluginsCommand } from "./pluginsCommand.js";
import { verifyCommand } from "./verifyCommand.js";

const EXIT_HELP = `
Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 finished but some notes (or jobs of a batch) failed,
130 interrupted.`;

/** @returns the exit code */
export async function runProgram(): Promise<number> {
  endQuietlyWithReader();
  let exitCode: number = EXIT.done;
  const setExit = (code: number) => {
    exitCode = code;
  };
  const program = new Command("leitmotion")
    .description("Every note of a score as a layer, a sound and a keyframe, under one universal ID.")
    .version(packageVersion("../../package.json"))
    .showHelpAfterError("(leitmotion --help lists commands and options)")
    .exitOverride()
    .addHelpText("after", EXIT_HELP);
  const commands = [
    buildCommand,
    alignCommand,
    batchCommand,
    inspectCommand,
    verifyCommand,
    manifestCommand,
    pipelinesCommand,
    pluginsCommand,
    demoCommand,
    doctorCommand,
  ];
  for (const add of commands) add(program, setExit);
  for (const command of program.commands) throwInsteadOfExit(command);
  try {
    assertFailpoint();
    await program.parseAsync();
    return exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.done : EXIT.usage;
    const error = toLeitmotionError(thrown);
    process.stderr.write(`${formatFault(error)}\n`);
    if (error.code === "INTERNAL" && process.env.LEITMOTION_DEBUG) console.error(error.cause);
    return error.exitCode;
  }
}

/** Commands below commands too: the exit code is ours to give. */
function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  for (const inner of command.commands) throwInsteadOfExit(inner);
}

/** A reader that stops early (`| head`) is no fault of ours. */
function endQuietlyWithReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(EXIT.done);
  });
}
