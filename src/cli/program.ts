/** The commands. Every fault ends here, as one line on stderr and an exit code. */
import { Command, CommanderError } from "commander";
import { EXIT, formatFault, toLeitmotionError } from "../core/error.js";
import { assertFailpoint } from "../io/failpoint.js";
import { withFolder } from "../pipeline/heldFolder.js";
import { packageVersion } from "../pipeline/packageVersion.js";

const EXIT_HELP = `
Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 finished but some notes (or jobs of a batch) failed,
130 interrupted.`;

type AddCommand = (program: Command, setExit: (code: number) => void) => void;

/** In the order of the help. Loaded on demand: a second run in a folder is to be refused at once. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  build: async () => (await import("./buildCommand.js")).buildCommand,
  batch: async () => (await import("./batchCommand.js")).batchCommand,
  align: async () => (await import("./alignCommand.js")).alignCommand,
  page: async () => (await import("./pageCommand.js")).pageCommand,
  inspect: async () => (await import("./inspectCommand.js")).inspectCommand,
  verify: async () => (await import("./verifyCommand.js")).verifyCommand,
  manifest: async () => (await import("./manifestCommand.js")).manifestCommand,
  pipelines: async () => (await import("./pipelinesCommand.js")).pipelinesCommand,
  plugins: async () => (await import("./pluginsCommand.js")).pluginsCommand,
  demo: async () => (await import("./demoCommand.js")).demoCommand,
  doctor: async () => (await import("./doctorCommand.js")).doctorCommand,
};

/** The command that is asked for; all of them where it is none (help, a wrong name); `--version` needs none. */
function wantedCommands(name = ""): (() => Promise<AddCommand>)[] {
  if (name === "--version" || name === "-V") return [];
  return Object.hasOwn(COMMANDS, name) ? [COMMANDS[name]] : Object.values(COMMANDS);
}

/** @returns the exit code */
export async function runProgram(): Promise<number> {
  endQuietlyWithReader();
  let exitCode: number = EXIT.done;
  const setExit = (code: number) => {
    exitCode = code;
  };
  const program = new Command("leitmotion")
    .description("Every note of a score as a layer, a sound and a keyframe, under one universal ID.")
    .version(packageVersion())
    .showHelpAfterError("(leitmotion --help lists commands and options)")
    .exitOverride()
    .addHelpText("after", EXIT_HELP);
  try {
    assertFailpoint();
    await holdingFolder(process.argv.slice(2), async () => {
      for (const load of wantedCommands(process.argv[2])) (await load())(program, setExit);
      for (const command of program.commands) throwInsteadOfExit(command);
      await program.parseAsync();
    });
    return exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.done : EXIT.usage;
    const error = toLeitmotionError(thrown);
    process.stderr.write(`${formatFault(error)}\n`);
    if (error.code === "INTERNAL" && process.env.LEITMOTION_DEBUG) console.error(error.cause);
    return error.exitCode;
  }
}

/** Commands that work in the folder that `--out` names. */
const BUILDING = ["build", "align", "demo"];

/**
 * Take the output folder before the command is even loaded: of many that start at once, all but one are refused within
 * a moment. What else may be wrong with the folder is for the command to say.
 */
async function holdingFolder([name, ...args]: readonly string[], work: () => Promise<void>): Promise<void> {
  const at = args.indexOf("--out");
  const outDir = BUILDING.includes(name) && at >= 0 ? args[at + 1] : undefined;
  if (outDir === undefined) return work();
  let hasBegun = false;
  const begin = () => {
    hasBegun = true;
    return work();
  };
  try {
    await withFolder(outDir, name, begin);
  } catch (thrown) {
    if (hasBegun || toLeitmotionError(thrown).code === "OUTPUT_LOCKED") throw thrown;
    await work();
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
