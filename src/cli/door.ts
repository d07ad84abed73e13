/** What lies behind the command line's door: signals are heard from the first moment on, then the commands are loaded. */
import { listenForSignals } from "./interrupts.js";

/** @returns the exit code */
export async function enter(): Promise<number> {
  listenForSignals();
  return (await import("./program.js")).runProgram();
}
