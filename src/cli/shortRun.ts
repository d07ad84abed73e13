/** Settings of the JavaScript engine for commands that last a second or two. */
import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";

/** These have loops that are worth compiling. */
const LONG = ["build", "batch", "demo", "page"];

/** What a short command needs of Node. */
const BUILT_IN = ["crypto", "worker_threads", "os", "child_process", "process", "perf_hooks"];

/** Settings that count for one engine each: the flags change their names, and a wrong one is complained of aloud. */
const OPTIMISE_LATE: Readonly<Record<string, string>> = {
  20: "--interrupt-budget=4000000",
  22: "--invocation-count-for-turbofan=100000",
  24: "--invocation-count-for-turbofan=100000",
};
const COLLECT_ALONE = ["--no-incremental-marking", "--no-parallel-scavenge"];

/** @param command  first word of the command line */
export function isShort(command = ""): boolean {
  return !LONG.includes(command);
}

/**
 * Optimise only what is really hot: by default the engine spends more time on compiling the loops of one alignment than the
 * loops take; a long one still gets there. And look for garbage on one thread and in one go: for a heap as small as that
 * of a score, sharing the search costs more than the search. Other versions of Node than those known here are left as
 * they are. Figures: bench/alignment/README.md.
 *
 * Node's own modules come compiled for the engine's own settings, so those that will be needed are loaded before.
 */
export function tuneForShortRun(): void {
  const optimiseLate = OPTIMISE_LATE[Number.parseInt(process.versions.node, 10)];
  if (optimiseLate === undefined) return;
  const require = createRequire(import.meta.url);
  for (const name of BUILT_IN) require(`node:${name}`);
  void [process.stdout, process.stderr];
  for (const setting of [optimiseLate, ...COLLECT_ALONE]) setFlagsFromString(setting);
}
