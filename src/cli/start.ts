/** The engine's settings first, then the program: code that was kept for it counts for these settings only. */
import { loadPacked } from "../io/packedProgram.js";
import type * as Door from "./door.js";
import { isShort, tuneForShortRun } from "./shortRun.js";

/** Run the command line and set the process's exit code. */
export async function start(): Promise<void> {
  if (isShort(process.argv[2])) tuneForShortRun();
  const { enter } = loadPacked<typeof Door>("door") ?? (await import("./door.js"));
  process.exitCode = await enter();
}
